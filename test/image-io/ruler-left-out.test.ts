import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyseTimepoint, measureObservation, observeTimepoint } from '../../src/analysis/analyse-timepoint.js';
import { correctTimepoint } from '../../src/analysis/correct-timepoint.js';
import { noCorrection } from '../../src/domain/correction.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { encodePng } from '../../src/image-io/encode-image.js';
import { findRulerIn, findValidArea } from '../../src/image-io/valid-area.js';
import { performTask } from '../../src/jobs/perform-task.js';
import { paintRuler, photographPhantom, type RulerParameters } from '../../src/phantom/index.js';
import { isInside, type RowSpans } from '../../src/raster/row-spans.js';
import type { RasterImage } from '../../src/raster/raster-image.js';
import { skinPicture } from './skin-picture.js';

const scale = 35, byRuler = { method: 'ruler' } as const;
const plain: RulerParameters = {
  tickEveryMm: 1, pattern: 'fives', angle: 0.05, row: 280, column: 280, body: [228, 196, 70], ink: [30, 26, 24], bodyOpacity: 1,
  tickWidthMm: 0.16, tickLengthMm: 1.8, bodyWidthMm: 12, digits: true, edgeLine: false, tilt: [0, 0], cameraDistanceMm: 60, blurPx: 0.8, glareSpots: 0, hairsOver: 0, hairWidthMm: 0.07, seed: 3,
};

const coarse = photographPhantom({ seed: 91, densityPerCm2: 120, widthMm: 8, heightMm: 6, micrometresPerPixel: 12 }).image;
const fine = photographPhantom({ seed: 91, densityPerCm2: 120, widthMm: 5, heightMm: 3.5, micrometresPerPixel: 5 }).image;
/** To paint on. */
const copyOf = (image: RasterImage): RasterImage => ({ ...image, data: Uint8Array.from(image.data) });

function withRuler(changes: Partial<RulerParameters>): { image: RasterImage; covered: Uint8Array } {
  const image = skinPicture({ width: 560, height: 420, hairs: 20 });
  return { image, covered: paintRuler(image, { ...plain, ...changes }, scale) };
}

/** Shares, 0…1, of the ruler and of the skin beside it that are measured. */
function measuredOf(mask: RowSpans, covered: Uint8Array): { ruler: number; skin: number } {
  const all = [0, 0], measured = [0, 0];
  for (let i = 0; i < covered.length; i++) {
    all[covered[i]!]!++;
    if (isInside(mask, Math.floor(i / mask.width), i % mask.width)) measured[covered[i]!]!++;
  }
  return { ruler: measured[1]! / all[1]!, skin: measured[0]! / all[0]! };
}

