import { AnalysisError } from '../errors.js';
import { noArm, type RatingRow, type SubjectRow, type VisitKey } from './trial-data.js';

/**
 * Ratings that name no arm take that of the photographs of what was rated: of the target area (and view) where they name one, else of the
 * subject; of who was never photographed that of the table of subjects. Areas of one subject may be in different arms, so a rating that leaves the
 * area open may leave the arm open.
 *
 * @throws AnalysisError `trial.invalid` where the arm is not known, where it may be one of several, and where a rating names another arm
 *   than the photographs do.
 */
export function fillArms(ratings: readonly RatingRow[], photographs: readonly VisitKey[], subjects: readonly SubjectRow[]): void {
  const assigned = new Map(subjects.map(({ subject, arm }) => [subject, arm]));
  const places = new Map<string, Map<string, VisitKey>>();
  for (const row of photographs) {
    const own = places.get(row.subject) ?? new Map<string, VisitKey>();
    places.set(row.subject, own.set(JSON.stringify([row.targetArea, row.view, row.arm]), row));
  }
  for (const rating of ratings) {
    const { arms, seen } = findArms(rating, [...places.get(rating.subject)?.values() ?? []]);
    if (rating.arm === '') rating.arm = arms.length === 0 && assigned.get(rating.subject) ? assigned.get(rating.subject)! : onlyArm(rating, arms);
    else if (seen && arms.length === 1 && arms[0] !== rating.arm && arms[0] !== noArm) {
      throw new AnalysisError('trial.invalid', `${nameRating(rating)} is given to the arm ${rating.arm}, but the photographs are in the arm ${arms[0]}.`, { hint: 'Correct one of the two, or leave the column arm empty.' });
    }
  }
}

/** The arms that a rating may belong to, and whether what was rated was photographed at all. */
function findArms({ targetArea, view }: RatingRow, own: readonly VisitKey[]): { arms: string[]; seen: boolean } {
  // A rating without an area may be of any of them, whatever their views.
  const ofArea = targetArea === '' ? own : own.filter((row) => row.targetArea === targetArea);
  const ofView = targetArea === '' ? [] : ofArea.filter((row) => row.view === view);
  const nearest = [ofView, ofArea].find((rows) => rows.length > 0) ?? own;
  return { arms: [...new Set(nearest.map(({ arm }) => arm))].sort(), seen: ofArea.length > 0 };
}

function onlyArm(rating: RatingRow, arms: readonly string[]): string {
  if (arms.length === 1) return arms[0];
  if (arms.length === 0) throw new AnalysisError('trial.invalid', `ratings.csv: the arm of the subject ${rating.subject} is not known; add a column arm, here or in subjects.csv.`);
  throw new AnalysisError('trial.invalid', `${nameRating(rating)} may belong to any of the arms ${arms.join(', ')}, in which areas of this subject are.`, { hint: 'Name the target area as the photographs do in a column target_area, or the arm in a column arm.' });
}

function nameRating({ subject, targetArea, visit, rater }: RatingRow): string {
  return `ratings.csv: the rating of ${targetArea === '' ? '' : `${targetArea} of `}the subject ${subject} at ${visit} by ${rater}`;
}
