import { describe, expect, it } from 'vitest';
import { emptyMeasurements, type Measurements } from '../../src/domain/measurements.js';
import type { FollowUpResult, ProgressResult } from '../../src/domain/result.js';
import { writeScore } from '../../src/cli/text/score-text.js';
import { describeShort } from '../../src/report/view/describe-short.js';
import { assessCoverageChange, measureCoverageChange } from '../../src/scoring/coverage-change.js';
import { renderJsonReport } from '../../src/report/render-json-report.js';
import { buildReportView } from '../../src/report/view-model.js';
import {
  exampleDecrease, exampleFewHairs, exampleIncrease, exampleNoChange, exampleNotComparable, exampleScore, exampleThreeVisits, exampleUncalibrated,
} from '../support/example-results.js';

const options = { generatedAt: null };

function withFollowUp(progress: ProgressResult, change: (followUp: FollowUpResult) => Partial<FollowUpResult>): ProgressResult {
  return { ...progress, followUps: progress.followUps.map((followUp) => ({ ...followUp, ...change(followUp) })) };
}

describe('the score in words', () => {
  it('tells clinician and patient of an increase in the words of the scale', () => {
    const { score } = buildReportView(exampleIncrease(), options).comparisons[0]!;
    expect(score).toMatchObject({ number: '+1', words: 'Slightly increased', patientSentence: 'Since the first photograph, the amount of hair in this area has slightly increased. The true change may lie anywhere from “no change” to “moderately increased”.' });
    expect(score!.clinicianSentences[0]).toMatch(/^Terminal hair density: 122\sper\scm² before, 146\sper\scm² after, a change of \+20% \(95% interval \+8% to \+33%\)\.$/);
  });

  it('gives a decrease its own smallest detectable change, which is smaller in percent than that of an increase', () => {
    const { score, change } = buildReportView(exampleDecrease(), options).comparisons[0]!;
    expect(score!.number).toBe('−2');
    expect([change!.smallestDecrease, change!.smallestIncrease]).toEqual(['−10%', '+11%']);
    expect(score!.clinicianSentences[1]).toContain('(−10%)');
  });

  it('calls no detectable change an answer where the measured value is small, too', () => {
    const { score } = buildReportView(exampleNoChange(), options).comparisons[0]!;
    expect(score).toMatchObject({ number: '0', words: 'No detectable change', patientSentence: 'Since the first photograph, the amount of hair in this area has remained the same, as far as these photographs can tell.' });
    expect(score!.clinicianSentences[1]).toContain('answer in its own right');
  });

  it('does not tell a patient that hair remained the same when a handful of hairs could not show otherwise', () => {
    const { score } = buildReportView(exampleFewHairs(), options).comparisons[0]!;
    expect(score).toMatchObject({ supported: 0, nominal: 2, patientSentence: 'These photographs show no sure change in the amount of hair in this area.' });
    expect(score!.clinicianSentences[1]).toContain('does not show that nothing changed');
    expect(score!.clinicianSentences.join(' ')).not.toContain('answer in its own right');
  });

  it('tells a sure change below the first step of the scale from no detectable change', () => {
    const progress = withFollowUp(exampleIncrease(), () => exampleScore('terminalDensityPerCm2', 150, 161, 0.02));
    const { score } = buildReportView(progress, options).comparisons[0]!;
    expect(score).toMatchObject({ number: '0', words: 'No change' });
    expect(score!.clinicianSentences[1]).toContain('smaller than the first step of the scale');
  });

  it.each([[150, 162, 0.0147, 'more'], [150, 163.8, 0.02, 'more'], [150, 139, 0.013, 'less']])('tells a patient of a change that is sure and below the first step of the scale: hair from %d to %d per cm²', (before, after, error, word) => {
    const { score, change } = buildReportView(withFollowUp(exampleIncrease(), () => exampleScore('terminalDensityPerCm2', before, after, error)), options).comparisons[0]!;
    expect([score!.supported, change!.detectable]).toEqual([0, true]);
    expect(score!.patientSentence).toBe(`Since the first photograph, the amount of hair in this area has changed little: there is a little ${word} hair than before, by less than the first step of the scale.`);
  });

  it('calls the score of a head provisional wherever its words stand, also in the list of visits', () => {
    const change = measureCoverageChange({ before: 0.4, after: 0.55 }, 2), globalAssessment = assessCoverageChange({ before: 0.4, after: 0.55 }, 2);
    const view = buildReportView(withFollowUp(exampleThreeVisits(), () => ({ change, globalAssessment })), options);
    expect(view.comparisons[0]!.score!.words).toBe('Moderately increased (provisional)');
    expect(view.visitLines.map(({ words }) => words)).toEqual(Array(2).fill('Moderately increased (provisional)'));
    const short = describeShort(view, withFollowUp(exampleThreeVisits(), () => ({ change, globalAssessment })));
    expect([short.words, short.sureness.join(' ')]).toEqual(['Moderately increased (provisional)', expect.stringContaining('rests on few published figures')]);
  });

  it('prints the diameter from which hair is terminal as it was given, with its decimals, also to patients', () => {
    const progress = exampleIncrease(), at = <Result extends typeof progress.baseline>(result: Result): Result => ({ ...result, method: { ...result.method, options: { ...result.method.options, terminalThresholdUm: 32.5 } } });
    const finer = { ...progress, baseline: at(progress.baseline), followUps: progress.followUps.map((followUp) => ({ ...followUp, measurement: at(followUp.measurement) })) };
    const view = buildReportView(finer, options);
    expect(view.method.methods[0]!.facts).toContainEqual({ label: 'Limit between vellus and terminal', value: '32.5\u00a0µm' });
    expect(describeShort(view, finer).sureness[0]).toMatch(/^Hairs thicker than 32\.5\sµm on a square centimetre of skin: 122/);
    expect(writeScore(finer, options)).toContain('Terminal hair is thicker than 32.5 µm. Counting rule: A hair counts');
  });

  it('prints the measured area no smaller than the part of it that stands for the counted hairs', () => {
    const progress = exampleIncrease(), targetArea = { ...progress.baseline.targetArea, areaCm2: 1.04, countingAreaCm2: 1.01 };
    const view = buildReportView({ ...progress, baseline: { ...progress.baseline, targetArea } }, options);
    expect(view.method.photographs[0]!.facts.find(({ label }) => label === 'Target area')!.value).toMatch(/, 1\.04\scm² measured, of which 1\.01\scm²/);
    expect(view.comparisons[0]!.measurements.groups[0]!.rows[0]).toMatchObject({ field: 'areaCm2', before: { value: '1.04' } });
  });

  it('says what the change rests on when it is not terminal hair', () => {
    const total = buildReportView(withFollowUp(exampleIncrease(), () => exampleScore('densityPerCm2', 158, 192, 0.06)), options);
    expect(total.comparisons[0]!.change!.notes.join(' ')).toContain('all hairs, thick and thin together');
    const counts = buildReportView(withFollowUp(exampleIncrease(), () => exampleScore('hairCount', 117, 142, 0.15)), options);
    expect(counts.comparisons[0]!.change!.notes.join(' ')).toContain('same magnification');
    expect(counts.comparisons[0]!.change!.sentence).not.toContain('cm²');
  });

  it('says so when a result holds a change without a score', () => {
    const view = buildReportView(withFollowUp(exampleIncrease(), () => ({ globalAssessment: null })), options);
    expect(view.comparisons[0]!.score).toBeNull();
    expect(view.comparisons[0]!.reasons).toEqual(['The result holds a change but no score, and no reason for it.']);
  });
});

