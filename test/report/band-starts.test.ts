import { describe, expect, it } from 'vitest';
import { bandStartsOf, bandStartsPercent, smallestStepsPerCm2 } from '../../src/report/view/band-starts.js';
import { patientWords, scaleWords } from '../../src/report/view/terms.js';
import { effectiveCuts } from '../../src/scoring/assess-change.js';
import { cutPoints } from '../../src/scoring/cut-points.js';
import * as scoringWords from '../../src/scoring/words.js';
import { globalAssessmentScores } from '../../src/domain/global-assessment.js';
import { exampleScore } from '../support/example-results.js';

describe('the bands that the report draws', () => {
  it('are those by which change of hair is scored', () => {
    for (const preset of ['standard', 'strict'] as const) {
      expect(cutPoints[preset].map((cut) => cut.increasePercent)).toEqual([...bandStartsPercent[preset]]);
      expect(cutPoints[preset].map((cut) => cut.atLeastPerCm2)).toEqual([...smallestStepsPerCm2]);
    }
  });

  it('begin where the scores begin, for dense hair, sparse hair and plain counts', () => {
    for (const [before, after] of [[150, 180], [60, 75], [20, 31], [8, 3]] as const) {
      for (const preset of ['standard', 'strict'] as const) {
        const dense = exampleScore('terminalDensityPerCm2', before, after, 0.1).change!;
        const counts = exampleScore('hairCount', before, after, 0.1).change!;
        for (const [index, cut] of effectiveCuts(preset, { before, after }).entries()) expect(Math.log(bandStartsOf(dense, preset)[index]!)).toBeCloseTo(cut, 12);
        for (const [index, cut] of effectiveCuts(preset, null).entries()) expect(Math.log(bandStartsOf(counts, preset)[index]!)).toBeCloseTo(cut, 12);
      }
    }
  });

  it('carry the words that the scores carry', () => {
    for (const score of globalAssessmentScores) {
      expect(scaleWords[score]).toBe(scoringWords.clinicianWords(score));
      expect(patientWords[score]).toBe(scoringWords.patientWords(score));
    }
  });
});
