import { describe, expect, it } from 'vitest';
import { sharpenHairMap } from '../../src/measurement/sharpen-hair-map.js';
import { hairProbabilityThreshold } from '../../src/measurement/hair-coverage.js';
import { measureBrightness } from '../../src/raster/brightness.js';
import type { FloatMap } from '../../src/raster/raster-image.js';

const width = 80, height = 60;

/** Brightness of skin with upright bars of another. */
function drawBars(skin: number, bars: readonly { from: number; to: number; top?: number; bottom?: number; brightness: number }[]): FloatMap {
  const data = new Uint8Array(width * height * 3).fill(skin);
  for (const { from, to, top = 0, bottom = height, brightness } of bars) {
    for (let y = top; y < bottom; y++) data.fill(brightness, (y * width + from) * 3, (y * width + to) * 3);
  }
  return measureBrightness({ width, height, data });
}

/** A network that takes everything between two columns for hair. */
function believe(from: number, to: number, probability: number, top = 0, bottom = height): FloatMap {
  const data = new Float32Array(width * height).fill(0.02);
  for (let y = top; y < bottom; y++) data.fill(probability, y * width + from, y * width + to);
  return { width, height, data };
}

const isHair = (map: FloatMap, column: number, row = 30): boolean => map.data[row * width + column]! >= hairProbabilityThreshold;

describe('the edges of shafts', () => {
  it('leave the skin between two close shafts out of the hair', () => {
    const picture = drawBars(150, [{ from: 30, to: 38, brightness: 40 }, { from: 42, to: 50, brightness: 40 }]);
    const sharp = sharpenHairMap(believe(30, 50, 0.9), picture);
    expect([34, 40, 46].map((column) => isHair(sharp, column))).toEqual([true, false, true]);
  });

  it('are found on hair lighter than the skin as well', () => {
    const picture = drawBars(80, [{ from: 30, to: 38, brightness: 200 }, { from: 42, to: 50, brightness: 200 }]);
    const sharp = sharpenHairMap(believe(30, 50, 0.9), picture);
    expect([34, 40, 46].map((column) => isHair(sharp, column))).toEqual([true, false, true]);
  });

  it('are the same beside a black frame, a white one and none', () => {
    const bars = [{ from: 30, to: 38, brightness: 40 }, { from: 38, to: 44, brightness: 115 }], hair = believe(30, 44, 0.9), frame = 24;
    const valid = { width, height, data: Uint8Array.from({ length: width * height }, (_, at) => (at % width < frame ? 0 : 1)) };
    for (const brightness of [0, 255]) expect([34, 41].map((column) => isHair(sharpenHairMap(hair, drawBars(150, [{ from: 0, to: frame, brightness }, ...bars]), valid), column))).toEqual([true, false]);
  });

  it('leave out the shadow beside a shaft that differs from the skin by less than half of what the shaft does', () => {
    const picture = drawBars(150, [{ from: 30, to: 38, brightness: 40 }, { from: 38, to: 44, brightness: 115 }]);
    const sharp = sharpenHairMap(believe(30, 44, 0.9), picture);
    expect([34, 41].map((column) => isHair(sharp, column))).toEqual([true, false]);
  });

  it('keep gloss along a shaft that the network is certain of', () => {
    const picture = drawBars(150, [{ from: 30, to: 42, brightness: 40 }, { from: 35, to: 38, brightness: 150 }]);
    expect(isHair(sharpenHairMap(believe(30, 42, 0.99), picture), 36)).toBe(true);
    expect(isHair(sharpenHairMap(believe(30, 42, 0.9), picture), 36)).toBe(false);
  });

  it('leave out a spot smaller than any shaft and keep a short shaft', () => {
    const picture = drawBars(150, [{ from: 20, to: 25, top: 20, bottom: 26, brightness: 40 }, { from: 50, to: 58, top: 20, bottom: 40, brightness: 40 }]);
    const hair = believe(20, 25, 0.9, 20, 26);
    for (let y = 20; y < 40; y++) hair.data.fill(0.9, y * width + 50, y * width + 58);
    const sharp = sharpenHairMap(hair, picture);
    expect([isHair(sharp, 22, 23), isHair(sharp, 54)]).toEqual([false, true]);
  });

  it('stay where the network saw them when no skin is near to compare the hair with', () => {
    const picture = drawBars(40, []);
    const sharp = sharpenHairMap(believe(0, width, 0.7), picture);
    expect([5, 40, 75].every((column) => isHair(sharp, column))).toBe(true);
  });
});
