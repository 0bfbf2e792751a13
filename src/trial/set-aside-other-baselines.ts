import { plainName } from '../tables/plain-name.js';
import { groupRows } from './group-rows.js';
import type { ScoreRow } from './trial-data.js';
import { findUsualBaseline, isFromOtherBaseline } from './usual-baseline.js';

/** Rows of scores.csv without the changes that are from another visit than those of the others. */
export interface ScoresFromBaseline {
  /** The change of those that were set aside is missing, with the reason; the visit that is the baseline of the others is no visit of theirs. */
  scores: ScoreRow[];
  /** As they were, where something was measured. */
  aside: ScoreRow[];
}

const plainVisit = (name: string): string => plainName(name, { isVisit: true });

/**
 * Where the baseline of a subject is missing, its series begins at a later visit, and a change from there is none from the baseline; where a baseline was taken
 * twice, the change is from the first. Both are told by the names of the visits, target area by target area, and set aside: averaged with the others they would be wrong without anybody seeing it.
 */
export function setAsideOtherBaselines(rows: readonly ScoreRow[]): ScoresFromBaseline {
  const others = new Map<ScoreRow, { usual: string; isBaselineOfOthers: boolean }>();
  for (const own of groupRows(rows.filter(({ baselineVisit }) => baselineVisit !== ''), ({ targetArea, view }) => JSON.stringify([targetArea, view])).values()) {
    const series = [...groupRows(own, ({ subject }) => subject).values()].map((ofSubject) => ({
      rows: ofSubject, first: plainVisit(ofSubject[0].baselineVisit), later: new Set(ofSubject.map(({ visit }) => plainVisit(visit))),
    }));
    const beginnings = new Map<string, number>();
    for (const { first } of series) beginnings.set(first, (beginnings.get(first) ?? 0) + 1);
    const usual = findUsualBaseline(beginnings, (first) => first);
    if (usual === null) continue;
    const asUsual = series.filter(({ first }) => first === usual), laterOfUsual = new Set(asUsual.flatMap(({ later }) => [...later]));
    for (const { rows: ofSubject, first, later } of series) {
      if (!isFromOtherBaseline(first, (visit) => later.has(visit), usual, laterOfUsual)) continue;
      for (const row of ofSubject) others.set(row, { usual: asUsual[0].rows[0].baselineVisit, isBaselineOfOthers: plainVisit(row.visit) === usual });
    }
  }
  return {
    scores: rows.flatMap((row) => {
      const other = others.get(row);
      return other === undefined ? [row] : other.isBaselineOfOthers ? [] : [hasChange(row) ? withoutChange(row, other.usual) : row];
    }),
    aside: rows.filter((row) => others.has(row) && hasChange(row)),
  };
}

function hasChange({ errorCode, before, after }: ScoreRow): boolean {
  return errorCode === '' && before !== null && after !== null;
}

function withoutChange(row: ScoreRow, usual: string): ScoreRow {
  return {
    ...row, before: null, after: null, changePercent: null, changeLower: null, changeUpper: null, standardError: null, smallestDetectableChangePercent: null,
    nominal: null, supported: null, words: '', probabilityImproved: null, registered: null,
    errorCode: `compared with ${row.baselineVisit}, not with ${usual}`, errorMessage: `The series begins at ${row.baselineVisit}, and most others begin at ${usual}.`,
  };
}
