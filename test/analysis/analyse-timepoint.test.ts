import { encodeJpeg, encodePng } from '../../src/image-io/encode-image.js';
import { analysePhotograph } from '../../src/analysis/analyse-photograph.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyseProgress } from '../../src/analysis/analyse-progress.js';
import { analyseTimepoint, type TimepointAnalysis } from '../../src/analysis/analyse-timepoint.js';
import { emptyMeasurements } from '../../src/domain/measurements.js';
import { timepointResultSchema } from '../../src/domain/result.js';
import { cropImage } from '../../src/raster/crop-image.js';
import { drawPath } from '../../src/raster/draw-strokes.js';
import { photographPhantom, type RenderedPhantom } from '../../src/phantom/index.js';
import { cropDemo } from '../support/crop-demo.js';
import { frameImage } from '../support/frame-image.js';

const field = { micrometresPerPixel: 4, widthMm: 4, heightMm: 3.2, hairColour: 'black', skinTone: 2 } as const;
const given = { method: 'given', micrometresPerPixel: 4 } as const;

describe('a calibrated photograph of clipped hair', () => {
  let phantom: RenderedPhantom, bytes: Uint8Array, analysis: TimepointAnalysis;
  beforeAll(async () => {
    phantom = photographPhantom({ seed: 77, densityPerCm2: 130, ...field });
    bytes = await encodePng(phantom.image);
    analysis = await analyseTimepoint(bytes, { calibration: given, name: 'scalp.png' });
  });

  it('gives a result that fits the published schema', () => {
    expect(timepointResultSchema.parse(analysis.result)).toEqual(analysis.result);
    expect(analysis.result.photo).toMatchObject({ name: 'scalp.png', width: 1000, height: 800 });
  });

  it('counts about as many hairs as were drawn, and its density is that count over the area in which hairs could be counted', () => {
    const { measurements, targetArea } = analysis.result, drawn = phantom.hairs.filter((hair) => hair.rootInside).length;
    expect(Math.abs(measurements.hairCount! - drawn)).toBeLessThanOrEqual(Math.max(3, drawn * 0.25));
    expect(targetArea.areaCm2).toBeCloseTo(0.128, 3);
    expect(measurements.densityPerCm2!).toBeCloseTo(measurements.hairCount! / targetArea.countingAreaCm2!, 1);
    expect(targetArea.countingAreaCm2! / targetArea.areaCm2!).toBeGreaterThan(0.8);
    expect(targetArea.countingAreaCm2! / targetArea.areaCm2!).toBeLessThan(1);
    expect(measurements.hairCount).toBe(analysis.result.hairs.filter((hair) => hair.counted).length);
    expect(measurements.terminalCount! + measurements.vellusCount! + measurements.indeterminateCount!).toBe(measurements.hairCount);
  });

  it('puts each counted exit on a drawn exit, with few exceptions', () => {
    const roots = phantom.hairs.filter((hair) => hair.rootInside).map((hair) => hair.root), counted = analysis.result.hairs.filter((hair) => hair.counted);
    const right = counted.filter(({ root }) => roots.some(([x, y]) => Math.hypot(x - root.column, y - root.row) < 110 / 4));
    expect(right.length / counted.length).toBeGreaterThan(0.75);
  });

  it('gives the same bytes when it is measured three times at once', async () => {
    const again = await Promise.all([1, 2, 3].map(() => analyseTimepoint(bytes, { calibration: given, name: 'scalp.png' })));
    for (const { result } of again) expect(JSON.stringify(result)).toBe(JSON.stringify(analysis.result));
  });

  it('shows the same hairs when other software has put a black or white frame around it, or arrows on it', async () => {
    const { image } = phantom, counted = analysis.result.measurements.hairCount!;
    for (const level of [0, 255]) {
      const framed = frameImage(image, 120, level);
      if (level === 255) drawPath(framed, [{ row: 420, column: 500 }, { row: 470, column: 610 }], { width: 9, colour: [255, 240, 0] });
      const { result } = await analyseTimepoint(await encodePng(framed), { calibration: given, name: 'framed.png' });
      expect(result.quality.usable).toBe(true);
      expect(Math.abs(result.measurements.hairCount! - counted), `${level}`).toBeLessThanOrEqual(2);
      expect(Math.abs(result.measurements.densityPerCm2! / analysis.result.measurements.densityPerCm2! - 1), `${level}`).toBeLessThan(0.15);
      expect(new Set(result.targetArea.exclusions.map(({ reason }) => reason))).toEqual(new Set(level === 255 ? ['border', 'footerStrip', 'drawing'] : ['border', 'footerStrip']));
      const [{ change }] = analyseProgress([{ result: analysis.result }, { result }]).followUps;
      expect(change!.interval95[0]).toBeLessThanOrEqual(0);
      expect(change!.interval95[1]).toBeGreaterThanOrEqual(0);
      expect(Math.abs(change!.percent)).toBeLessThan(5);
    }
  });

  it('counts no hair that the left or right side of a frame cuts off which the photograph itself would cut off, and sees the same beside black and white', async () => {
    const { image } = photographPhantom({ seed: 1051, densityPerCm2: 150, ...field, widthMm: 3, heightMm: 2.4 }), by = 2, { width, height } = image;
    const cropped = cropImage(image, { row: by, column: by, width: width - 2 * by, height: height - 2 * by }), alone = (await analyseTimepoint(await encodePng(cropped), { calibration: given })).result;
    const [first, ...others] = await Promise.all([0, 255].map(async (level) => (await analyseTimepoint(await encodePng(frameImage(image, 100, level)), { calibration: given })).result));
    expect(Math.abs(first!.measurements.hairCount! - alone.measurements.hairCount!)).toBeLessThanOrEqual(1);
    expect(Math.abs(first!.measurements.densityPerCm2! / alone.measurements.densityPerCm2! - 1)).toBeLessThan(0.08);
    for (const other of others) expect([other.measurements, other.hairs.map(({ root }) => root)]).toEqual([first!.measurements, first!.hairs.map(({ root }) => root)]);
    for (const { root } of first!.hairs.filter(({ counted }) => counted)) expect([root, root.row > 100 && root.column > 100 && root.row < 100 + height && root.column < 100 + width]).toEqual([root, true]);
  });

  it('counts only hairs whose exit lies in the asked circle', async () => {
    const { result } = await analyseTimepoint(bytes, { calibration: given, name: 'scalp.png', area: { shape: 'circle', row: 400, column: 500, radius: 300 } });
    expect(result.targetArea.areaCm2).toBeCloseTo((Math.PI * 1.2 ** 2) / 100, 3);
    for (const hair of result.hairs) if (hair.counted) expect(Math.hypot(hair.root.row - 400, hair.root.column - 500)).toBeLessThanOrEqual(301);
    expect(result.measurements.hairCount!).toBeLessThan(analysis.result.measurements.hairCount!);
  });

  it('scores no change against itself', () => {
    const progress = analyseProgress([analysis, analysis]);
    expect(progress.followUps[0]!.change).toMatchObject({ logRatio: 0, percent: 0 });
    expect(progress.followUps[0]!.globalAssessment).toMatchObject({ supported: 0, nominal: 0 });
    expect(() => analyseProgress([analysis, analysis], { dates: ['2026-01-31', '31.7.2026'] })).toThrow(new RangeError('Expected dates such as 2026-01-31, got "31.7.2026".'));
    expect(() => analyseProgress([analysis, analysis], { preset: 'lenient' as never })).toThrow(new RangeError('Expected a preset out of standard, strict, got "lenient".'));
  });
});

