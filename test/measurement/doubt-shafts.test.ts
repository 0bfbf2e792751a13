import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { doubtShafts } from '../../src/measurement/doubt-shafts.js';
import { drawPath, type Colour } from '../../src/raster/draw-strokes.js';
import { wholeWindow } from '../../src/raster/pixel-window.js';
import type { RasterImage } from '../../src/raster/raster-image.js';

const calibration = { micrometresPerPixel: 5, method: 'given', relativeUncertainty: 0.01 } as const;
const skin: Colour = [205, 160, 135], colours = { black: [35, 30, 30], brown: [80, 52, 38], red: [140, 72, 40], blood: [125, 25, 25] } as const;

/** Twelve shafts of 70 µm on plain skin, those of the second colour last. */
function photograph(colour: Colour, other: Colour, others: number, turned = 0): { image: RasterImage; hairs: Hair[] } {
  const image = { width: 480, height: 360, data: Uint8Array.from({ length: 480 * 360 * 3 }, (_, i) => skin[i % 3]!) };
  const hairs = Array.from({ length: 12 }, (_, i): Hair => {
    const way = 0.8 + (i >= 12 - others ? turned * (1 + (i % 2)) : 0), root = { row: 60 + 100 * Math.floor(i / 4), column: 60 + 110 * (i % 4) };
    const tip = { row: root.row + 70 * Math.sin(way), column: root.column + 70 * Math.cos(way) }, path = [0, 0.25, 0.5, 0.75, 1].map((t) => ({ row: root.row + t * (tip.row - root.row), column: root.column + t * (tip.column - root.column) }));
    drawPath(image, path, { width: 14, colour: i >= 12 - others ? other : colour });
    return { id: i + 1, root, tip, path, rootVisible: true, lengthMm: 0.35, diameterUm: 70, diameterIntervalUm: [66, 74], kind: 'terminal', unit: i + 1, confidence: 0.98, counted: true, notCountedBecause: null };
  });
  return { image, hairs };
}

const codesOf = ({ image, hairs }: ReturnType<typeof photograph>): string[] => doubtShafts(image, hairs, calibration, wholeWindow(image)).map(({ code }) => code);

describe('counted hairs that are perhaps none', () => {
  it.each(['black', 'brown', 'red'] as const)('are not doubted where all are %s and lean one way', (colour) => {
    expect(codesOf(photograph(colours[colour], colours[colour], 0))).toEqual([]);
  });

  it('are scratches where some have the colour of blood, beside dark hair and where there is no other', () => {
    expect(codesOf(photograph(colours.brown, colours.blood, 4))).toEqual(['hair.bloodRed']);
    expect(codesOf(photograph(colours.blood, colours.blood, 12))).toEqual(['hair.bloodRed']);
    expect(codesOf(photograph(colours.brown, colours.blood, 2))).toEqual([]);
  });

  it('are loose clippings where a third lies across the others', () => {
    const found = photograph(colours.brown, colours.brown, 4, 1.7), [issue] = doubtShafts(found.image, found.hairs, calibration, wholeWindow(found.image));
    expect(issue).toMatchObject({ code: 'hair.acrossOthers', field: 'measurements.hairCount' });
    expect(issue!.message).toContain('of 12 counted hairs lie across');
  });
});
