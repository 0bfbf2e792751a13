import { describe, expect, it } from 'vitest';
import { showScalp } from '../../../src/analysis/blind/telling-parts.js';
import { describePicture, traitSide } from '../../../src/analysis/kind/picture-traits.js';
import { mayShowFace, probabilityOfHead } from '../../../src/analysis/kind/recognise-kind.js';
import type { Mask } from '../../../src/raster/raster-image.js';
import { resampleSmall } from '../../../src/raster/small-copy.js';
import { paintScalp } from '../../support/paint-scalp.js';

const side = 160, count = side * side;

/** Scalp in a ring, as long hair hangs around a face, which is as wide as said. */
function ringOfHair(faceRadius: number): Mask {
  const scalp = Float32Array.from({ length: count }, (_, at) => {
    const away = Math.hypot(at % side - 80, Math.floor(at / side) - 80);
    return away < 60 && away >= faceRadius ? 0.95 : 0.05;
  });
  return showScalp({ width: side, height: side, data: new Uint8Array(3 * count).fill(150) }, { width: side, height: side, cellsPerPixel: 1, scalp, hair: scalp, worn: new Float32Array(count) })!.shown;
}

describe('a photograph of a head for blinded readers', () => {
  it('shows no face that hair encloses, while a reflection in the hair stays', () => {
    const face = ringOfHair(32), shine = ringOfHair(6), shownAt = ({ data }: { data: Uint8Array }, row: number, column: number): number => data[row * side + column]!;
    expect([shownAt(face, 80, 80), shownAt(face, 95, 70), shownAt(face, 35, 80)]).toEqual([0, 0, 1]);
    expect(shownAt(shine, 80, 80)).toBe(1);
  });

  it('shows no date that is burned into it, which a close-up that may be a head has, too', () => {
    const all = new Float32Array(count).fill(0.95), data = new Uint8Array(3 * count).fill(150);
    for (let letter = 0; letter < 6; letter++) for (let row = 140; row < 150; row++) data.fill(255, 3 * (row * side + 60 + 8 * letter), 3 * (row * side + 65 + 8 * letter));
    const { shown } = showScalp({ width: side, height: side, data }, { width: side, height: side, cellsPerPixel: 1, scalp: all, hair: all, worn: new Float32Array(count) })!;
    expect([62, 75, 102].map((column) => shown.data[145 * side + column])).toEqual([0, 0, 0]);
    expect(shown.data[80 * side + 80]).toBe(1);
  });

  it('is looked at as a head as soon as it would be measured as one, also where that is in some doubt', () => {
    // A pale photograph, of whose scalp the network is little sure.
    const { image, scalp, hair } = paintScalp({ seed: 3 }), pale = { ...image, data: image.data.map((value, k) => 0.7 * value + 0.3 * [200, 160, 140][k % 3]!) };
    const maps = { width: 200, height: 200, cellsPerPixel: 1, scalp: scalp.data.map((chance) => 0.6 * chance), hair: hair.data, worn: new Float32Array(40_000) };
    const probability = probabilityOfHead(describePicture(resampleSmall(pale, traitSide / 200)), maps);
    expect([probability > 0.3, probability < 0.5]).toEqual([true, true]);
    // With a scale it would be measured as a close-up.
    expect([mayShowFace(pale, maps, false), mayShowFace(pale, maps, true)]).toEqual([true, false]);
  });
});