describe('photographs that cannot be compared', () => {
  it('give reasons, no score, no change and no difference of hair counts', () => {
    const [comparison] = buildReportView(exampleNotComparable(), options).comparisons;
    expect(comparison).toMatchObject({ score: null, change: null });
    expect(comparison!.reasons[0]).toContain('magnifications that differ by 38%');
    expect(comparison!.measurements.groups.flatMap((group) => group.rows).map((row) => row.difference)).toEqual(Array(16).fill(null));
  });

  it('are not joined by a line in the chart over time', () => {
    const { timeSeries } = buildReportView(exampleNotComparable(), options);
    expect(timeSeries!.points.map((point) => point.comparable)).toEqual([true, false]);
    expect(timeSeries!.alone).toEqual(['Follow-up']);
    expect(timeSeries!.basis).toBeNull();
  });

  it('keep what prevents the comparison apart from what one has to know besides', () => {
    const warnings = [
      { code: 'comparison.photographUnusable', field: 'change', message: 'The photographs cannot be compared because the follow-up failed the quality checks.' },
      { code: 'comparison.early', field: 'followUps.measurement.photo.capturedAt', message: 'The visits are 20 days apart.' },
    ];
    const [comparison] = buildReportView(withFollowUp(exampleNotComparable(), () => ({ warnings })), options).comparisons;
    expect(comparison).toMatchObject({ reasons: [warnings[0]!.message], warnings: [warnings[1]!.message] });
  });
});

