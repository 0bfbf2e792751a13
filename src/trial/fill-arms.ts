import { quoteCell } from '../tables/quote-cell.js';
import type { TableRow } from '../tables/table-row.js';
import { type LocatedRow, noArm, type SubjectRow, type VisitKey } from './trial-data.js';

/** A score by people: a rating, or without a rater that of a panel. */
type Rated = VisitKey & { readonly rater?: string };

/**
 * Ratings that name no arm take that of the photographs of what was rated: of the target area (and view) where they name one, else of the
 * subject; of who was never photographed that of the table of subjects. Areas of one subject may be in different arms, so a rating that leaves the
 * area open may leave the arm open. A rating whose arm is not known, or may be one of several, and one that names another arm than the photographs
 * do, is refused.
 */
export function fillArms(ratings: readonly LocatedRow<Rated>[], photographs: readonly VisitKey[], subjects: readonly SubjectRow[]): void {
  const assigned = new Map(subjects.map(({ subject, arm }) => [subject, arm]));
  const places = new Map<string, Map<string, VisitKey>>();
  for (const row of photographs) {
    const own = places.get(row.subject) ?? new Map<string, VisitKey>();
    places.set(row.subject, own.set(JSON.stringify([row.targetArea, row.view, row.arm]), row));
  }
  for (const { row, value: rating } of ratings) {
    if (rating.subject === '') continue;
    const { arms, seen } = findArms(rating, [...places.get(rating.subject)?.values() ?? []]);
    if (rating.arm === '') rating.arm = arms.length === 0 && assigned.get(rating.subject) ? assigned.get(rating.subject)! : onlyArm(row, rating, arms, seen);
    // Photographs whose arm nobody wrote down may be of any.
    else if (seen && !arms.includes(rating.arm) && !arms.includes(noArm)) {
      row.refuse('arm', `${nameRating(rating)} is given to the arm ${quoteCell(rating.arm)}, but the photographs are in the arm${arms.length === 1 ? '' : 's'} ${arms.map(quoteCell).join(', ')}. Correct one of the two${arms.length === 1 ? ', or leave the cell empty' : ''}.`);
    }
  }
}

/** The arms that a rating may belong to, and whether what was rated was photographed at all. */
function findArms({ targetArea, view }: Rated, own: readonly VisitKey[]): { arms: string[]; seen: boolean } {
  // A rating without an area may be of any of them, whatever their views.
  const ofArea = targetArea === '' ? own : own.filter((row) => row.targetArea === targetArea);
  const ofView = targetArea === '' ? [] : ofArea.filter((row) => row.view === view);
  const nearest = [ofView, ofArea].find((rows) => rows.length > 0) ?? own;
  return { arms: [...new Set(nearest.map(({ arm }) => arm))].sort(), seen: ofArea.length > 0 };
}

function onlyArm(row: TableRow, rating: Rated, arms: readonly string[], seen: boolean): string {
  if (arms.length === 1) return arms[0];
  row.refuse('arm', arms.length === 0 ? `the arm of the subject ${quoteCell(rating.subject)} is not known. Name it, here or in a column arm of subjects.csv.`
    : `${nameRating(rating)} may belong to any of the arms ${arms.map(quoteCell).join(', ')}, ${rating.targetArea === '' || !seen ? 'in which areas of this subject are. Name the target area as the photographs do in a column target_area, or the arm here.' : 'in which the photographs of this area are, one visit and another. Name the arm here.'}`);
  return '';
}

function nameRating({ subject, targetArea, visit, rater }: Rated): string {
  const of = `of ${targetArea === '' ? '' : `${targetArea} of `}the subject ${subject} at ${visit}`;
  return rater === undefined ? `the panel's score ${of}` : `the rating ${of} by ${rater}`;
}
