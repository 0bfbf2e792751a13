import { noArm, type TrialData } from '../trial-data.js';

/** A person of the trial as the exports name it. */
export interface TrialSubject {
  /** The arm; of a person treated differently on different areas each area with its own. Null where no table says. */
  arm: string | null;
  /** Whether the person is in several arms, or in one with some areas only, so that each finding has to say its own. */
  inSeveralArms: boolean;
}

/** Everybody whom any table names, photographed or not, in the order of the tables. */
export function collectSubjects(data: TrialData): Map<string, TrialSubject> {
  const areasOf = new Map<string, Map<string, Set<string>>>();
  const find = (subject: string): Map<string, Set<string>> => {
    const own = areasOf.get(subject) ?? new Map<string, Set<string>>();
    areasOf.set(subject, own);
    return own;
  };
  for (const { subject, arm, targetArea } of [...data.measurements, ...data.scores, ...data.ratings ?? [], ...data.panel ?? []]) {
    const arms = find(subject);
    arms.set(arm, (arms.get(arm) ?? new Set<string>()).add(targetArea));
  }
  // Photographs whose arm nobody wrote down are in none of their own, nor in that of another area: it may be the untreated one.
  const partlyNamed = new Set<string>();
  for (const [subject, arms] of areasOf) {
    const open = arms.get(noArm), isNamed = arms.size > 1 && arms.delete(noArm), named = new Set([...arms.values()].flatMap((areas) => [...areas]));
    if (isNamed && !named.has('') && [...open ?? []].some((area) => !named.has(area))) partlyNamed.add(subject);
  }
  for (const { subject, arm } of data.subjects ?? []) {
    const arms = find(subject);
    if (arms.size === 0 && arm !== '') arms.set(arm, new Set());
  }
  for (const { subject } of data.treatments ?? []) find(subject);
  return new Map([...areasOf].map(([subject, arms]) => [subject, { arm: describeArm(arms, partlyNamed.has(subject)), inSeveralArms: arms.size > 1 || partlyNamed.has(subject) }]));
}

/** The arm of a row as exports write it: empty where it is of a person of whom only other areas are known to be in an arm. */
export function findArm({ subject, arm }: { subject: string; arm: string }, subjects: ReadonlyMap<string, TrialSubject>): string {
  return arm === noArm && subjects.get(subject)!.inSeveralArms ? '' : arm;
}

/** "left: active; right: placebo", so that persons treated the other way round are another arm. */
function describeArm(arms: ReadonlyMap<string, ReadonlySet<string>>, isPartlyNamed: boolean): string | null {
  if (arms.size < 2 && !isPartlyNamed) return [...arms.keys()][0] ?? null;
  return [...arms].flatMap(([arm, areas]) => {
    const named = [...areas].filter((area) => area !== '');
    return named.length === 0 ? [arm] : named.map((area) => `${area}: ${arm}`);
  }).sort().join('; ');
}