describe('measurements in the report', () => {
  const rowsOf = (progress: ProgressResult) => {
    const { measurements } = buildReportView(progress, options).comparisons[0]!;
    return { rows: measurements.groups.flatMap((group) => group.rows), reasons: measurements.reasons };
  };

  it('shows every measurement of the result, each with its unit', () => {
    const { rows } = rowsOf(exampleIncrease());
    expect(rows.map((row) => row.field).sort()).toEqual(['areaCm2', ...Object.keys(emptyMeasurements)].sort());
    expect(rows.every((row) => row.unit.length > 0)).toBe(true);
  });

  it('explains every value that is not given, for photographs with and without scale', () => {
    for (const progress of [exampleIncrease(), exampleUncalibrated()]) {
      const { rows, reasons } = rowsOf(progress);
      const missing = rows.flatMap((row) => [row.before, row.after]).filter((cell) => !cell.given);
      expect(missing.length).toBeGreaterThan(0);
      for (const cell of missing) expect(reasons[cell.reason - 1]).toMatch(/\w.+\.$/);
    }
    expect(rowsOf(exampleUncalibrated()).reasons[0]).toContain('No scale was given');
  });

  it('never prints hairs per square centimetre without a scale', () => {
    const { rows } = rowsOf(exampleUncalibrated());
    for (const field of ['areaCm2', 'densityPerCm2', 'terminalDensityPerCm2', 'follicularUnitDensityPerCm2', 'meanDiameterUm']) {
      expect(rows.find((row) => row.field === field)).toMatchObject({ before: { given: false }, after: { given: false }, difference: null });
    }
    expect(rows.find((row) => row.field === 'hairCount')).toMatchObject({ before: { given: true, value: '117' } });
  });

  it('finds its own words for a gap that the result leaves unexplained', () => {
    const bare = (scale: number | null): ProgressResult => {
      const progress = exampleIncrease();
      const empty = (result: ProgressResult['baseline']): ProgressResult['baseline'] => ({
        ...result, measurements: emptyMeasurements, intervals: {}, issues: [],
        calibration: scale === null ? null : { micrometresPerPixel: scale, method: 'given', relativeUncertainty: 0.01 },
      });
      return { ...progress, baseline: empty(progress.baseline), followUps: progress.followUps.map((followUp) => ({ ...followUp, measurement: empty(followUp.measurement), change: null, globalAssessment: null })) };
    };
    const reasonOf = (scale: number | null, field: keyof Measurements): string => {
      const { rows, reasons } = rowsOf(bare(scale));
      const { before } = rows.find((row) => row.field === field)!;
      return before.given ? '' : reasons[before.reason - 1]!;
    };
    expect(reasonOf(null, 'densityPerCm2')).toContain('scale of the photograph is not known');
    expect(reasonOf(12, 'densityPerCm2')).toContain('too coarse to count');
    expect(reasonOf(7, 'meanDiameterUm')).toContain('too coarse to measure thickness');
    expect(reasonOf(7, 'densityPerCm2')).toBe('The measurement gave no value and recorded no reason.');
    expect(reasonOf(3, 'coverage')).toBe('The measurement gave no value and recorded no reason.');
  });

  it('rounds the difference once, from the unrounded values', () => {
    const progress = exampleIncrease();
    const set = (value: number) => ({ ...progress.baseline.measurements, densityPerCm2: value });
    const { rows } = rowsOf({
      ...progress, baseline: { ...progress.baseline, measurements: set(141.6) },
      followUps: progress.followUps.map((followUp) => ({ ...followUp, measurement: { ...followUp.measurement, measurements: set(163.4) } })),
    });
    expect(rows.find((row) => row.field === 'densityPerCm2')).toMatchObject({ before: { value: '142' }, after: { value: '163' }, difference: '+22' });
  });
});