describe('a photograph whose scale cannot be true', () => {
  it('gets no count, no density and no length, because no scalp has so many hairs, and none of it is scored', async () => {
    const [before, after] = await Promise.all((['baseline', 'increase'] as const).map(async (visit) => {
      const photograph = await cropDemo(visit, 1500), at = (micrometresPerPixel: number) => analyseTimepoint(photograph, { calibration: { method: 'given', micrometresPerPixel } });
      return { right: await at(5), fourTimesTooFine: await at(1.25) };
    }));
    const { result } = before!.fourTimesTooFine;
    expect(result.measurements).toEqual({ ...emptyMeasurements, coverage: result.measurements.coverage });
    expect(result.measurements.coverage).toBeGreaterThan(0);
    expect(result.intervals).toEqual({});
    expect(result.hairs.filter(({ counted }) => counted)).toEqual([]);
    const { message } = result.issues.find(({ field }) => field === 'measurements.densityPerCm2')!;
    expect(message).toMatch(/^At this scale \d{4} hairs would stand on each cm², \d{3,4} at the least, and no scalp has so many/);
    const compare = (first: TimepointAnalysis, second: TimepointAnalysis) => analyseProgress([first, second]).followUps[0]!;
    const bothWrong = compare(before!.fourTimesTooFine, after!.fourTimesTooFine);
    expect([bothWrong.change, bothWrong.globalAssessment]).toEqual([null, null]);
    expect(bothWrong.warnings[0]).toMatchObject({ code: 'comparison.scaleImpossible', message: expect.stringContaining('because the scales of both photographs cannot be true. At this scale') as string });
    const oneWrong = compare(before!.right, after!.fourTimesTooFine);
    expect(oneWrong.change).toBeNull();
    expect(oneWrong.warnings.map(({ code }) => code)).toContain('comparison.scaleImpossible');
    expect(compare(before!.right, after!.right).change).not.toBeNull();
  });
});

