import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareHead, overlapOfHair, type HeadComparison } from '../../src/evaluation/compare-head.js';
import { tellMaskKind } from '../../src/evaluation/mask-kind.js';
import { readHeadTruth, readSubjectList } from '../../src/evaluation/read-head-truth.js';
import { summariseHeads } from '../../src/evaluation/summarise-heads.js';
import { measureHeadCoverage } from '../../src/measurement/head/measure-coverage.js';
import { hairShareOf } from '../../src/measurement/head/hair-share.js';
import type { GlobalMaps } from '../../src/raster/global-maps.js';
import type { FloatMap, Mask } from '../../src/raster/raster-image.js';
import { rankCorrelation } from '../../src/statistics/rank-correlation.js';

/** `.` is wall, `o` bald scalp, `-` half covered, `#` hair; a cell each. */
function mapsOf(lines: string[], cellsPerPixel = 1): GlobalMaps {
  const marks = [...lines.join('')];
  return {
    width: lines[0]!.length, height: lines.length, cellsPerPixel,
    scalp: Float32Array.from(marks, (mark) => (mark === '.' ? 0.1 : 0.9)), hair: Float32Array.from(marks, (mark) => (mark === '#' ? 1 : mark === '-' ? 0.5 : 0)), worn: new Float32Array(marks.length),
  };
}

function truthOf(lines: string[]): { region: FloatMap; hair: FloatMap; photo: { width: number; height: number } } {
  const { width, height, scalp, hair } = mapsOf(lines);
  return { region: { width, height, data: scalp }, hair: { width, height, data: hair }, photo: { width, height } };
}

const head = { name: 'a', grade: 4, attributes: { view: 'front' } };
const drawn = ['........', '.######.', '.##oo##.', '.######.', '........'];
/** Coverage of all scalp of the drawing. */
function coverageOf(lines: string[], region?: Mask): number | null {
  const { width, height, scalp, hair } = mapsOf(lines), whole: Mask = { width, height, data: Uint8Array.from(scalp, (value) => (value > 0.5 ? 1 : 0)) };
  return measureHeadCoverage({ width, height, data: scalp }, { width, height, data: hair }, region ?? whole).coverage;
}
const compare = (found: string[], truth = drawn): HeadComparison => compareHead(head, mapsOf(found), { coverage: coverageOf(found), shareOf: (read) => read }, truthOf(truth));

describe('coverage of a head', () => {
  it('is hair over hair and visible scalp, thin zones counting as they are', () => {
    expect(coverageOf(['..#o', '..--'])).toBeCloseTo(0.5, 12);
  });

  it('is not given where there is no scalp', () => {
    expect(coverageOf(['....', '....'])).toBeNull();
  });

  it('looks only inside a region that was asked for', () => {
    const region: Mask = { width: 4, height: 2, data: Uint8Array.from([0, 0, 1, 0, 0, 0, 1, 0]) };
    expect(coverageOf(['..#o', '..--'], region)).toBeCloseTo(0.75, 12);
  });
});

describe('the share of hair of a place on a head', () => {
  it('is a little less than the network reads in thin hair, the same where skin is bare or covered, and more where it reads more', () => {
    const reads = Array.from({ length: 101 }, (_, i) => i / 100), shares = reads.map(hairShareOf);
    expect([shares[0], shares[100]]).toEqual([0, 1]);
    shares.slice(1, 100).forEach((share, i) => {
      expect(share).toBeLessThan(reads[i + 1]!);
      expect(share).toBeGreaterThan(shares[i]!);
    });
  });
});

describe('a head against what people drew on it', () => {
  it('agrees fully with itself', () => {
    const comparison = compare(drawn);
    expect(comparison).toMatchObject({ regionOverlap: 1, hairDice: 1 });
    expect(comparison.coverage).toBeCloseTo(comparison.trueCoverage, 6);
  });

  it('tells a wrong region from wrong hair inside it', () => {
    const tooWide = compare(['.oooooo.', '.######.', '.##oo##.', '.######.', '........']);
    expect(tooWide.regionOverlap).toBeCloseTo(18 / 24, 12);
    expect(tooWide.coverageInTrueRegion).toBeCloseTo(16 / 18, 6);
    expect(tooWide.coverage).toBeCloseTo(16 / 24, 6);
    expect(compare(['........', '.######.', '.######.', '.######.', '........'])).toMatchObject({ regionOverlap: 1, hairDice: 32 / 34 });
  });

  it('gives no Dice of hair for a head with hardly any', () => {
    expect(compare(drawn, ['........', '.oooooo.', '.oooo-o.', '.oooooo.', '........']).hairDice).toBeNull();
  });

  it('gives no Dice of hair for a shaved head whose stubble covers a half of every place and no place for more than a half', () => {
    const stubble = compare(drawn, ['........', '.------.', '.------.', '.------.', '........']);
    expect(stubble.trueCoverage).toBeCloseTo(0.5, 6);
    expect(stubble.hairDice).toBeNull();
  });

  it('reads coarse maps at the size of the photograph', () => {
    const truth = ['..##', '..##', '....', '....'];
    expect(compareHead(head, mapsOf(['.#', '..'], 0.5), { coverage: 1, shareOf: (read) => read }, truthOf(truth)).regionOverlap).toBe(1);
  });

  it('has the overlap of hair on scalp with a hair mask', () => {
    const { hair } = truthOf(['..##', '..##']);
    expect(overlapOfHair(mapsOf(['..##', '..##']), hair)).toBe(1);
    expect(overlapOfHair(mapsOf(['.o##', '..oo']), hair)).toBe(0.5);
    expect(overlapOfHair(mapsOf(['....', '....']), hair)).toBe(0);
  });
});

