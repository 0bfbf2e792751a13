import type { RatingResult } from '../../domain/trial-result.js';
import { exactScoreWords } from './score-part.js';

/** How a reader's scores were tested: groups and models may differ from one reader and visit to the next, as the baselines that are known do. */
export function describeRatingTests({ strata, withoutBaseline }: RatingResult): string {
  return `Rank test: van Elteren, strata: ${strata}. ${withoutBaseline === 0 ? 'Odds: proportional-odds model with arm and measured baseline.'
    : `Odds: proportional-odds model with arm alone, because the baseline of ${withoutBaseline === 1 ? 'one rated subject' : `${withoutBaseline} rated subjects`} is not known, or only of another endpoint than most have.`} ${exactScoreWords}`;
}
