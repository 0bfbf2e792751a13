import type { AreaResult, TrialResult } from '../domain/trial-result.js';
import { plainName } from '../tables/plain-name.js';
import { findAbsent } from './analyse-area.js';
import { noArm, type TrialData, type VisitKey } from './trial-data.js';

/** More pairs of names than this are counted, not listed. */
const mostTwins = 5;

/**
 * What the reader has to know about these data, one sentence each.
 * @param unscheduled  Visits after the baseline at which nobody was expected.
 */
export function collectRemarks(result: TrialResult, data: TrialData, unscheduled: readonly string[]): string[] {
  const missing = result.areas.flatMap(({ visits, unmeasuredVisits }) => [...visits.flatMap(({ arms }) => arms), ...unmeasuredVisits.flatMap(({ arms }) => arms.map(({ expected }) => ({ expected, measured: 0 })))])
    .reduce((sum, { expected, measured }) => sum + expected - measured, 0);
  const perSubject = new Map<string, Set<string>>();
  for (const { subject, arm } of [...data.scores, ...data.ratings ?? [], ...data.panel ?? []]) if (arm !== noArm) perSubject.set(subject, (perSubject.get(subject) ?? new Set()).add(arm));
  const inSeveral = [...perSubject.values()].filter((own) => own.size > 1).length;
  const within = [...(result.paired.length === 0 ? [] : ['"Within the same persons"']), ...((result.panel?.paired ?? []).length === 0 ? [] : ['"Score of the blinded panel"'])];
  const repeats = (data.ratings ?? []).filter(({ occasion }) => occasion > 1).length;
  const unknown = [...new Set(findAbsent(data).values())].filter((name) => result.arms.every(({ arm }) => arm !== name)).sort();
  const absent = result.arms.reduce((sum, { neverPhotographed }) => sum + neverPhotographed, 0);
  const namesOf = (nameIn: (row: VisitKey) => string): string[] => [...new Set([...data.scores, ...data.measurements, ...data.ratings ?? [], ...data.panel ?? []].map(nameIn))];
  return [
    ...data.remarks ?? [],
    ...findTwins('arms', [...result.arms.map(({ arm }) => arm), ...unknown]), ...findTwins('visits', namesOf(({ visit }) => visit)), ...findTwins('subjects', namesOfSubjects(data)), ...findTwins('target areas', namesOf(({ targetArea }) => targetArea)), ...findTwins('views', namesOf(({ view }) => view)),
    ...(absent === 0 ? [] : [`${absent === 1 ? 'One subject was assigned to an arm (subjects.csv) and never photographed, and counts' : `${absent} subjects were assigned to an arm (subjects.csv) and never photographed, and count`} as expected and missing at every visit.`]),
    ...(unknown.length === 0 ? [] : [`Nobody of the arm ${unknown.map((name) => JSON.stringify(name)).join(', ')} of subjects.csv was photographed: it is in no table here.`]),
    ...(result.controlChosen === 'firstByName' ? [`No control arm was named; differences are taken from ${result.arms[0].arm}, the first by name. Use --control.`] : []),
    ...(result.controlChosen === 'oneArm' ? ['There is one arm only: what changed can be described, but not what caused it.'] : []),
    ...(missing === 0 ? [] : [`${missing === 1 ? 'One expected measurement is' : `${missing} expected measurements are`} missing. Nothing was filled in for ${missing === 1 ? 'it' : 'them'}; the mixed model uses the visits that are there and assumes that who is missing depends on what was measured before.`]),
    ...describeArmless(result, data), ...describeMissingControl(result), ...result.areas.flatMap(describeOtherBaselines), ...result.areas.flatMap(describeUnmeasured), ...describeUnscheduled(unscheduled),
    ...(inSeveral === 0 ? [] : [`${inSeveral === 1 ? 'One subject is' : `${inSeveral} subjects are`} in more than one arm. Where different areas of a person had different treatments, the comparison within persons is the one to use${within.length === 0 ? '' : ` (see ${within.join(' and ')})`}: comparisons between arms of one area take the areas of a person for different people, which they are not.`]),
    ...(repeats === 0 ? [] : [`${repeats === 1 ? 'One rating is a second or later look' : `${repeats} ratings are second or later looks`} (occasion above 1) and not used here; trichoscore agreement compares looks.`]),
    ...(data.treatments === null ? ['No treatment sessions were recorded (treatments.csv), so onset is given in weeks only.'] : []),
    ...(data.scores.length > 0 ? [] : [data.ratings === null && result.panel === null ? 'No photograph stands in scores.csv, so nothing could be compared.' : 'There are ratings but no measurements: a change in percent cannot be given without a baseline count.']),
    ...describePanel(result), ...describeRepeated(data), ...describeRepeatedFiles(data), ...describeStrangers(data),
  ];
}

