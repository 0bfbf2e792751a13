import type { HeadComparison } from './compare-head.js';
import { rankCorrelation } from '../statistics/rank-correlation.js';

/** Figures over some photographs of heads. */
export interface HeadFigures {
  photos: number;
  /** Photographs on which no scalp was found; they are in no figure of coverage. */
  withoutCoverage: number;
  coverage: { meanAbsoluteError: number | null; bias: number | null; meanAbsoluteErrorInTrueRegion: number | null };
  meanRegionOverlap: number | null;
  /** Mean of photographs on which hair covers enough. */
  meanHairDice: number | null;
  /** Spearman's correlation of coverage with the grade of hair loss. */
  gradeCorrelation: number | null;
}

/** `all`, and the same figures by view, hair, skin and whatever else the table says: attribute → its value → figures. */
export interface HeadSummary extends HeadFigures {
  groups: Record<string, Record<string, HeadFigures>>;
}

/** Brings photographs of heads together. */
export function summariseHeads(photos: readonly HeadComparison[]): HeadSummary {
  const groups: HeadSummary['groups'] = {};
  for (const attribute of new Set(photos.flatMap((photo) => Object.keys(photo.attributes)))) {
    const values = [...new Set(photos.map((photo) => photo.attributes[attribute] ?? ''))].filter((value) => value !== '').sort();
    groups[attribute] = Object.fromEntries(values.map((value) => [value, figuresOf(photos.filter((photo) => photo.attributes[attribute] === value))]));
  }
  return { ...figuresOf(photos), groups };
}

function figuresOf(photos: readonly HeadComparison[]): HeadFigures {
  const errors = photos.flatMap((photo) => (photo.coverage === null ? [] : [photo.coverage - photo.trueCoverage]));
  const graded = photos.filter((photo) => photo.coverage !== null && photo.grade !== null);
  return {
    photos: photos.length,
    withoutCoverage: photos.length - errors.length,
    coverage: {
      meanAbsoluteError: mean(errors.map(Math.abs)), bias: mean(errors),
      meanAbsoluteErrorInTrueRegion: mean(photos.map((photo) => Math.abs(photo.coverageInTrueRegion - photo.trueCoverage))),
    },
    meanRegionOverlap: mean(photos.map((photo) => photo.regionOverlap)),
    meanHairDice: mean(photos.flatMap((photo) => photo.hairDice ?? [])),
    gradeCorrelation: rankCorrelation(graded.map((photo) => photo.coverage!), graded.map((photo) => photo.grade!)),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
