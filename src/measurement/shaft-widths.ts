import { measureShafts, type ShaftMeasuringInput } from './measure-shafts.js';

/** How wide the shafts are that the network saw in one look at a photograph, in the photograph's own pixels: true whatever scale was given for it. */
export interface ShaftWidths {
  /** Median confidence, 0…1, of the shafts that would count as hairs; 0 where none does. */
  readonly confidence: number;
  /** Widths, pixels, ascending, of all shafts that are taken for hairs and lie free, and of those of which there is little doubt. */
  readonly taken: readonly number[];
  readonly sure: readonly number[];
}

/** Confidence of a shaft of which there is little doubt. */
const surely = 0.7;

/** Measures widths where no scale is believed yet, also where the given one is too coarse for diameters. */
export function measureShaftWidths(look: Pick<ShaftMeasuringInput, 'candidates' | 'hair' | 'scale' | 'image' | 'valid' | 'frame'>): ShaftWidths {
  // At one µm per pixel the diameters are pixels; the kinds that go with them are not asked for.
  const hairs = measureShafts({ ...look, calibration: { micrometresPerPixel: 1, method: 'given', relativeUncertainty: 0 }, terminalThresholdUm: 40 });
  const taken = hairs.filter(({ notCountedBecause }) => notCountedBecause !== 'uncertain');
  const widthsOf = (some: typeof hairs): number[] => ascending(some.flatMap(({ diameterUm }) => (diameterUm === null ? [] : [diameterUm])));
  return {
    confidence: valueAt(ascending(taken.filter(({ counted }) => counted).map(({ confidence }) => confidence)), 0.5) ?? 0,
    taken: widthsOf(taken), sure: widthsOf(taken.filter(({ confidence }) => confidence >= surely)),
  };
}

/** The value below which a share of the sorted ones lies; null where there is none. */
export function valueAt(sorted: readonly number[], share: number): number | null {
  return sorted[Math.floor(share * sorted.length)] ?? null;
}

const ascending = (values: number[]): number[] => values.sort((a, b) => a - b);
