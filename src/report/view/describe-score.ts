import { type GlobalAssessmentScore, globalAssessmentScores, type ScoreProbabilities } from '../../domain/global-assessment.js';
import type { FollowUpResult } from '../../domain/result.js';
import type { ChangeView } from './describe-change.js';
import type { NumberFormats } from './number-formats.js';
import { patientWords, scaleWords, sentenceCase } from './terms.js';
import { showTypedText } from './typed-text.js';

export interface ScoreView {
  readonly supported: GlobalAssessmentScore;
  readonly nominal: GlobalAssessmentScore;
  /** "+1", "0", "−2". */
  readonly number: string;
  readonly nominalNumber: string;
  /** "Slightly increased", "No detectable change"; of a head "Slightly increased (provisional)", wherever it is shown. */
  readonly words: string;
  readonly patientSentence: string;
  /** What follows the change in the headline, for the clinician. */
  readonly clinicianSentences: readonly string[];
  readonly probabilities: readonly { readonly score: GlobalAssessmentScore; readonly number: string; readonly words: string; readonly share: number; readonly text: string }[];
  readonly probabilityImproved: string;
}

/** Below this probability of no change a patient is not told that the hair remained the same. Convention. */
const leastChanceOfTheSame = 0.7;

/** "Remained the same" only where the measured value says so, too; a wide interval around a large value is no proof of it, and a change that is sure is one, however small. */
function patientSentence(supported: GlobalAssessmentScore, nominal: GlobalAssessmentScore, probabilities: ScoreProbabilities, change: ChangeView): string {
  if (supported === 0 && change.detectable) return `Since the first photograph, the amount of hair in this area has changed little: there is a little ${change.drawing.value < 0 ? 'less' : 'more'} hair than before, by less than the first step of the scale.`;
  if (supported === 0 && (nominal !== 0 || probabilities['0'] < leastChanceOfTheSame)) return 'These photographs show no sure change in the amount of hair in this area.';
  const limit = supported === 0 ? ', as far as these photographs can tell' : '';
  return `Since the first photograph, the amount of hair in this area has ${patientWords[supported]}${limit}.${supported === 0 ? '' : sayRange(probabilities, supported)}`;
}

/** Which steps of the scale the change may be on, all but the least likely one in twenty; nothing where that is one step. */
function sayRange(probabilities: ScoreProbabilities, supported: GlobalAssessmentScore): string {
  const rim = 0.025, from = (scores: readonly GlobalAssessmentScore[]): GlobalAssessmentScore => {
    let sum = 0;
    return scores.find((score) => (sum += probabilities[score]) > rim) ?? 0;
  };
  const lowest = from(globalAssessmentScores), highest = from([...globalAssessmentScores].reverse());
  const [least, most] = supported < 0 ? [highest, lowest] : [lowest, highest];
  return least === most ? '' : ` The true change may lie anywhere from “${scaleWords[least]}” to “${scaleWords[most]}”.`;
}

/** The score in words and number; null where no score is given. */
export function describeScore(followUp: FollowUpResult, change: ChangeView | null, formats: NumberFormats): ScoreView | null {
  const assessment = followUp.globalAssessment;
  if (assessment === null || change === null) return null;
  const { supported, nominal, probabilities } = assessment, isProvisional = followUp.change?.endpoint === 'coverage';
  const clinicianSentences = [change.sentence];
  const smallest = change.drawing.value < 0 ? change.smallestDecrease : change.smallestIncrease;
  if (!change.detectable && nominal === 0) {
    clinicianSentences.push(`Between ${change.smallestDecrease} and ${change.smallestIncrease} a change cannot be told from the scatter of repeated photographs. This is an answer in its own right: the true change most likely lies between ${change.intervalEnds[0]} and ${change.intervalEnds[1]}.`);
  } else if (!change.detectable) {
    clinicianSentences.push(`The measured value alone would fall into ${formats.signed(nominal)} (${scaleWords[nominal]}), but between ${change.smallestDecrease} and ${change.smallestIncrease} a change cannot be told from the scatter of such photographs. The true change may lie anywhere between ${change.intervalEnds[0]} and ${change.intervalEnds[1]}; this does not show that nothing changed.`);
  } else if (supported === 0) {
    clinicianSentences.push(`The change is larger than the smallest that can be detected (${smallest}), and smaller than the first step of the scale.`);
  } else {
    clinicianSentences.push(`It is larger than the smallest change that this comparison can detect (${smallest}).`);
  }
  if (isProvisional) clinicianSentences.push('The score of a head is provisional.');
  return {
    supported, nominal,
    number: formats.signed(supported),
    nominalNumber: formats.signed(nominal),
    words: `${sentenceCase(showTypedText(assessment.words))}${isProvisional ? ' (provisional)' : ''}`,
    patientSentence: patientSentence(supported, nominal, probabilities, change),
    clinicianSentences,
    probabilities: globalAssessmentScores.map((score) => ({
      score, number: formats.signed(score), words: scaleWords[score], share: probabilities[score], text: formats.probability(probabilities[score]),
    })),
    probabilityImproved: formats.probability(assessment.probabilityImproved),
  };
}