describe('many heads together', () => {
  const photo = (coverage: number | null, trueCoverage: number, grade: number, view: string): HeadComparison =>
    ({ photo: 'p', coverage, trueCoverage, coverageInTrueRegion: trueCoverage, regionOverlap: 0.9, hairDice: 0.8, grade, attributes: { view } });

  it('have a mean error, a bias and a rank agreement with the grade, by view too', () => {
    const summary = summariseHeads([photo(0.9, 0.8, 2, 'front'), photo(0.5, 0.6, 4, 'front'), photo(0.3, 0.1, 6, 'front'), photo(null, 0.5, 5, 'back')]);
    expect(summary).toMatchObject({ photos: 4, withoutCoverage: 1, gradeCorrelation: -1 });
    expect(summary.coverage.meanAbsoluteError).toBeCloseTo(0.4 / 3, 12);
    expect(summary.coverage.bias).toBeCloseTo(0.2 / 3, 12);
    expect(summary.groups['view']!['front']!.photos).toBe(3);
    expect(summary.groups['view']!['back']).toMatchObject({ photos: 1, coverage: { meanAbsoluteError: null }, gradeCorrelation: null });
  });

  it('rank the same whatever the scale, ties at their mean rank', () => {
    expect(rankCorrelation([1, 2, 3, 4], [10, 100, 1000, 10000])).toBe(1);
    // scipy.stats.spearmanr([1, 2, 2, 3, 5], [5, 6, 7, 8, 7]).statistic
    expect(rankCorrelation([1, 2, 2, 3, 5], [5, 6, 7, 8, 7])).toBeCloseTo(0.7631578947368421, 12);
    expect(rankCorrelation([1, 1, 1], [1, 2, 3])).toBeNull();
  });
});

describe('hair masks', () => {
  const mask = (lines: string[]): Mask => ({ width: lines[0]!.length, height: lines.length, data: Uint8Array.from(lines.join(''), (mark) => (mark === '#' ? 1 : 0)) });

  it('with thin marks show shafts, with broad ones heads of hair', () => {
    const shaft = mask(Array.from({ length: 60 }, (_, y) => '.'.repeat(y % 20) + '##' + '.'.repeat(58 - (y % 20))));
    const hair = mask(Array.from({ length: 60 }, (_, y) => (y < 30 ? '.'.repeat(15) + '#'.repeat(30) + '.'.repeat(15) : '.'.repeat(60))));
    expect(tellMaskKind([shaft, shaft, hair])).toBe('closeup');
    expect(tellMaskKind([hair, hair, shaft])).toBe('global');
  });
});

describe('the table of heads', () => {
  it('gives the photographs of the listed subjects, and refuses what is not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heads-'));
    try {
      await writeFile(join(folder, 'heads.csv'), 'id,subject,view,norwood,hair_colour\na,s1,front,3,black\nb,s2,back,,\n');
      for (const name of ['a', 'b']) for (const part of ['jpg', 'scalp.png', 'hair.png']) await writeFile(join(folder, `${name}.${part}`), '');
      await writeFile(join(folder, 'list.txt'), '# held out\ns2\n\n');
      expect(await readHeadTruth(folder)).toMatchObject([{ name: 'a', grade: 3, attributes: { view: 'front', hair_colour: 'black' } }, { name: 'b', grade: null, attributes: { view: 'back' } }]);
      expect((await readHeadTruth(folder, await readSubjectList(join(folder, 'list.txt')))).map((found) => found.subject)).toEqual(['s2']);
      await expect(readHeadTruth(folder, new Set(['s3']))).rejects.toMatchObject({ code: 'truth.invalid' });
      await rm(join(folder, 'b.hair.png'));
      await expect(readHeadTruth(folder)).rejects.toMatchObject({ code: 'truth.invalid', message: expect.stringContaining('b.hair.png') });
      await expect(readHeadTruth(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'truth.invalid', message: expect.stringContaining('heads.csv') });
      await expect(readSubjectList(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 'truth.invalid' });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
