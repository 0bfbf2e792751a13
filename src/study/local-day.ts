/** The day of a moment where this machine stands (its time zone): days of visits are written down so, and what is kept is kept for whole days of it. */
export function localDay(moment: number | string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** Whether a moment lies on a later day than another. */
export const isLaterDay = (moment: string, than: string): boolean => localDay(moment) > localDay(than);
