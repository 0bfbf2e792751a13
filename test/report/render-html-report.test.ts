import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ProgressResult, TimepointResult } from '../../src/domain/result.js';
import { emptyMeasurements } from '../../src/domain/measurements.js';
import type { ReportOptions, ReportPictures } from '../../src/report/report-input.js';
import { renderHtmlReport } from '../../src/report/render-html-report.js';
import { buildReportView } from '../../src/report/view-model.js';
import { drawExamplePictures } from '../support/example-pictures.js';
import { exampleDecrease, exampleFewHairs, exampleIncrease, exampleNoChange, exampleNotComparable, exampleScore, exampleThreeVisits, exampleUncalibrated } from '../support/example-results.js';
import { missingFrom, rowOf, wordsOf } from './read-page.js';

const options: ReportOptions = { generatedAt: '2026-11-05T14:30:00Z', clinicName: 'Park clinic', subject: 'TS-0042', targetArea: 'Vertex' };
const noPictures = (progress: ProgressResult): ReportPictures => ({ baseline: null, followUps: progress.followUps.map(() => null) });
const render = (progress: ProgressResult, more: Partial<ReportOptions> = {}): string => renderHtmlReport(progress, noPictures(progress), { ...options, ...more });
const resultsOf = (progress: ProgressResult): TimepointResult[] => [progress.baseline, ...progress.followUps.map((followUp) => followUp.measurement)];

const examples: Record<string, () => ProgressResult> = {
  'more hair': exampleIncrease, 'no change': exampleNoChange, 'less hair': exampleDecrease, 'no scale': exampleUncalibrated,
  'no comparison': exampleNotComparable, 'three visits': exampleThreeVisits, 'few hairs': exampleFewHairs,
};

describe('the page about the hair of one person', () => {
  for (const [name, example] of Object.entries(examples)) {
    it(`holds every fact that another site needs to repeat the figures (${name})`, () => {
      const progress = example();
      const facts = resultsOf(progress).flatMap(({ photo, method, calibration, quality, issues }) => [
        photo.name, photo.sha256, method.version, method.model.name, method.model.sha256, method.model.runtime, method.options.countingRule,
        '40 µm', `${method.options.hairProbabilityThreshold}`,
        calibration === null ? 'Scale not known' : '3.55 µm per pixel, from a ruler in the photograph, ± 0.8%',
        ...quality.checks.map((check) => check.message), ...issues.map((issue) => issue.message),
      ]);
      const warnings = progress.followUps.flatMap((followUp) => followUp.warnings.map((warning) => warning.message));
      expect(missingFrom(wordsOf(render(progress)), [...facts, ...warnings])).toEqual([]);
    });

    it(`shows everything that its view says (${name})`, () => {
      const progress = example();
      const view = buildReportView(progress, options);
      const words = wordsOf(render(progress));
      const said = [
        view.title, ...view.limits, ...view.facts.map((fact) => fact.value),
        ...view.comparisons.flatMap(({ score, change, reasons, warnings }) => [
          ...reasons, ...warnings, ...(change?.notes ?? []),
          ...(score === null ? [] : [`${score.number} ${score.words}`, score.patientSentence, ...score.clinicianSentences, score.probabilityImproved, ...score.probabilities.map((entry) => `${entry.number} ${entry.words} ${entry.text}`)]),
        ]),
        ...view.glossary.flatMap(({ term, meaning }) => [term, meaning]),
      ];
      expect(missingFrom(words, said)).toEqual([]);
    });

    it(`says that the score is computed and no diagnosis (${name})`, () => {
      expect(missingFrom(wordsOf(render(example())), ['not an investigator’s rating', 'It is not a diagnosis and it recommends no treatment.'])).toEqual([]);
    });
  }

  it('prints before, after and difference of a measurement in one row', () => {
    const html = render(exampleIncrease());
    expect(rowOf(html, 'terminalDensityPerCm2')).toEqual(['122 110–133', '146 132–160', '+24']);
    expect(rowOf(html, 'terminalShare')).toEqual(['83% 78%–87%', '85% 81%–90%', '+2 points']);
    expect(rowOf(html, 'shaftLengthMmPerCm2')).toEqual(['not given , reason 1', 'not given , reason 1', '– none']);
  });

  it('writes numbers and dates as the reader does', () => {
    const words = wordsOf(render(exampleIncrease(), { locale: 'de' }));
    expect(missingFrom(words, ['29. Juni 2026', '3,55 µm per pixel', '+20 %'])).toEqual([]);
  });

  it('lists photographs that could not be measured with what to do', () => {
    const words = wordsOf(render(exampleIncrease(), { failedPhotos: [{ schemaVersion: 1, photo: { name: 'blurred.jpg' }, error: { code: 'photo.damaged', message: 'The file ends too early.', hint: 'Copy it again.' } }] }));
    expect(missingFrom(words, ['Could not be measured blurred.jpg : The file ends too early. Copy it again.'])).toEqual([]);
  });

  it('warns when the photographs were not measured alike', () => {
    const progress = exampleIncrease();
    progress.followUps[0]!.measurement.method = { ...progress.baseline.method, version: '0.2.9' };
    expect(missingFrom(wordsOf(render(progress)), ['not all measured with the same method', '0.2.9'])).toEqual([]);
  });
});

