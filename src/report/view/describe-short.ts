import type { Change, ProgressResult } from '../../domain/result.js';
import type { ComparisonView, ReportView } from '../view-model.js';

/** What the short report says, in the order in which it says it; the facts are those of the full one. */
export interface ShortView {
  readonly comparison: ComparisonView;
  /** "Slightly increased", "No detectable change", "Cannot be compared". */
  readonly words: string;
  /** For the patient, what these words mean here. */
  readonly meaning: string;
  /** Why there is no score; empty where there is one. */
  readonly reasons: readonly string[];
  readonly cautions: readonly string[];
  /** How sure it is; empty where nothing was compared. */
  readonly sureness: readonly string[];
  /** Each visit against the first, where there are several. */
  readonly visits: readonly string[];
  readonly limits: readonly string[];
}

/** Sentences of one kind that the page has room for; the others are in the full report. */
const mostSentences = 3, mostVisits = 5;

const plainEndpoints: Record<Change['endpoint'], string> = {
  terminalDensityPerCm2: 'Thick hairs on a square centimetre of skin', densityPerCm2: 'Hairs on a square centimetre of skin',
  hairCount: 'Hairs counted in the photograph', coverage: 'Part of the scalp that hair covers',
};

const limits = [
  'It is not a diagnosis, and it does not say whether a treatment is right for you or what caused a change.',
  'It speaks of the photographed area only, not of the rest of the head.',
  'It is computed from photographs; light, sharpness and the last haircut can change what is found. It is not the judgement of somebody who has examined you.',
  'It does not say what will come: it compares the days on which the photographs were taken.',
];

/** The latest follow-up in words for a patient. */
export function describeShort(view: ReportView, progress: ProgressResult): ShortView {
  const comparison = view.comparisons[0]!, { score, change } = comparison, { followUps } = progress;
  const endpoint = followUps[comparison.followUp]!.change?.endpoint;
  return {
    comparison,
    words: score?.words ?? (change === null ? 'Cannot be compared' : 'No score'),
    meaning: score?.patientSentence ?? (change === null
      ? 'These photographs do not allow an honest comparison. This says nothing of your hair, neither good nor bad.'
      : 'The photographs can be compared, but the change cannot be put into one of the seven words of the scale.'),
    reasons: shorten(comparison.reasons, 'reasons'),
    cautions: shorten(comparison.warnings, 'remarks'),
    sureness: change === null || endpoint === undefined ? [] : [
      `${plainEndpoints[endpoint]}: ${change.before} before, ${change.after} after; a change of ${change.percent}${endpoint === 'coverage' ? ' (a point is one hundredth of the part that was measured)' : ''}.`,
      `The true change most likely lies between ${change.intervalEnds[0]} and ${change.intervalEnds[1]}; a range made this way misses it about once in twenty times.`,
      `A change between ${change.smallestDecrease} and ${change.smallestIncrease} could not be told from the differences that two photographs of the same hair show anyway.`,
    ],
    visits: view.visitLines.length === 0 ? [] : [
      ...view.visitLines.slice(-mostVisits).map(({ visit, words }) => `${visit.name}${visit.date === null ? '' : `, ${visit.date}`}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`),
      ...(view.visitLines.length > mostVisits ? [`${view.visitLines.length - mostVisits} earlier ones are in the full report.`] : []),
    ],
    limits: view.failedPhotos.length === 0 ? limits : [...limits, `${view.failedPhotos.length === 1 ? 'One photograph' : `${view.failedPhotos.length} photographs`} could not be measured; the full report says why.`],
  };
}

function shorten(sentences: readonly string[], what: string): readonly string[] {
  const more = sentences.length - mostSentences;
  return more <= 0 ? sentences : [...sentences.slice(0, mostSentences), `The full report has ${more} more ${more === 1 ? what.slice(0, -1) : what}.`];
}
