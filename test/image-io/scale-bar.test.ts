import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/analysis/calibrate.js';
import { encodeJpeg } from '../../src/image-io/encode-image.js';
import { readPhotograph } from '../../src/image-io/read-photograph.js';
import { searchScaleBar } from '../../src/image-io/scale-bar.js';
import { drawScaleBar, type ScaleBarParameters } from '../../src/phantom/index.js';
import { fillRectangle } from '../../src/raster/draw-strokes.js';
import { skinPicture } from './skin-picture.js';

const bar: ScaleBarParameters = { millimetres: 1, colour: [255, 255, 255], thickness: 3, shape: 'plain', label: '1 mm', labelPlace: 'above', letterHeight: 18, box: null, row: 420, column: 60 };
/** 5 µm per pixel. */
const scale = 200;

function search(...bars: Partial<ScaleBarParameters>[]) {
  const image = skinPicture({ hairs: 20, seed: 4 });
  for (const changes of bars) drawScaleBar(image, { ...bar, ...changes }, scale);
  return { image, found: searchScaleBar(image) };
}

describe('a scale bar drawn into a photograph', () => {
  it.each([
    ['white with writing above', {}], ['red and a pixel thin', { colour: [255, 0, 0], thickness: 1 }], ['black with ticks', { colour: [0, 0, 0], shape: 'ticks', label: null }],
    ['yellow in a dark box', { colour: [255, 255, 0], box: [20, 20, 22], labelPlace: 'right' }], ['a dark corner with two arms', { colour: [50, 50, 56], thickness: 1, shape: 'corner' }],
  ] as [string, Partial<ScaleBarParameters>][])('is measured to two percent when it is %s', (_, changes) => {
    const { found } = search(changes);
    expect(Math.abs(found.bar!.lengthPx / scale - 1)).toBeLessThan(0.02);
    expect(found.bar!.standardErrorPx / found.bar!.lengthPx).toBeLessThan(0.012);
  });

  it.each([
    ['blue in a white box', { colour: [0, 0, 255], thickness: 9, box: [245, 245, 245], labelPlace: 'below', letterHeight: 14, row: 205 }],
    ['yellow with ticks in a dark box', { colour: [255, 255, 0], shape: 'ticks', box: [20, 20, 22], letterHeight: 12, row: 207 }],
  ] as [string, Partial<ScaleBarParameters>][])('is not mistaken for the ripples of compression beside it when it is %s', async (_, changes) => {
    const image = skinPicture({ width: 400, height: 300, hairs: 4, seed: 4 });
    drawScaleBar(image, { ...bar, ...changes }, scale);
    const found = searchScaleBar((await readPhotograph(await encodeJpeg(image, 71), { name: 'a.jpg' })).image).bar;
    if (found !== null) expect(Math.abs(found.lengthPx / scale - 1)).toBeLessThan(0.02);
  });

  it('is refused when a piece of it near its end is hidden', () => {
    const image = skinPicture({ width: 400, height: 300, hairs: 4, seed: 4 });
    drawScaleBar(image, { ...bar, thickness: 1, row: 200 }, scale);
    expect(searchScaleBar(image).bar).not.toBeNull();
    fillRectangle(image, [200, 201], [230, 244], [160, 128, 112]);
    expect(searchScaleBar(image)).toEqual({ bar: null, reason: 'vagueEnds' });
  });

  it('is refused when its ticks are so thick that it is open whether they belong to its length', () => {
    const { found } = search({ shape: 'ticks', thickness: 12 });
    expect(found.bar).toBeNull();
  });

  it('is refused when there are two of different lengths', () => {
    expect(search({}, { row: 100, millimetres: 1.5, label: '2 mm' }).found).toEqual({ bar: null, reason: 'severalBars' });
  });

  it('is refused when nothing shows that a line is a bar, and when there is no line', () => {
    const { image } = search(), lined = { ...image, data: new Uint8Array(image.data) };
    fillRectangle(lined, [440, 444], [200, 440], [20, 20, 20]);
    expect(searchScaleBar(lined).bar).toBeNull();
    expect(() => calibrate({ method: 'scaleBar', millimetres: 1 }, image)).toThrow(expect.objectContaining({ code: 'calibration.notFound' }));
  });

  describe('in several pieces', () => {
    const boxes = (count: number, inks: readonly [number, number, number][], gap = 0) => {
      const image = skinPicture({ hairs: 20, seed: 4 });
      drawScaleBar(image, { ...bar, colour: [0, 0, 0], thickness: 8 }, scale);
      // Over the bar that brought the writing.
      const each = 200 / count;
      for (let k = 0; k < count; k++) {
        fillRectangle(image, [415, 425], [60 + each * k, 60 + each * (k + 1) - gap], [0, 0, 0]);
        fillRectangle(image, [416, 424], [61 + each * k, 59 + each * (k + 1) - gap], inks[k % inks.length]!);
      }
      return searchScaleBar(image);
    };

    it.each([[2, 'black', 'white'], [4, 'black', 'white'], [5, 'white', 'black']])('is not read as one of its %i boxes, %s and %s in turn', (count, first) => {
      const inks: [number, number, number][] = first === 'black' ? [[0, 0, 0], [255, 255, 255]] : [[255, 255, 255], [0, 0, 0]];
      expect(boxes(count, inks).bar).toBeNull();
    });

    it('is refused for that reason where the boxes are seen', () => {
      expect(boxes(2, [[0, 0, 0], [255, 255, 255]])).toEqual({ bar: null, reason: 'pieces' });
    });
  });

  it('is not a rule across the whole photograph, nor the line under a caption', () => {
    const image = skinPicture({ hairs: 20, seed: 4 });
    drawScaleBar(image, { ...bar, millimetres: 0.96 * image.width / scale, column: Math.round(0.02 * image.width) }, scale);
    expect(searchScaleBar(image).bar).toBeNull();
    expect(search({ label: '20 mm 20 mm 20 mm', letterHeight: 16 }).found.bar).toBeNull();
  });

  it('says between which places of the photograph it was read', () => {
    const { image, found } = search({ shape: 'ticks', thickness: 1 }), { readBetween } = calibrate({ method: 'scaleBar', millimetres: 1 }, image)!;
    expect(readBetween).toEqual({ from: { row: Number(found.bar!.ends[0].row.toFixed(1)), column: Number(found.bar!.ends[0].column.toFixed(1)) }, to: { row: Number(found.bar!.ends[1].row.toFixed(1)), column: Number(found.bar!.ends[1].column.toFixed(1)) } });
    expect(readBetween!.from.column).toBeCloseTo(59.5, 0);
    expect(readBetween!.to.column).toBeCloseTo(259.5, 0);
  });

  it('gives a scale with the doubt about its ends in its uncertainty', () => {
    const thin = calibrate({ method: 'scaleBar', millimetres: 1 }, search({ shape: 'ticks', thickness: 1 }).image)!, thick = calibrate({ method: 'scaleBar', millimetres: 1 }, search({ shape: 'ticks', thickness: 5 }).image)!;
    expect(Math.abs(thin.micrometresPerPixel / 5 - 1)).toBeLessThan(0.01);
    expect(thick.relativeUncertainty).toBeGreaterThan(1.2 * thin.relativeUncertainty);
  });
});
