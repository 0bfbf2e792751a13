import type { TrialResult } from '../domain/trial-result.js';

/**
 * How many tests a result holds, and which of them are adjusted.
 * @param named  Whether the visit that decides was named by whoever asked.
 */
export function stateMultiplicity(result: TrialResult, named: boolean): string[] {
  const ofAreas = result.areas.flatMap(({ primary }) => ('refused' in primary ? [] : primary.differences)).length, ofPanel = result.panel?.primary.flatMap(({ tests: own }) => own).length ?? 0;
  const primaries = result.primaryOutcome === 'panel' ? ofPanel : ofAreas;
  // A comparison that is given as the primary one stands a second time in the table that it was taken from.
  const tests = countTests(result) - ofAreas - ofPanel - primaries;
  const margins = [...result.areas, ...result.panel?.primary ?? []].map(({ margin }) => margin);
  return [
    ...(primaries === 0 ? ['There is no primary comparison between arms.']
      : primaries === 1 ? ['There is one primary comparison; its p-value needs no adjustment.']
        : [`There are ${primaries} primary comparisons (arms × target areas); their p-values are adjusted after Holm, so that the chance of any false alarm among them stays at 5 %.`]),
    ...(margins.every((margin) => margin === null || 'refused' in margin) ? [] : ['Tests against the margin are adjusted after Holm among themselves, at 2.5 % one-sided.']),
    ...(tests === 0 ? [] : [`The other ${tests === 1 ? 'test' : `${tests} tests`} and all other intervals are not adjusted: they describe, and about one in twenty of them is expected to stand out by chance.`]),
    ...(named || result.arms.length < 2 || result.areas.every(({ visits }) => visits.length === 0) && (result.panel?.primary ?? []).length === 0 ? [] : ['The primary visit was not named beforehand; the last one was taken. Name it with --primary-visit, as the protocol does, before looking.']),
  ];
}

/** Every p-value in a result that is printed: that of the slope over the baseline, which tests no treatment, is not. */
function countTests(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + countTests(item), 0);
  if (value === null || typeof value !== 'object') return 0;
  return Object.entries(value).reduce((sum, [key, item]) => sum + (key === 'pValue' ? 1 : key === 'slope' ? 0 : countTests(item)), 0);
}
