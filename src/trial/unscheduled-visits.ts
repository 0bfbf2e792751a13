const unscheduledNames = /^(unscheduled|un-scheduled|unplanned|unsch|uns|extra visit)(?!\p{L})/iu;

/**
 * Whether nobody was expected at a visit: it is called so, or whoever asks says so. `unscheduled 2`, `UNS-1` and `Unplanned visit` are; `unsure` is not.
 * @param primary  The visit that decides is a planned one, whatever it is called.
 */
export function isUnscheduled(visit: string, named: readonly string[], primary: string | undefined): boolean {
  return visit !== primary && (named.includes(visit) || unscheduledNames.test(visit.trim()));
}
