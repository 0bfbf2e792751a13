import type { RatingRow, TrialData } from '../trial-data.js';

/** A score by people as the exports carry it. */
export interface ExportedRating extends RatingRow {
  /** What was said by the panel as a whole: of several scores the one that holds. */
  accepted: boolean;
}

/** Names in the exports; no reader can be meant, because these come with a role of their own and a mark. */
export const panelEvaluator = 'PANEL', adjudicatorOfPanel = 'ADJUDICATOR OF THE PANEL';

/** The ratings as they are, then of each case of a panel the adjudicator's score and the final one, where there are such. */
export function listRatings({ ratings, panel = [] }: TrialData): ExportedRating[] {
  return [
    ...(ratings ?? []).map((row) => ({ ...row, accepted: false })),
    ...panel.flatMap(({ subject, arm, targetArea, view, visit, date, adjudicated, final }): ExportedRating[] => {
      const place = { subject, arm, targetArea, view, visit, date, occasion: 1 };
      return [
        ...(adjudicated === null ? [] : [{ ...place, rater: adjudicatorOfPanel, role: 'adjudicator' as const, score: adjudicated, accepted: false }]),
        ...(final === null ? [] : [{ ...place, rater: panelEvaluator, role: 'independent assessor' as const, score: final, accepted: true }]),
      ];
    }),
  ];
}