describe('a photograph whose scale is given twice too coarse', () => {
  it('gets no count, because its hair would be thicker than hair is, and no change from another one at the same wrong scale', async () => {
    const { image } = photographPhantom({ seed: 62, micrometresPerPixel: 4, widthMm: 3.2, heightMm: 2.4, hairColour: 'black', skinTone: 2, densityPerCm2: 140 });
    const [before, after] = await Promise.all([92, 80].map((quality) => encodeJpeg(image, quality)));
    const at = (photograph: Uint8Array, micrometresPerPixel: number) => analyseTimepoint(photograph, { calibration: { method: 'given', micrometresPerPixel } });
    const right = await at(before!, 4), wrong = await at(before!, 8);
    expect(right.result.measurements.hairCount).toBeGreaterThan(8);
    expect(right.result.issues.filter(({ code }) => code.startsWith('scale.'))).toEqual([]);
    expect(wrong.result.measurements).toEqual({ ...emptyMeasurements, coverage: wrong.result.measurements.coverage });
    const { code, message } = wrong.result.issues.find(({ field }) => field === 'measurements.densityPerCm2')!, [, least, most] = /it would have ([\d.]+) to ([\d.]+) µm per pixel, not 8\./.exec(message)!;
    expect(code).toBe('scale.impossible');
    expect([Number(least) < 4, Number(most) > 4]).toEqual([true, true]);
    const { change, warnings } = analyseProgress([wrong, await at(after!, 8)]).followUps[0]!;
    expect([change, warnings[0]?.code]).toEqual([null, 'comparison.scaleImpossible']);
  });
});

describe('a photograph on which no hair is found', () => {
  it('does not rule out a few hairs as bright as the skin', async () => {
    const bare = photographPhantom({ seed: 900_106, micrometresPerPixel: 8, widthMm: 4, heightMm: 4, style: 'immersion', densityPerCm2: 0, skinTone: 2 });
    const { result } = await analyseTimepoint(await encodeJpeg(bare.image, 92), { name: 'bare.jpg', calibration: { method: 'given', micrometresPerPixel: 8 } });
    expect(result.measurements.hairCount).toBe(0);
    expect(result.intervals['hairCount']).toEqual([0, 6]);
    expect(result.intervals['densityPerCm2']![1]).toBeGreaterThan(30);
    expect(result.issues.map((issue) => issue.code)).toContain('hair.noneFound');
  });
});

describe('a photograph that shows nothing', () => {
  const picture = (value: (at: number) => number) => ({ width: 300, height: 240, data: Uint8Array.from({ length: 300 * 240 * 3 }, (_, at) => value(at)) });
  it.each([
    ['black', picture(() => 0)],
    // A fixed sequence of bytes that looks like noise.
    ['noise', picture((at) => (Math.imul(at + 1, 2_654_435_761) >>> 13) & 255)],
  ])('has no scale that was told by hair: %s', async (_, image) => {
    const { result } = await analyseTimepoint(await encodePng(image), { calibration: null, name: 'nothing.png' });
    expect(result.quality.usable).toBe(false);
    expect(result.issues.map((issue) => issue.code)).toContain('scale.unknown');
    expect(result.issues.map((issue) => issue.code)).not.toContain('scale.fromHair');
  });
});