/** Where others have arms, those without one are no arm that could be compared. */
function describeArmless({ arms }: TrialResult, data: TrialData): string[] {
  const subjects = [...new Set([data.scores, data.measurements, data.ratings ?? [], data.panel ?? []].flatMap((rows: readonly { subject: string; arm: string }[]) => rows.filter(({ arm }) => arm === noArm).map(({ subject }) => subject)))];
  if (subjects.length === 0 || arms.length < 2) return [];
  const listed = subjects.slice(0, 5).map((name) => JSON.stringify(name)).join(', '), more = subjects.length - 5;
  return [`Of ${subjects.length === 1 ? 'one subject' : `${subjects.length} subjects`} photographs are in no arm while others are in one: ${listed}${more > 0 ? ` and ${more} more` : ''}. They stand here under ${JSON.stringify(noArm)}, which is no arm, and a difference between it and another says nothing. Name the arm in the manifest or in subjects.csv.`];
}

/** Where nobody of an area has the control, its first arm takes that place: a difference there means something else than everywhere else. */
function describeMissingControl({ arms: [control], controlChosen, areas }: TrialResult): string[] {
  if (controlChosen === 'oneArm') return [];
  return areas.flatMap(({ targetArea, view, subjects }) => {
    const others = [...new Set(subjects.map(({ arm }) => arm))].filter((arm) => arm !== noArm), where = [targetArea, view].filter((text) => text !== '').map((text) => JSON.stringify(text)).join(', ');
    if (others.length < 2 || others.includes(control.arm)) return [];
    // An arm that is only the first by name may be no control at all.
    const [name, reference] = controlChosen === 'firstByName' ? ['arm', 'that arm, from which they are taken elsewhere'] : ['control', 'the control'];
    return [`Nobody of the ${name} ${JSON.stringify(control.arm)} was measured${where === '' ? '' : ` at ${where}`}: differences there are taken between the arms that are, and none of them says what treatment does against ${reference}.`];
  });
}

/** Subjects whose series begins at another visit than most; ratings of theirs, which name no baseline, are used as they are. */
function describeOtherBaselines({ targetArea, view, leftOut }: AreaResult): string[] {
  const from = new Map(leftOut.filter(({ reason }) => reason === 'anotherBaseline').map(({ subject, baselineVisit }) => [subject, baselineVisit ?? '']));
  if (from.size === 0) return [];
  const where = [targetArea, view].filter((text) => text !== '').map((text) => JSON.stringify(text)).join(', '), listed = [...from].slice(0, 5).map(([subject, visit]) => `${JSON.stringify(subject)} with ${JSON.stringify(visit)}`).join(', ');
  return [`${from.size === 1 ? 'One subject was' : `${from.size} subjects were`} compared with another visit than the baseline of most${where === '' ? '' : ` (${where})`}: ${listed}${from.size > 5 ? ` and ${from.size - 5} more` : ''}. These changes are in no statistic and listed under "Missing data". Where two baselines were taken, leave the one that is not meant out of the manifest.`];
}

/** A visit without a single comparison of the endpoint is in no table but that of what is missing, and the visit taken for the last is then an earlier one. */
function describeUnmeasured({ targetArea, view, unmeasuredVisits }: AreaResult): string[] {
  const where = [targetArea, view].filter((text) => text !== '').map((text) => JSON.stringify(text)).join(', ');
  return unmeasuredVisits.map(({ visit }) => `Nobody has a change that counts at ${JSON.stringify(visit)}${where === '' ? '' : ` (${where})`}: the visit is in no statistic, and "Missing, by reason" says why.`);
}

/** Unscheduled visits come when something happens: whoever had none misses nothing. */
function describeUnscheduled(visits: readonly string[]): string[] {
  const names = visits.map((visit) => JSON.stringify(visit));
  if (names.length === 0) return [];
  return [`${names.length === 1 ? `The visit ${names[0]} is` : `The visits ${names.join(', ')} are`} taken for unscheduled: nobody is expected there, no model and no table by visit has ${names.length === 1 ? 'it' : 'them'}, and onset and durability count what photographs show there. Give ${names.length === 1 ? 'it' : 'them'} another name if everybody was to come.`];
}

/** Of each table: a person who is called otherwise in one of them is expected and missing there under the second name. */
function namesOfSubjects({ scores, measurements, ratings, panel, treatments, subjects }: TrialData): string[] {
  return [...new Set([scores, measurements, ratings ?? [], panel ?? [], treatments ?? [], subjects ?? []].flatMap((rows) => rows.map(({ subject }) => subject)))];
}

/** Names that differ only in how they are written, and are most likely one. */
function findTwins(what: string, names: readonly string[]): string[] {
  const seen = new Map<string, string>();
  const twins = names.flatMap((name) => {
    const plain = plainName(name, { isVisit: what === 'visits' }), other = seen.get(plain);
    if (other === undefined) seen.set(plain, name);
    return other === undefined ? [] : [`The ${what} ${JSON.stringify(other)} and ${JSON.stringify(name)} are taken for two, though they differ only in how they are written. Write them alike in every table if they are one.`];
  });
  return twins.length <= mostTwins ? twins : [...twins.slice(0, mostTwins), `${twins.length - mostTwins} more pairs of ${what} differ only in how they are written.`];
}

