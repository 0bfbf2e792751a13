import { describe, expect, it } from 'vitest';
import type { Constellation, PlaceMm } from '../../src/registration/constellation.js';
import { recogniseOtherwise } from '../../src/registration/recognise-otherwise.js';
import { makePair, smallPair } from '../support/constellation-pairs.js';

/** The same picture with its scale given wrongly. */
function resized({ roots, outline, holes }: Constellation, factor: number): Constellation {
  const place = ({ x, y }: PlaceMm): PlaceMm => ({ x: x * factor, y: y * factor });
  return { roots: roots.map((root) => ({ ...root, ...place(root), diameterUm: root.diameterUm === null ? null : root.diameterUm * factor })), outline: outline.map(place), holes };
}

function mirrored({ roots, outline, holes }: Constellation): Constellation {
  const width = Math.max(...outline.map(({ x }) => x));
  return { roots: roots.map((root) => ({ ...root, x: width - root.x, directionRadians: root.directionRadians === null ? null : Math.PI - root.directionRadians })), outline, holes };
}

const clinical = { ...smallPair, widthMm: 6, heightMm: 6, change: [-0.3, 0.3] as const, missRate: 0.06, falseRate: 0.06 };
const pairs = Array.from({ length: 2 }, (_, k) => makePair({ ...clinical, seed: 40 + k }));

describe('two photographs of the same skin', () => {
  it.each([0.5, 1.25, 1.6, 3])('of which one was given a scale %s times the true one are recognised, with the factor that mends it', (wrong) => {
    for (const { baseline, followUp } of pairs) {
      const seen = recogniseOtherwise(baseline.constellation, resized(followUp.constellation, wrong));
      expect(seen).toMatchObject({ mirrored: false });
      expect(Math.abs(Math.log(seen!.scaleFactor * wrong))).toBeLessThan(0.08);
    }
  });

  it('of which one is mirrored are recognised', () => {
    for (const { baseline, followUp } of pairs) expect(recogniseOtherwise(baseline.constellation, mirrored(followUp.constellation))).toMatchObject({ mirrored: true, scaleFactor: 1 });
  });

  it('give the inverse when they are exchanged', () => {
    const { baseline, followUp } = pairs[0]!, wrong = resized(followUp.constellation, 1.8);
    const [there, back] = [recogniseOtherwise(baseline.constellation, wrong)!, recogniseOtherwise(wrong, baseline.constellation)!];
    expect(there.scaleFactor * back.scaleFactor).toBeCloseTo(1, 9);
    expect(there.evidence).toBeCloseTo(back.evidence, 9);
  });
});

describe('photographs of different skin', () => {
  it('are not taken for the same at any other scale, nor in a mirror', () => {
    for (let seed = 1; seed <= 4; seed++) {
      const { baseline, followUp } = makePair({ ...(seed % 2 === 0 ? smallPair : clinical), pattern: seed % 3 === 0 ? 'regular' : 'natural', seed, different: true });
      expect(recogniseOtherwise(baseline.constellation, followUp.constellation)).toBeNull();
    }
  });
});