describe('a ruler beside the measured skin', () => {
  it.each([
    ['steel', { body: [176, 178, 180], ink: [48, 48, 52] }], ['yellow and turned by 35 degrees', { angle: 0.61, row: 294, column: 231 }],
    ['of half millimetres under hairs and glare', { tickEveryMm: 0.5, tickWidthMm: 0.1, tickLengthMm: 1, pattern: 'halves', hairsOver: 4, glareSpots: 1 }],
  ] as [string, Partial<RulerParameters>][])('is not measured when it is %s and gave the scale, and the skin before it is', (_, material) => {
    const { image, covered } = withRuler(material), { mask, exclusions } = findValidArea(image, byRuler), { ruler, skin } = measuredOf(mask, covered);
    expect(ruler).toBeLessThan(0.02);
    expect(skin).toBeGreaterThan(0.85);
    expect(exclusions.map(({ reason }) => reason)).toContain('paperLabel');
    expect(findRulerIn(image, mask, byRuler)).toBeNull();
  });

  it.each([
    ['yellow', {}], ['of wood with red ticks', { body: [200, 190, 150], ink: [190, 40, 40] }],
  ] as [string, Partial<RulerParameters>][])('is not measured when it is %s and level, so that its ticks are left out by themselves', (_, material) => {
    const image = copyOf(coarse);
    const covered = paintRuler(image, { ...plain, tickEveryMm: 0.5, tickWidthMm: 0.08, tickLengthMm: 0.6, pattern: 'halves', bodyWidthMm: 1.6, row: image.height / 2 - 40, column: image.width / 2, angle: 0, ...material }, 1000 / 12);
    const { mask } = findValidArea(image, byRuler), { ruler } = measuredOf(mask, covered);
    expect(ruler).toBeLessThan(0.02);
    expect(isInside(mask, 10, 300) || isInside(mask, image.height - 10, 300)).toBe(true);
  });

  it('is given up with the smaller side of the skin where it lies across the photograph', () => {
    const { image, covered } = withRuler({ row: 245, bodyWidthMm: 3.4, digits: false, pattern: 'equal' }), { mask } = findValidArea(image, byRuler), { ruler, skin } = measuredOf(mask, covered);
    expect(ruler).toBeLessThan(0.02);
    expect(skin).toBeGreaterThan(0.6);
    expect(isInside(mask, 70, 280)).toBe(true);
    expect(isInside(mask, 412, 280)).toBe(false);
  });

  it('leaves the side on which somebody wants skin measured, even where that shows less of it', () => {
    const { image, covered } = withRuler({ row: 245, bodyWidthMm: 3.4, digits: false, pattern: 'equal' }), { mask } = findValidArea(image, byRuler, { row: 400, column: 280 }), { ruler } = measuredOf(mask, covered);
    expect(ruler).toBeLessThan(0.02);
    expect(isInside(mask, 70, 280)).toBe(false);
    expect(isInside(mask, 412, 280)).toBe(true);
  });

  it('does not take the area that a person moves to its other side for text, border or blank', async () => {
    const image = copyOf(fine), file = join(mkdtempSync(join(tmpdir(), 'ruler-')), 'ruler.png');
    paintRuler(image, { ...plain, tickEveryMm: 0.5, tickWidthMm: 0.06, tickLengthMm: 0.5, pattern: 'halves', digits: false, bodyWidthMm: 0.7, row: 360, column: 500, angle: 0.02 }, 200);
    writeFileSync(file, await encodePng(image));
    const request = { calibration: { method: 'ruler', millimetres: 0.5 } } as const, { result: automatic } = await analyseTimepoint(file, { ...request, name: 'ruler.png' });
    expect(automatic.targetArea.exclusions.at(-1)!.rows[1]).toBe(700);
    const area = { shape: 'rectangle', row: 555, column: 200, width: 600, height: 135 } as const;
    const { measurements, targetArea } = await performTask('correct', { file, request, automatic, correction: { ...noCorrection, area } }, () => undefined);
    expect(targetArea.validShare).toBeGreaterThan(0.95);
    expect(measurements.hairCount).toBeGreaterThan(0);
  });

  it('is given up with the side that shows less skin, also where the rest of that side is the black of a screenshot', () => {
    const { width, height, data } = coarse;
    const shot = { width, height: 1200, data: new Uint8Array(3 * width * 1200) }, top = { width, height, data: Uint8Array.from(data) };
    paintRuler(top, { ...plain, tickEveryMm: 0.5, tickWidthMm: 0.08, tickLengthMm: 0.6, pattern: 'halves', digits: false, bodyWidthMm: 0.7, row: 430, column: width / 2 }, 1000 / 12);
    shot.data.set(top.data);
    const { mask, exclusions } = findValidArea(shot, byRuler);
    expect(exclusions.at(-1)).toMatchObject({ reason: 'paperLabel', inside: expect.any(Array) });
    expect(isInside(mask, 200, 300)).toBe(true);
    expect(isInside(mask, 490, 10)).toBe(false);
  });

  it('of clear plastic is spoken of with the figures, until the target area is drawn beside it', async () => {
    const image = copyOf(fine);
    paintRuler(image, { ...plain, tickEveryMm: 0.5, tickWidthMm: 0.06, tickLengthMm: 0.5, pattern: 'halves', digits: false, bodyOpacity: 0.1, body: [235, 238, 240], bodyWidthMm: 1, row: 480, column: 500, angle: 0.02 }, 200);
    const seen = await observeTimepoint(await encodePng(image), { calibration: { method: 'ruler', millimetres: 0.5 }, name: 'ruler.png' });
    const alone = measureObservation(seen, { terminalThresholdUm: 40 }), beside = correctTimepoint(seen, alone, { ...noCorrection, area: { shape: 'circle', row: 220, column: 500, radius: 200 } });
    const codesOf = ({ issues }: TimepointResult): string[] => issues.map(({ code }) => code);
    expect(codesOf(alone)).toContain('area.rulerShown');
    expect(codesOf(beside)).not.toContain('area.rulerShown');
  });

  it('is not looked for where the scale came from elsewhere', () => {
    const { image } = withRuler({});
    expect(findValidArea(image, { method: 'given' })).toEqual(findValidArea(image));
    expect(findRulerIn(image, findValidArea(image).mask, { method: 'given' })).toBeNull();
  });
});