describe('a program that asks for what there is not', () => {
  const ask = async (change: object, source: unknown = new Uint8Array()): Promise<unknown> =>
    analysePhotograph(source as Uint8Array, { calibration: null, ...change } as never).catch((error: unknown) => error);

  it('is told so, and no photograph is measured in another way than it meant', async () => {
    const bytes = await encodePng(photographPhantom({ seed: 80, micrometresPerPixel: 10, widthMm: 1, heightMm: 1 }).image);
    expect(await ask({ kind: 'scalp' }, bytes)).toEqual(new RangeError('Expected a kind out of auto, closeup, global, got "scalp".'));
    expect(await ask({ calibration: { method: 'given', micrometresPerPixel: '5' }, kind: 'closeup' }, bytes)).toEqual(new TypeError('Expected micrometresPerPixel as a number, got "5".'));
    expect(await ask({ calibration: { method: 'fieldWidth', millimetres: '10' }, kind: 'closeup' }, bytes)).toEqual(new TypeError('Expected millimetres as a number, got "10".'));
    expect(await ask({ calibration: { method: 'bar', millimetres: 1 }, kind: 'closeup' }, bytes)).toEqual(new RangeError('Expected a calibration by one of given, device, fieldWidth, scaleBar, ruler, twoPoint, got "bar".'));
    expect(await ask({ calibration: undefined }, bytes)).toBeInstanceOf(TypeError);
    for (const source of [null, 42, new URL('file:///scalp.jpg'), [1, 2]]) {
      expect(await ask({}, source)).toMatchObject({ message: expect.stringContaining('Expected the path of a photograph or its bytes') });
    }
  });
});

describe('a close-up given as the photograph of a head', () => {
  it('is refused instead of being given a coverage of the scalp', async () => {
    const closeup = photographPhantom({ seed: 900_107, micrometresPerPixel: 5, widthMm: 3, heightMm: 3, style: 'immersion', densityPerCm2: 150, hairColour: 'black', skinTone: 2 });
    await expect(analysePhotograph(await encodeJpeg(closeup.image, 92), { name: 'closeup.jpg', calibration: null, kind: 'global' })).rejects.toMatchObject({ code: 'photo.kindContradicted' });
  });
});

describe('what a photograph does not carry', () => {
  it('is left out without a scale: a count, but nothing per cm² and nothing in µm, each with its reason', async () => {
    const phantom = photographPhantom({ seed: 78, densityPerCm2: 120, ...field, widthMm: 2.4, heightMm: 2 });
    const { result } = await analyseTimepoint(await encodePng(phantom.image), { calibration: null, name: 'scalp.png' });
    expect(result.calibration).toBeNull();
    expect(result.targetArea.areaCm2).toBeNull();
    for (const [name, value] of Object.entries(result.measurements)) {
      if (name === 'hairCount' || name === 'coverage') continue;
      expect(value, name).toBeNull();
      expect(result.issues.some((issue) => issue.field === `measurements.${name}`), name).toBe(true);
    }
    for (const hair of result.hairs) expect([hair.lengthMm, hair.diameterUm, hair.kind]).toEqual([null, null, null]);
  });

  it('is left out where pixels are too coarse: no diameter above 5 µm a pixel, no count above 10', async () => {
    const coarse = photographPhantom({ seed: 79, densityPerCm2: 120, micrometresPerPixel: 8, widthMm: 3.6, heightMm: 3 });
    const medium = (await analyseTimepoint(await encodePng(coarse.image), { calibration: { method: 'given', micrometresPerPixel: 8 }, name: 'a.png' })).result;
    expect(medium.measurements.hairCount).not.toBeNull();
    expect(medium.measurements.meanDiameterUm).toBeNull();
    expect(medium.measurements.terminalCount).toBeNull();
    const gross = (await analyseTimepoint(await encodePng(coarse.image), { calibration: { method: 'given', micrometresPerPixel: 14 }, name: 'a.png' })).result;
    expect(gross.measurements.hairCount).toBeNull();
    expect(gross.measurements.densityPerCm2).toBeNull();
  });

  it('is refused with a code when the scale or the area is impossible', async () => {
    const bytes = await encodePng(photographPhantom({ seed: 80, micrometresPerPixel: 10, widthMm: 2, heightMm: 2 }).image);
    for (const micrometresPerPixel of [-3, 0, NaN, Infinity, 1e6]) {
      await expect(analyseTimepoint(bytes, { calibration: { method: 'given', micrometresPerPixel } })).rejects.toMatchObject({ code: 'calibration.invalid' });
    }
    await expect(analyseTimepoint(bytes, { calibration: given, area: { shape: 'circle', row: 10, column: 10, radius: 60 } })).rejects.toMatchObject({ code: 'area.invalid' });
  });
});
