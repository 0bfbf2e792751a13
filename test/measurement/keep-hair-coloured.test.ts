import { describe, expect, it } from 'vitest';
import type { Hair } from '../../src/domain/hair.js';
import { keepHairColoured } from '../../src/measurement/keep-hair-coloured.js';
import { shareExplained } from '../../src/measurement/share-explained.js';

const width = 120, height = 80;

/** One traced shaft in row 20, an untraced line in row 60, on even skin. */
function makePicture({ skin, traced, untraced }: { skin: number; traced: number; untraced: number }) {
  const data = new Uint8Array(width * height * 3).fill(skin), centre = new Uint8Array(width * height);
  for (const [row, value] of [[20, traced], [60, untraced]] as const) {
    for (let column = 20; column < 100; column++) {
      data.fill(value, (row * width + column) * 3, (row * width + column) * 3 + 3);
      centre[row * width + column] = 1;
    }
  }
  const line = { width, height, data: centre }, all = { width, height, data: new Uint8Array(width * height).fill(1) };
  return { centreLine: line, mask: line, valid: all, picture: { width, height, data }, hairs: [shaft], scale: 1 };
}

const shaft: Hair = {
  id: 1, root: { row: 20, column: 20 }, tip: { row: 20, column: 99 }, path: [{ row: 20, column: 20 }, { row: 20, column: 99 }], rootVisible: true,
  lengthMm: 0.66, diameterUm: null, diameterIntervalUm: null, kind: null, unit: 1, confidence: 0.9, counted: true, notCountedBecause: null,
};

const explained = (input: ReturnType<typeof makePicture>): number => shareExplained(keepHairColoured(input), input.hairs, 1);

describe('what is held against the traced hairs as hair without an exit', () => {
  it('leaves out a white strip and gloss where the traced hair is darker than the skin', () => {
    expect(explained(makePicture({ skin: 150, traced: 40, untraced: 230 }))).toBe(1);
  });

  it('leaves out a dark mark where the traced hair is lighter than the skin', () => {
    expect(explained(makePicture({ skin: 90, traced: 180, untraced: 30 }))).toBe(1);
  });

  it('keeps long hair of the colour of the traced hair, and thin hair that is nearly as light as the skin', () => {
    expect(explained(makePicture({ skin: 150, traced: 40, untraced: 45 }))).toBeCloseTo(0.5, 5);
    expect(explained(makePicture({ skin: 150, traced: 40, untraced: 145 }))).toBeCloseTo(0.5, 5);
  });

  it('leaves nothing out where traced hair and skin are about as bright, or no hair was traced', () => {
    expect(explained(makePicture({ skin: 150, traced: 140, untraced: 230 }))).toBeCloseTo(0.5, 5);
    const input = makePicture({ skin: 150, traced: 40, untraced: 230 });
    expect(keepHairColoured({ ...input, hairs: [] })).toBe(input.centreLine);
  });
});
