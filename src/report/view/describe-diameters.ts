import type { TimepointResult } from '../../domain/result.js';
import { explainMissing } from './explain-missing.js';
import type { NumberFormats } from './number-formats.js';

const binWidthUm = 10;

export interface DiameterBin {
  readonly fromUm: number;
  readonly toUm: number;
  readonly before: number;
  readonly after: number;
  readonly label: string;
  readonly beforeText: string;
  readonly afterText: string;
}

export interface DiameterHistogram {
  readonly state: 'shown';
  /** What the height of a column is. */
  readonly measure: string;
  readonly bins: readonly DiameterBin[];
  readonly terminalThresholdUm: number;
  readonly sentences: readonly string[];
}

export type DiameterView = DiameterHistogram | { readonly state: 'notShown'; readonly reason: string };

/** The area that stands for the counted hairs, as in every printed density; results of older versions have the whole area only. */
function countingAreaOf({ targetArea: { countingAreaCm2, areaCm2 } }: TimepointResult): number | null {
  return countingAreaCm2 ?? areaCm2;
}

function diametersOf(result: TimepointResult): number[] {
  return result.hairs.filter((hair) => hair.counted && hair.diameterUm !== null).map((hair) => hair.diameterUm!);
}

/**
 * How thick the counted hairs are, before and after, in steps of 10 µm: hairs per cm² where both areas are known,
 * else percent of the hairs with a diameter. A diameter on a step belongs to the step above.
 */
export function describeDiameters(
  baseline: TimepointResult, followUp: TimepointResult, names: readonly [string, string], formats: NumberFormats,
): DiameterView {
  const before = diametersOf(baseline);
  const after = diametersOf(followUp);
  for (const [diameters, result, name] of [[before, baseline, names[0]], [after, followUp, names[1]]] as const) {
    if (diameters.length === 0) {
      return { state: 'notShown', reason: `${name}: ${result.measurements.hairCount === 0 ? 'no hair was counted.' : explainMissing(result, 'meanDiameterUm', 'diameter')}` };
    }
  }
  const areas = [countingAreaOf(baseline), countingAreaOf(followUp)] as const;
  const perArea = areas[0] !== null && areas[1] !== null;
  const weight = (diameters: readonly number[], areaCm2: number | null): number => (perArea ? 1 / areaCm2! : 100 / diameters.length);
  const all = [...before, ...after];
  const first = Math.floor(Math.min(...all) / binWidthUm);
  const last = Math.floor(Math.max(...all) / binWidthUm);
  const count = (diameters: readonly number[], bin: number): number => diameters.filter((diameter) => Math.floor(diameter / binWidthUm) === bin).length;
  const write = perArea ? formats.number : formats.percent;
  const bins = Array.from({ length: last - first + 1 }, (_, index): DiameterBin => {
    const [fromUm, toUm] = [(first + index) * binWidthUm, (first + index + 1) * binWidthUm];
    const [beforeHeight, afterHeight] = [count(before, first + index) * weight(before, areas[0]), count(after, first + index) * weight(after, areas[1])];
    return {
      fromUm, toUm, before: beforeHeight, after: afterHeight,
      label: `${formats.number(fromUm)}\u2013${formats.number(toUm)}\u00a0µm`, beforeText: write(beforeHeight), afterText: write(afterHeight),
    };
  });
  const thresholds = [baseline, followUp].map((result) => result.method.options.terminalThresholdUm);
  const counted = (result: TimepointResult): number => result.hairs.filter((hair) => hair.counted).length;
  const sentences = [
    `Of the counted hairs, ${formats.number(before.length)} of ${formats.number(counted(baseline))} before and ${formats.number(after.length)} of ${formats.number(counted(followUp))} after have a diameter; a shaft needs a stretch that stands alone to be measured.`,
  ];
  if (thresholds[0] !== thresholds[1]) sentences.push(`The limit between vellus and terminal hair differs: ${thresholds[0]}\u00a0µm before, ${thresholds[1]}\u00a0µm after.`);
  return { state: 'shown', measure: perArea ? 'hairs per\u00a0cm²' : '% of hairs', bins, terminalThresholdUm: thresholds[1]!, sentences };
}