describe('how a report says that densities were made', () => {
  it('names the area that the counted hairs are divided by, so that anybody can divide', () => {
    const progress = exampleIncrease(), { baseline } = progress, withArea = (countingAreaCm2: number | null): string => JSON.stringify(buildReportView({ ...progress, baseline: { ...baseline, targetArea: { ...baseline.targetArea, countingAreaCm2 } } }, options).method.photographs[0]);
    expect(withArea(0.6543)).toContain('of which 0.654\u00a0cm² stand for the counted hairs');
    expect(withArea(null)).not.toContain('stand for the counted hairs');
  });
});

describe('a series of visits', () => {
  it('puts the last one first, lists all and draws all over time', () => {
    const view = buildReportView(exampleThreeVisits(), options);
    expect(view.comparisons.map((comparison) => comparison.visit.name)).toEqual(['Follow-up 2', 'Follow-up 1']);
    expect(view.visitLines.map((line) => [line.visit.name, line.score])).toEqual([['Follow-up 1', '0'], ['Follow-up 2', '+2']]);
    expect(view.timeSeries).toMatchObject({ dated: true, alone: [], missing: [] });
    // Densities of whole photographs beside scores of matched hairs: which is which is said.
    expect(view.timeSeries!.basis).toMatch(/as a whole.*matched hair by hair/);
    expect(view.timeSeries!.points.map((point) => point.position)).toEqual([0, 85, 168]);
  });

  it('puts follow-ups that were given out of order at their days, and the latest of them first', () => {
    const view = buildReportView(exampleThreeVisits(), { ...options, dates: ['2026-01-12', '2026-06-29', '2026-04-07'] });
    expect(view.comparisons.map(({ visit, followUp }) => [visit.name, followUp])).toEqual([['Follow-up 1', 0], ['Follow-up 2', 1]]);
    expect(view.visitLines.map(({ visit }) => visit.name)).toEqual(['Follow-up 2', 'Follow-up 1']);
    expect(view.timeSeries).toMatchObject({ dated: true });
    expect(view.timeSeries!.points.map(({ position }) => position)).toEqual([0, 85, 168]);
  });

  it('keeps only the order when a date is missing or runs backwards', () => {
    for (const dates of [['2026-01-12', 'no date', '2026-06-29'], ['2026-06-29', '2026-01-12', '2026-07-29']]) {
      const progress = exampleThreeVisits();
      for (const result of [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)]) result.photo.capturedAt = null;
      const { timeSeries } = buildReportView(progress, { ...options, dates });
      expect(timeSeries!.dated).toBe(false);
      expect(timeSeries!.points.map((point) => point.position)).toEqual([0, 1, 2]);
    }
  });

  it('shows the days that were said when the photographs were compared, though their cameras know none or others', () => {
    for (const capturedAt of [null, '2020-01-01T10:00:00']) {
      const progress = exampleIncrease();
      progress.followUps[0]!.visits = { baselineDate: '2026-03-02', followUpDate: '2026-08-17', days: 168 };
      for (const result of [progress.baseline, progress.followUps[0]!.measurement]) result.photo.capturedAt = capturedAt;
      expect(buildReportView(progress, { ...options, locale: 'en-GB' }).visits.map(({ date, sinceBaseline }) => [date, sinceBaseline])).toEqual([['2 March 2026', null], ['17 August 2026', '24 weeks']]);
      expect((JSON.parse(renderJsonReport(progress, { generatedAt: null })) as { report: { dates: string[] } }).report.dates).toEqual(['2026-03-02', '2026-08-17']);
      expect(buildReportView(progress, { ...options, dates: ['2026-03-03', null], locale: 'en-GB' }).visits.map(({ date }) => date)).toEqual(['3 March 2026', '17 August 2026']);
    }
  });

  it('shows no coverage of a close-up amid heads: it is the share of its skin under shafts', () => {
    const change = measureCoverageChange({ before: 0.4, after: 0.55 }, 2), globalAssessment = assessCoverageChange({ before: 0.4, after: 0.55 }, 2), close = exampleThreeVisits();
    const head = <Result extends typeof close.baseline>(result: Result): Result => ({ ...result, kind: 'global', measurements: { ...emptyMeasurements, coverage: 0.4 }, intervals: {} });
    const [first, last] = close.followUps, progress = { ...close, baseline: head(close.baseline), followUps: [{ ...first!, change: null, globalAssessment: null, hairs: null }, { ...last!, change, globalAssessment, hairs: null, measurement: head(last!.measurement) }] };
    expect(first!.measurement.measurements.coverage).not.toBeNull();
    expect(buildReportView(progress, options).timeSeries).toMatchObject({ endpoint: 'coverage', points: [{ value: 40 }, { value: 40 }], missing: ['Follow-up 1'], alone: [] });
  });

  it('prefers the dates that the clinic gives to those of the camera', () => {
    const view = buildReportView(exampleIncrease(), { ...options, dates: ['2026-02-01', null], locale: 'en-GB' });
    expect(view.visits.map((visit) => visit.date)).toEqual(['1 February 2026', '29 June 2026']);
  });
});

