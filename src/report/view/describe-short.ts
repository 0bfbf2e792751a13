import type { Change, ProgressResult } from '../../domain/result.js';
import type { ComparisonView, ReportView } from '../view-model.js';
import { terminalLimitLabel } from './describe-method.js';

/** What the short report says, in the order in which it says it; the facts are those of the full one. */
export interface ShortView {
  readonly comparison: ComparisonView;
  /** Those of the head, of visits the two that are compared: the others have their days below. */
  readonly facts: ReportView['facts'];
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

/** What the page has room for, sentences of one kind and visits; the others are in the full report. */
export interface Room { readonly sentences: number; readonly visits: number }

/** As a rule, then for logos, long reasons and many visits together, the largest first. */
export const rooms: readonly [Room, ...Room[]] = [{ sentences: 3, visits: 5 }, { sentences: 2, visits: 3 }, { sentences: 1, visits: 1 }];

const plainEndpoints: Record<Exclude<Change['endpoint'], 'terminalDensityPerCm2'>, string> = {
  densityPerCm2: 'Hairs on a square centimetre of skin',
  hairCount: 'Hairs counted in the photograph', coverage: 'Part of the scalp that hair covers',
};

/** Which hairs are thick is an option, and is said with every figure of them. */
function plainEndpoint(endpoint: Change['endpoint'], { method }: ReportView): string {
  if (endpoint !== 'terminalDensityPerCm2') return plainEndpoints[endpoint];
  const limit = method.methods[0]!.facts.find(({ label }) => label === terminalLimitLabel)?.value;
  return `${limit === undefined ? 'Thick hairs' : `Hairs thicker than ${limit}`} on a square centimetre of skin`;
}

const limits = [
  'It is not a diagnosis, and it does not say whether a treatment is right for you or what caused a change.',
  'It speaks of the photographed area only, not of the rest of the head.',
  'It is computed from photographs; light, sharpness and the last haircut can change what is found. It is not the judgement of somebody who has examined you.',
  'It does not say what will come: it compares the days on which the photographs were taken.',
];

/** The latest follow-up in words for a patient. */
export function describeShort(view: ReportView, progress: ProgressResult, room: Room = rooms[0]): ShortView {
  const comparison = view.comparisons[0]!, { score, change } = comparison, { followUps } = progress;
  const endpoint = followUps[comparison.followUp]!.change?.endpoint;
  const shown = [view.visits[0]!.name, comparison.visit.name], others = view.visits.map(({ name }) => name).filter((name) => !shown.includes(name));
  return {
    comparison, facts: view.facts.filter(({ label }) => !others.includes(label)),
    words: score?.words ?? (change === null ? 'Cannot be compared' : 'No score'),
    meaning: score?.patientSentence ?? (change === null
      ? 'These photographs do not allow an honest comparison. This says nothing of your hair, neither good nor bad.'
      : 'The photographs can be compared, but the change cannot be put into one of the seven words of the scale.'),
    reasons: shorten(comparison.reasons, room.sentences, 'reasons'),
    cautions: shorten(comparison.warnings, room.sentences, 'remarks'),
    sureness: change === null || endpoint === undefined ? [] : [
      `${plainEndpoint(endpoint, view)}: ${change.before} before, ${change.after} after; a change of ${change.percent}${endpoint === 'coverage' ? ' (a point is one hundredth of the part that was measured)' : ''}.`,
      `The true change most likely lies between ${change.intervalEnds[0]} and ${change.intervalEnds[1]}; a range made this way misses it about once in twenty times.`,
      `A change between ${change.smallestDecrease} and ${change.smallestIncrease} could not be told from the differences that two photographs of the same hair show anyway.`,
      ...(endpoint === 'coverage' ? ['“Provisional”: at which change of a head one word ends and the next begins rests on few published figures.'] : []),
    ],
    visits: view.visitLines.length === 0 ? [] : [
      ...view.visitLines.slice(-room.visits).map(({ visit, words }) => `${visit.name}${visit.date === null ? '' : `, ${visit.date}`}: ${words.charAt(0).toLowerCase()}${words.slice(1)}`),
      ...sayEarlier(view.visitLines.length - room.visits),
    ],
    limits: view.failedPhotos.length === 0 ? limits : [...limits, `${view.failedPhotos.length === 1 ? 'One photograph' : `${view.failedPhotos.length} photographs`} could not be measured; the full report says why.`],
  };
}

function shorten(sentences: readonly string[], most: number, what: string): readonly string[] {
  const more = sentences.length - most;
  return more <= 0 ? sentences : [...sentences.slice(0, most), `The full report has ${more} more ${more === 1 ? what.slice(0, -1) : what}.`];
}

function sayEarlier(count: number): readonly string[] {
  return count <= 0 ? [] : [count === 1 ? 'An earlier one is in the full report.' : `${count} earlier ones are in the full report.`];
}
