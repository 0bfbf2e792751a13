import { noArm, type VisitKey } from './trial-data.js';

type Place = Pick<VisitKey, 'subject' | 'arm' | 'targetArea' | 'view'>;

/**
 * Photographs that name no arm, as of a manifest that keeps it from whoever measures, take the one that the scores by people name for their target area
 * (for their view where they name views), or for the person as a whole. Where these name none, or several, the arm stays open: an area that nobody scored
 * may have been treated otherwise.
 */
export function takeRatedArms(photographs: readonly VisitKey[], ratings: readonly Place[]): void {
  const rated = new Map<string, Place[]>();
  for (const rating of ratings) if (rating.arm !== '' && rating.arm !== noArm) rated.set(rating.subject, [...rated.get(rating.subject) ?? [], rating]);
  for (const photograph of photographs) {
    if (photograph.arm !== noArm) continue;
    const ofArea = (rated.get(photograph.subject) ?? []).filter(({ targetArea }) => targetArea === '' || targetArea === photograph.targetArea);
    const ofView = ofArea.filter(({ view }) => view === '' || view === photograph.view), meant = ofView.length > 0 ? ofView : ofArea;
    const [arm, ...others] = new Set(meant.map((rating) => rating.arm));
    if (arm !== undefined && others.length === 0) photograph.arm = arm;
  }
}
