import type { Correction } from '../domain/correction.js';
import type { Hair } from '../domain/hair.js';
import type { Issue, TimepointResult } from '../domain/result.js';
import { AnalysisError } from '../errors.js';
import { measureObservation, type Observation } from './analyse-timepoint.js';
import { layTargetArea } from './target-area.js';

/**
 * Measures a photograph again with what a person corrected: the same tracing, measuring and counting as without it. Drawn hairs are counted by
 * the same rule, and their diameter is read from the pixels where the network sees a shaft under the line; elsewhere it is null and an issue says so.
 * The interval of the count stays that of an automatic one, and densities keep the allowance for hidden hairs: one hair more moves them by one hair.
 * @param seen       The whole photograph as `observeTimepoint` saw it; where a ruler gave the scale and the correction has an area, as it saw that area.
 * @param automatic  What the program measured on it alone.
 * @throws AnalysisError `correction.invalid`, `area.invalid`, `photo.unusable`.
 */
export function correctTimepoint(seen: Observation, automatic: TimepointResult, correction: Correction): TimepointResult {
  const removed = findRemoved(automatic, correction);
  const { valid, area: { exclusions }, calibration } = seen;
  const laid = correction.area === null ? seen : { ...seen, ...layTargetArea(correction.area, { ...valid, rows: [...valid.rows] }, exclusions, calibration) };
  const result = measureObservation(laid, { terminalThresholdUm: automatic.method.options.terminalThresholdUm, correction: { removed, drawn: correction.drawn } });
  return { ...result, photo: automatic.photo, issues: [...result.issues, ...explainMissingDiameters(result)] };
}

/** The hairs that a person took out, as the program measured them. */
function findRemoved({ hairs }: TimepointResult, { removed }: Correction): Hair[] {
  const known = new Map(hairs.map((hair) => [nameOf(hair.root, hair.tip), hair]));
  return [...new Set(removed.map(({ root, tip }) => {
    const hair = known.get(nameOf(root, tip));
    if (hair !== undefined) return hair;
    throw new AnalysisError('correction.invalid', `The program found no hair from row ${root.row}, column ${root.column} that could be taken out.`, {
      hint: 'Load the page again; the photograph was measured anew since.',
    });
  }))];
}

const nameOf = (root: { row: number; column: number }, tip: { row: number; column: number }): string => [root.row, root.column, tip.row, tip.column].join(' ');

/** Says which drawn hairs have no diameter although the photograph carries diameters. */
function explainMissingDiameters({ hairs, measurements }: TimepointResult): Issue[] {
  if (measurements.meanDiameterUm === null) return [];
  const without = hairs.filter(({ drawnByPerson, counted, diameterUm }) => drawnByPerson === true && counted && diameterUm === null);
  if (without.length === 0) return [];
  return [{
    code: 'hair.drawnNoDiameter', field: 'hairs',
    message: `${without.length === 1 ? 'A hair that a person added counts but has' : `${without.length} hairs that a person added count but have`} no thickness: no clear edges are seen where ${without.length === 1 ? 'it was' : 'they were'} drawn.`,
  }];
}