/** Cases of the panel without a score, which nobody fills in, and rows that belong to no arm. */
function describePanel({ panel }: TrialResult): string[] {
  if (panel === null) return [];
  const { notAdjudicated, notJudged } = panel.cases, count = (cases: number): string => (cases === 1 ? 'One case' : `${cases} cases`);
  return [
    ...(notAdjudicated === 0 ? [] : [`${count(notAdjudicated)} of the panel ${notAdjudicated === 1 ? 'waits' : 'wait'} for the adjudicator and ${notAdjudicated === 1 ? 'is' : 'are'} missing from its statistics. Readers differ most there, so what is given now is of the clearer cases: adjudicate before anything is signed.`]),
    ...(notJudged === 0 ? [] : [`${count(notJudged)} ${notJudged === 1 ? 'has' : 'have'} no score of the panel though nobody is waited for (nobody could judge, or the table does not say why), and ${notJudged === 1 ? 'is' : 'are'} missing from its statistics.`]),
    ...(panel.leftOut === 0 ? [] : [`${panel.leftOut === 1 ? 'One row' : `${panel.leftOut} rows`} of panel.csv ${panel.leftOut === 1 ? 'is' : 'are'} of subjects in more than one arm of what was read, and in no figure.`]),
  ];
}

/** A batch writes one row a visit: more come from a table that was put together, or copied twice. */
function describeRepeated({ scores }: TrialData): string[] {
  const rows = new Map<string, number>();
  for (const { subject, targetArea, view, visit, after } of scores) {
    const key = JSON.stringify([subject, targetArea, view, visit]);
    if (after !== null) rows.set(key, (rows.get(key) ?? 0) + 1);
  }
  const repeated = [...rows].filter(([, count]) => count > 1);
  if (repeated.length === 0) return [];
  const [[key, count]] = repeated, [subject, targetArea, , visit] = JSON.parse(key) as string[];
  return [`${repeated.length === 1 ? 'One visit has' : `${repeated.length} visits have`} several rows in scores.csv (${JSON.stringify(subject)}, ${JSON.stringify(targetArea)}, ${JSON.stringify(visit)} has ${count}): their mean is used. Remove rows that stand there twice by mistake.`];
}

/** A file that was copied under another name makes two people, or two visits, of one; nothing in these tables tells which of the rows holds. */
function describeRepeatedFiles({ measurements }: TrialData): string[] {
  const rows = new Map<string, string[]>();
  for (const { photoSha256, subject, targetArea, visit } of measurements) {
    if (photoSha256 !== '') rows.set(photoSha256, [...rows.get(photoSha256) ?? [], [subject, targetArea, visit].map((name) => JSON.stringify(name)).join(' ')]);
  }
  const repeated = [...rows.values()].filter(({ length }) => length > 1), more = repeated.length - 5;
  if (repeated.length === 0) return [];
  return [`${repeated.length === 1 ? 'One photograph stands' : `${repeated.length} photographs stand`} in several rows of measurements.csv, the same file byte for byte: ${repeated.slice(0, 5).map((places) => places.slice(0, 5).join(' and ')).join('; ')}${more > 0 ? `; and ${more} more` : ''}. `
    + 'Each row is counted as a photograph of its own person and visit, which at most one of them is. Correct the manifest and run the batch again.'];
}

/** Treatments and ratings of people who are in no other table, most likely misspelt. */
function describeStrangers({ scores, measurements, ratings, panel, subjects, treatments }: TrialData): string[] {
  const named = (rows: readonly { subject: string }[]): string[] => rows.map(({ subject }) => subject), photographed = named([...scores, ...measurements]), listed = named(subjects ?? []);
  const treated = findStrangers(named(treatments ?? []), [...photographed, ...named(ratings ?? []), ...named(panel ?? []), ...listed]);
  // Where there are ratings only, nobody is photographed, and none of them is a stranger.
  const rated = photographed.length === 0 ? null : findStrangers(named(ratings ?? []), [...photographed, ...listed]);
  const read = photographed.length === 0 ? null : findStrangers(named(panel ?? []), [...photographed, ...listed]);
  return [
    ...(treated === null ? [] : [`treatments.csv names ${treated} Their sessions are not counted; correct the names if they are misspelt.`]),
    ...(rated === null ? [] : [`ratings.csv names ${rated} Their ratings are counted, and they as subjects of their arm; correct the names if they are misspelt.`]),
    ...(read === null ? [] : [`panel.csv names ${read} Their scores are counted, and they as subjects of their arm; correct the names if they are misspelt.`]),
  ];
}

/** Whom a table names and none of the others does, as the rest of a sentence; null for nobody. */
function findStrangers(names: readonly string[], others: readonly string[]): string | null {
  const known = new Set(others), strangers = [...new Set(names.filter((name) => !known.has(name)))].sort();
  if (strangers.length === 0) return null;
  const listed = strangers.slice(0, 5).map((name) => JSON.stringify(name)).join(', '), more = strangers.length - 5;
  return `${strangers.length === 1 ? 'a subject who is' : `${strangers.length} subjects who are`} in no other table: ${listed}${more > 0 ? ` and ${more} more` : ''}.`;
}
