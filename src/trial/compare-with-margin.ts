import type { PanelResult } from '../domain/panel-result.js';
import type { AreaResult, TrialResult } from '../domain/trial-result.js';
import type { DifferenceResult, MarginResult, Refused } from '../domain/trial-statistics.js';
import { adjustHolm } from '../statistics/holm.js';
import { type MarginAim, oneSidedLevel, testMargin } from '../statistics/margin-test.js';
import type { ScoreRow, TrialData, VisitKey } from './trial-data.js';

/** A margin as the protocol states it. */
export interface MarginPlan {
  aim: MarginAim;
  /** In the unit of the endpoint, above 0. */
  margin: number;
  /** The day on which it was set, YYYY-MM-DD. */
  setOn: string;
}

/**
 * Holds the primary differences against a margin, all together adjusted after Holm. A margin chosen after the data claims whatever is wanted: it has to
 * have been set before the first photograph after a baseline, for a visit and a reference that were named.
 */
export function compareWithMargin(areas: readonly AreaResult[], plan: MarginPlan, data: TrialData, controlChosen: TrialResult['controlChosen']): void {
  const why = whyControlNotNamed(controlChosen) ?? whyNoClaim(areas, plan, data);
  for (const area of areas) area.margin = why ?? ('refused' in area.primary ? area.primary : holdAgainst(area.primary.differences, plan));
  adjustMargins(areas);
}

/** The same of the mean scores of a panel, in steps of its scale, where its score is the outcome that decides. */
export function comparePanelWithMargin({ primary, visits }: PanelResult, plan: MarginPlan, data: TrialData, controlChosen: TrialResult['controlChosen']): void {
  const keyOf = ({ subject, visit }: VisitKey): string => JSON.stringify([subject, visit]), compared = new Set(data.scores.filter(({ date, days }) => date !== '' || days !== null).map(keyOf));
  // A row of the panel without a day is of a photograph whose day scores.csv tells, or of one that nobody can place.
  const days = [...daysOf(data.scores), ...(data.panel ?? []).filter((row) => row.date !== '' || !compared.has(keyOf(row))).map(({ date }) => date)], why = whyControlNotNamed(controlChosen) ?? whyNotBefore(primary.every(({ visitNamed }) => visitNamed), plan, days)
    ?? (plan.margin < 3 ? null : { refused: `The panel's scale has three steps to either side, and the margin of its mean score is given as ${plan.margin}.` });
  for (const own of primary) {
    const at = visits.find(({ targetArea, view, visit }) => targetArea === own.targetArea && view === own.view && visit === own.visit);
    own.margin = why ?? (at === undefined ? { refused: `The panel scored nobody at the visit ${own.visit}.` } : 'refused' in at.means ? at.means : holdAgainst(at.means.differences, plan));
  }
  adjustMargins(primary);
}

/** After Holm over all comparisons with the margin. */
function adjustMargins(of: readonly { margin: MarginResult | Refused | null }[]): void {
  const all = of.flatMap(({ margin }) => (margin === null || 'refused' in margin ? [] : margin.comparisons));
  adjustHolm(all.map(({ pOneSided }) => pOneSided)).forEach((adjusted, at) => {
    all[at].pOneSidedHolm = adjusted;
    all[at].shown = adjusted < oneSidedLevel;
  });
}

function whyControlNotNamed(controlChosen: TrialResult['controlChosen']): Refused | null {
  return controlChosen === 'named' ? null : { refused: 'The arm that the others are held against was not named; taken by its name, the claim could be that of the other arm (--control).' };
}

/** No day is later than this after a baseline; a slip of so many digits would be none at all. */
const longestDays = 36_500;

/** The days of the follow-ups, from the days since the baseline where no date is given; empty where only these are known, and not the day of the baseline. */
function daysOf(scores: readonly ScoreRow[]): string[] {
  return scores.filter(({ date, days }) => date !== '' || days !== null)
    .map(({ date, days, baselineDate }) => (date !== '' || baselineDate === '' ? date : new Date(Date.parse(baselineDate) + Math.min(days!, longestDays) * 86_400_000).toISOString().slice(0, 10)));
}

/** @param days  Of the follow-ups; empty where one has none, or only the days since a baseline that has none. */
function whyNotBefore(visitNamed: boolean, { setOn }: MarginPlan, days: readonly string[]): Refused | null {
  const known = days.filter((date) => date !== ''), first = known.sort()[0], without = days.length - known.length;
  if (!visitNamed) return { refused: 'The visit that decides was not named; a margin holds for the one that the protocol names (--primary-visit).' };
  if (first === undefined) return { refused: 'No follow-up has a day, so nobody can tell whether the margin was set before them.' };
  if (setOn >= first) return { refused: `The margin was set on ${setOn}, and the first photograph after a baseline was taken on ${first}: a margin that was not set beforehand claims nothing.` };
  return without === 0 ? null : { refused: `Of ${without === 1 ? 'one follow-up' : `${without} follow-ups`} the day is not known (at most the days since a baseline without one), so nobody can tell whether the margin was set before ${without === 1 ? 'it' : 'them'}: give the date, or that of the baseline.` };
}

function whyNoClaim(areas: readonly AreaResult[], plan: MarginPlan, { scores }: TrialData): Refused | null {
  const { margin } = plan, late = whyNotBefore(areas.every(({ primary }) => 'refused' in primary || primary.visitNamed), plan, daysOf(scores));
  if (late !== null) return late;
  const units = [...new Set(areas.map(({ unit }) => unit))];
  if (units.length > 1) return { refused: `One margin cannot hold for several units (${units.join('; ')}). Analyse the areas in folders of their own.` };
  // Meant in percentage points, it would be met by whatever happened.
  return margin < 1 || areas.every(({ endpoint }) => endpoint !== 'coverage') ? null : { refused: `Coverage is a share from 0 to 1, and so is its margin, which is given as ${margin}: 5 percentage points are 0.05.` };
}

function holdAgainst(differences: readonly DifferenceResult[], plan: MarginPlan): MarginResult {
  return {
    ...plan,
    comparisons: differences.map((difference) => {
      const pOneSided = testMargin(difference, plan.margin, plan.aim);
      // Adjusted over all target areas by the caller, who knows them.
      return { arm: difference.arm, reference: difference.reference, estimate: difference.estimate, limits: difference.interval95, pOneSided, pOneSidedHolm: pOneSided, shown: false };
    }),
  };
}