describe('what cannot come with the page', () => {
  const hostile = `<script>window.taken=1</script>"'><img src=x onerror=taken=1>\u202e&copy;`;

  it('nothing typed becomes markup, wherever it is shown', () => {
    const progress = exampleThreeVisits();
    for (const result of resultsOf(progress)) {
      result.photo.name = `${hostile}.jpg`;
      result.photo.sha256 = hostile;
      result.issues.push({ code: hostile, field: 'quality', message: hostile });
      result.quality.checks[0]!.message = hostile;
      result.quality.checks[0]!.check = hostile;
      result.method = { version: hostile, model: { ...result.method.model, name: hostile, sha256: hostile }, options: { ...result.method.options, countingRule: hostile, [hostile]: hostile } };
    }
    for (const followUp of progress.followUps) {
      followUp.warnings.push({ code: hostile, field: hostile, message: hostile });
      followUp.globalAssessment!.words = hostile;
    }
    const html = render(progress, {
      title: hostile, clinicName: hostile, subject: hostile, targetArea: hostile, visitNames: [hostile, hostile, hostile],
      failedPhotos: [{ schemaVersion: 1, photo: { name: hostile }, error: { code: hostile, message: hostile, hint: hostile } }],
    });
    expect(html.match(/<script|<img|\u202e/gi)).toBeNull();
    const shown = html.match(/&lt;img src=x onerror=taken=1&gt;/g)!.length;
    expect(shown).toBeGreaterThan(70);
    expect(html.match(/onerror/g)).toHaveLength(shown);
  });

  it('no script, no address of a host, and a policy that forbids both', async () => {
    const progress = exampleIncrease();
    const html = renderHtmlReport(progress, await drawExamplePictures(progress, 200), options);
    expect(html.match(/<script|https?:|\son\w+=|javascript:|@import|url\((?!#)|\sstyle=/gi)).toBeNull();
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!.replaceAll('&#39;', "'");
    expect(policy).toBe(`default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  });

  it('each photograph is in the file once, however many comparisons show it', async () => {
    const progress = exampleThreeVisits();
    const html = renderHtmlReport(progress, await drawExamplePictures(progress, 120), options);
    expect(html.match(/data:image\/jpeg;base64,/g)).toHaveLength(3);
    expect(html.match(/<use href="#picture-0"\/>/g)).toHaveLength(2);
  });

  it('the same hairs give the same bytes, and no clock is read', async () => {
    const progress = exampleIncrease();
    const pictures = await drawExamplePictures(progress, 160);
    const render = (): string => renderHtmlReport(structuredClone(progress), pictures, { generatedAt: null });
    expect(render() === render()).toBe(true);
    expect(render().includes('Report made')).toBe(false);
  });

  it('refuses pictures and names that do not fit the visits', async () => {
    const progress = exampleIncrease();
    const pictures = await drawExamplePictures(progress, 100);
    expect(() => renderHtmlReport(progress, { ...pictures, followUps: [] }, options)).toThrow('Expected 1 pictures');
    expect(() => renderHtmlReport(progress, pictures, { ...options, dates: ['2026-01-01'] })).toThrow('Expected 2 entries in dates');
    expect(() => renderHtmlReport(progress, { ...pictures, baseline: { ...pictures.baseline!, jpeg: Buffer.from('<svg/>') } }, options)).toThrow(TypeError);
    expect(() => renderHtmlReport(progress, { ...pictures, baseline: { ...pictures.baseline!, scaleFactor: 0 } }, options)).toThrow(RangeError);
    expect(() => renderHtmlReport(progress, pictures, { ...options, locale: 'english please' })).toThrow(RangeError);
  });
});

describe('markings on the photographs', () => {
  it('show every counted hair, every exit point and every hair that does not count', () => {
    const progress = exampleIncrease();
    const html = render(progress);
    const [before] = html.split('<figure>').filter((part) => part.includes('class="photograph"'));
    const counted = progress.baseline.hairs.filter((hair) => hair.counted);
    const layer = (name: string): string => new RegExp(`<g class="layer-${name}"[^>]*>([\\s\\S]*?)(?=<g class="layer-|</svg>)`).exec(before!)![1]!;
    expect(layer('hairs').match(/<title>/g)).toHaveLength(counted.length);
    expect(layer('roots').match(/<circle/g)).toHaveLength(counted.length);
    expect(layer('uncounted').match(/<title>/g)).toHaveLength(progress.baseline.hairs.length - counted.length);
    expect(layer('matches').match(/<title>/g)).toHaveLength(progress.followUps[0]!.hairs!.lost.length);
    expect(layer('units').match(/<title>/g)).toHaveLength(progress.baseline.measurements.follicularUnitCount!);
    expect(layer('area').match(/<rect/g)).toHaveLength(1);
  });

  it('hatch what lies around the round field of a scope, and not the field', () => {
    const progress = exampleIncrease(), { baseline } = progress, { width, height } = baseline.photo;
    const inside = [{ row: 0, column: width / 2 }, { row: height / 2, column: width }, { row: height, column: width / 2 }, { row: height / 2, column: 0 }];
    const exclusions: typeof baseline.targetArea.exclusions = [{ reason: 'vignette', share: 0.5, rows: [0, height], columns: [0, width], inside }];
    const html = render({ ...progress, baseline: { ...baseline, targetArea: { ...baseline.targetArea, exclusions } } });
    const hatched = /<path class="line" fill="url\([^"]+" stroke="[^"]+" fill-rule="evenodd" d="([^"]+)"><title>Left out: plain surround/.exec(html);
    expect(hatched![1]).toBe(`M-0.5,-0.5h${width}v${height}h-${width}ZM${width / 2},0L${width},${height / 2}L${width / 2},${height}L0,${height / 2}Z`);
  });

  it('hatch the side of the skin that is given up beside a ruler, and not the side that was measured', () => {
    const progress = exampleIncrease(), { baseline } = progress, { width, height } = baseline.photo, edge = height / 2;
    const inside = [[-0.5, -0.5], [-0.5, width - 0.5], [edge, width - 0.5], [edge, -0.5]].map(([row, column]) => ({ row: row!, column: column! }));
    const exclusions: typeof baseline.targetArea.exclusions = [{ reason: 'paperLabel', share: 0.5, rows: [edge, height], columns: [0, width], inside }];
    const html = render({ ...progress, baseline: { ...baseline, targetArea: { ...baseline.targetArea, exclusions } } });
    const hatched = /<path class="line" fill="url\([^"]+" stroke="[^"]+" fill-rule="evenodd" d="([^"]+)"><title>Left out: label or ruler/.exec(html);
    expect(hatched![1]).toBe(`M-0.5,-0.5h${width}v${height}h-${width}ZM-0.5,-0.5L${width - 0.5},-0.5L${width - 0.5},${edge}L-0.5,${edge}Z`);
  });

  it('hatch no skin that a drawn circle encloses and that was measured', () => {
    const progress = exampleIncrease(), { baseline } = progress, { width, height } = baseline.photo;
    const areaWith = (share: number): string => {
      const exclusions: typeof baseline.targetArea.exclusions = [{ reason: 'measuringCircle', share, rows: [28, 997], columns: [156, 1125] }];
      return /<rect [^>]*><title>Left out[^<]*drawn circle/.exec(render({ ...progress, baseline: { ...baseline, targetArea: { ...baseline.targetArea, exclusions } } }))![0];
    };
    expect(areaWith((0.04 * 969 * 969) / (width * height))).not.toContain('url(');
    expect(areaWith((0.04 * 969 * 969) / (width * height))).toContain('no more than a part of this rectangle');
    expect(areaWith((0.9 * 969 * 969) / (width * height))).toContain('fill="url(');
  });

  it('lie on pixel centres, so that the first pixel of the photograph begins half a pixel before its place', () => {
    const progress = exampleIncrease();
    const html = render(progress);
    expect(html.match(/viewBox="-0\.5 -0\.5 2880 2160"/g)).toHaveLength(2);
    const { root } = progress.baseline.hairs.find((hair) => hair.counted)!;
    expect(html.includes(`<circle cx="${root.column}" cy="${root.row}"`)).toBe(true);
  });
});

describe('photographs at the edge of what can be reported', () => {
  const bare = (result: TimepointResult): TimepointResult => ({
    ...result, hairs: [], intervals: { densityPerCm2: [0, 4] },
    measurements: { ...emptyMeasurements, hairCount: 0, terminalCount: 0, vellusCount: 0, indeterminateCount: 0, densityPerCm2: 0, terminalDensityPerCm2: 0, coverage: 0 },
    issues: [{ code: 'hairs.none', field: 'measurements', message: 'No hair was found.' }],
  });

  it('show a scalp without a single hair, with zeros and reasons', () => {
    const progress = exampleIncrease();
    const html = render({
      ...progress, baseline: bare(progress.baseline),
      followUps: progress.followUps.map((followUp) => ({
        ...followUp, measurement: bare(followUp.measurement), hairs: null, change: null, globalAssessment: null,
        warnings: [{ code: 'change.noHairAtBothVisits', field: 'change', message: 'Neither photograph shows a hair that counts.' }],
      })),
    });
    expect(rowOf(html, 'densityPerCm2')).toEqual(['0 0–4', '0 0–4', '– none']);
    expect(missingFrom(wordsOf(html), ['Cannot be compared', 'Neither photograph shows a hair that counts.', 'Baseline: no hair was counted.', 'No hair was found.'])).toEqual([]);
  });

  it('show an upright photograph beside a wide one, a global one, and one without quality checks', () => {
    const progress = exampleIncrease();
    const html = render({
      ...progress, baseline: { ...progress.baseline, kind: 'global', photo: { ...progress.baseline.photo, width: 1000, height: 3000 }, quality: { usable: false, checks: [] }, targetArea: { ...progress.baseline.targetArea, outline: [], exclusions: [] } },
    });
    expect(html.includes('viewBox="-0.5 -0.5 1000 3000"')).toBe(true);
    expect(missingFrom(wordsOf(html), ['This photograph is not fit to be measured. No check was made.'])).toEqual([]);
  });

  it('draw a change far beyond the scale with arrows, and no change at all as a point', () => {
    const drawn = (before: number, after: number, standardError: number): string => {
      const progress = exampleIncrease();
      return render({ ...progress, followUps: progress.followUps.map((followUp) => ({ ...followUp, ...exampleScore('terminalDensityPerCm2', before, after, standardError) })) });
    };
    expect(drawn(2, 240, 1.1).match(/L390,70L/g)).toHaveLength(1);
    expect(drawn(240, 2, 1.1).match(/L10,70L/g)).toHaveLength(1);
    expect(rowOf(drawn(140, 140, 0), 'hairCount')).toEqual(['117', '142', '+25']);
  });

  it('list a dozen visits without laying one label over another', () => {
    const progress = exampleThreeVisits();
    const followUps = Array.from({ length: 12 }, (_, index) => structuredClone(progress.followUps[index % 2]!));
    const dates = ['2026-01-01', ...followUps.map((_, index) => `2026-${String(index + 1).padStart(2, '0')}-20`)];
    const html = render({ ...progress, followUps }, { dates });
    const labels = [...html.matchAll(/<text x="([\d.]+)" y="(205|221)"[^>]*>([^<]+)</g)].map((match) => ({ x: Number(match[1]), row: match[2], width: match[3]!.length * 5.5 }));
    expect(labels.length).toBeGreaterThan(3);
    for (const [index, label] of labels.entries()) {
      for (const other of labels.slice(0, index)) if (other.row === label.row) expect(Math.abs(label.x - other.x)).toBeGreaterThanOrEqual((label.width + other.width) / 2);
    }
  });
});

describe('long hair that cannot be counted', () => {
  it('is captioned without a count, and its missing thickness is explained', () => {
    const progress = exampleIncrease();
    const message = 'The hair is too long to be counted.';
    const html = render({
      ...progress,
      followUps: progress.followUps.map((followUp) => ({
        ...followUp, hairs: null, change: null, globalAssessment: null,
        measurement: { ...followUp.measurement, hairs: [], intervals: {}, measurements: { ...emptyMeasurements, coverage: 0.4, shaftLengthMmPerCm2: 512.4 }, issues: [{ code: 'hair.long', field: 'measurements', message }] },
      })),
    });
    expect(rowOf(html, 'shaftLengthMmPerCm2')).toEqual(['not given , reason 2', '512', '– none']);
    expect(missingFrom(wordsOf(html), ['vertex-week-24.jpg , no count given', `Not given. Follow-up: ${message}`])).toEqual([]);
  });
});