describe('the thickness of hairs', () => {
  it('puts every measured diameter of a counted hair into one column', () => {
    const progress = exampleIncrease();
    const diameters = (buildReportView(progress, options).comparisons[0]!).diameters!;
    if (diameters.state !== 'shown') throw new RangeError(diameters.reason);
    const measured = progress.baseline.hairs.filter((hair) => hair.counted && hair.diameterUm !== null).length;
    const perCm2 = diameters.bins.reduce((sum, bin) => sum + bin.before, 0);
    expect(perCm2 * progress.baseline.targetArea.areaCm2!).toBeCloseTo(measured, 9);
  });

  it('counts hairs per cm² of the area that the printed hair density counts on, not of the whole photograph', () => {
    const progress = exampleIncrease(), [{ measurement }] = progress.followUps;
    for (const [{ targetArea }, share] of [[progress.baseline, 0.8], [measurement, 0.7]] as const) targetArea.countingAreaCm2 = share * targetArea.areaCm2!;
    const { diameters } = buildReportView(progress, options).comparisons[0]!;
    if (diameters?.state !== 'shown') throw new RangeError('Expected a histogram.');
    for (const [result, side] of [[progress.baseline, 'before'], [measurement, 'after']] as const) {
      const withDiameter = result.hairs.filter((hair) => hair.counted && hair.diameterUm !== null).length;
      expect(diameters.bins.reduce((sum, bin) => sum + bin[side], 0)).toBeCloseTo(withDiameter / result.targetArea.countingAreaCm2!, 9);
    }
  });

  it('is not drawn without a scale, and says why', () => {
    expect(buildReportView(exampleUncalibrated(), options).comparisons[0]!.diameters).toMatchObject({ state: 'notShown', reason: expect.stringContaining('No scale was given') });
  });
});

describe('what a report refuses', () => {
  it('shows nothing of a result that holds NaN, or no follow-up', () => {
    const broken = exampleIncrease();
    broken.baseline.measurements.densityPerCm2 = Number.NaN;
    expect(() => buildReportView(broken, options)).toThrow();
    expect(() => buildReportView({ ...exampleIncrease(), followUps: [] }, options)).toThrow(RangeError);
  });
});
