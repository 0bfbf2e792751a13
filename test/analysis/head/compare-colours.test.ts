import { describe, expect, it } from 'vitest';
import { compareColours } from '../../../src/analysis/head/compare-colours.js';
import { matchLight } from '../../../src/analysis/head/match-light.js';
import { createRandom } from '../../../src/phantom/random.js';
import type { RasterImage } from '../../../src/raster/raster-image.js';
import type { HeadView } from '../../../src/registration/head/head-view.js';
import { paintScalp, viewPaintedScalp } from '../../support/paint-scalp.js';

const head = viewPaintedScalp(paintScalp({ seed: 3 })), { width, height } = head, everywhere = new Uint8Array(width * height).fill(1);
const inDisc = (at: number): boolean => (at % width - 60) ** 2 + (Math.floor(at / width) - 90) ** 2 < 30 ** 2;

/** Skin in a share of the disc: specks, or an even mixture. The network is made to overlook it: its map stays that of full hair. */
function thin(share: number, manner: 'specks' | 'evenly', where = inDisc): { view: HeadView; truth: number } {
  const random = createRandom(8), data = Uint8Array.from(head.picture.data);
  let truth = 0;
  for (let at = 0; at < width * height; at++) {
    if (!where(at) || head.hair.data[at] === 0) continue;
    const skin = manner === 'specks' ? (random.chance(share) ? 1 : 0) : share;
    truth -= skin;
    [212, 164, 140].forEach((value, c) => { data[3 * at + c] = Math.round(data[3 * at + c] + skin * (value - data[3 * at + c])); });
  }
  return { view: { ...head, picture: { width, height, data } }, truth };
}

function relight({ data }: RasterImage): RasterImage {
  const gain = (at: number): number => 0.8 * 2 ** (0.6 * ((at % width) / width - 0.5));
  return { width, height, data: Uint8Array.from(data, (value, k) => Math.min(255, Math.round(255 * (value / 255) ** 1.08 * gain(Math.floor(k / 3))))) };
}

const total = (first: HeadView, second: HeadView, picture = second.picture): number => compareColours(first, second, picture, head.region).change.data.reduce((sum, value) => sum + value, 0);

describe('two pictures of one head in one frame', () => {
  it.each([['specks', 0.5], ['specks', 0.25], ['evenly', 0.5], ['evenly', 0.3]] as const)('show how much hair was thinned %s by %d, though the network sees no difference', (manner, share) => {
    const { view, truth } = thin(share, manner);
    expect(Math.abs(total(head, view) / truth - 1)).toBeLessThan(0.15);
  });

  it('give exactly the opposite when they are exchanged', () => {
    const { view } = thin(0.5, 'specks'), forth = compareColours(head, view, view.picture, head.region), back = compareColours(view, head, head.picture, head.region);
    expect(Math.max(...forth.change.data.map((value, at) => Math.abs(value + back.change.data[at])))).toBeLessThan(1e-6);
  });

  it('show no change under another light, even where a network would answer otherwise', () => {
    const lit = relight(head.picture), mistaken: HeadView = { ...head, picture: lit, hair: { ...head.hair, data: head.hair.data.map((value) => 0.8 * value) } };
    const matched = matchLight(lit, head.picture, head.region, everywhere);
    expect(Math.abs(total(head, mistaken, matched)) / head.region.data.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.002);
  });

  it.each([0.5, 0.7, 1.5])('show next to no change where a shadow or a lamp makes a part of the head %d times as bright, on skin and on hair', (factor) => {
    const random = createRandom(5), bald = inDisc, skin = [196, 150, 126] as const;
    const scalpWithSkin = Uint8Array.from(head.picture.data, (value, k) => (bald(Math.floor(k / 3)) && head.scalp.data[Math.floor(k / 3)] > 0 ? Math.round(skin[k % 3] + random.normal(0, 2)) : value));
    const before = { ...head, picture: { width, height, data: scalpWithSkin }, hair: { ...head.hair, data: head.hair.data.map((value, at) => (bald(at) ? 0.02 : value)) } };
    const shaded = Uint8Array.from(scalpWithSkin, (value, k) => Math.min(255, Math.round(value * (Math.floor(k / 3 / width) > 70 ? factor : 1)))), picture = { width, height, data: shaded };
    // The network is made to take the shade for hair, and the light for skin.
    const mistaken = { ...before, picture, hair: { ...before.hair, data: before.hair.data.map((value, at) => Math.max(0, Math.min(1, value + (Math.floor(at / width) > 70 ? (factor < 1 ? 0.4 : -0.4) : 0)))) } };
    expect(Math.abs(total(before, mistaken, picture)) / head.region.data.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.05);
  });

  it('show the loss under another light as well', () => {
    const { view, truth } = thin(0.5, 'specks'), matched = matchLight(relight(view.picture), head.picture, head.region, everywhere);
    expect(Math.abs(total(head, view, matched) / truth - 1)).toBeLessThan(0.2);
  });

  it('have a change everywhere on the head, however flat the pictures are beside it or burnt out on it', () => {
    const flat = ({ data }: RasterImage): RasterImage => ({ width, height, data: Uint8Array.from(data, (value, k) => (Math.floor(k / 3) % width > 130 ? 255 : head.scalp.data[Math.floor(k / 3)] === 0 ? 120 : value)) });
    const { view } = thin(0.5, 'specks'), cut = { ...head.scalp, data: head.scalp.data.map((value, at) => (at % width < 30 ? -1 : value)) };
    const { change, undecidedShare } = compareColours({ ...head, picture: flat(head.picture) }, { ...view, scalp: cut, picture: flat(view.picture) }, flat(view.picture), head.region);
    expect(change.data.every((value) => Number.isFinite(value))).toBe(true);
    expect(undecidedShare).toBeGreaterThanOrEqual(0);
  });

  it('show hair that was thinned all over the head, and do not take it for another exposure', () => {
    const { view, truth } = thin(0.35, 'evenly', () => true), matched = matchLight(view.picture, head.picture, head.region, everywhere);
    expect(Math.abs(total(head, view, matched) / truth - 1)).toBeLessThan(0.25);
  });

  it('show more of a loss where the bared skin lies in the shade and the network is sure of hair before and bare skin after', () => {
    const shaded = thin(1, 'evenly'), data = Uint8Array.from(shaded.view.picture.data), bared = head.hair.data.map((value, at) => (inDisc(at) ? 0.02 : value));
    for (let at = 0; at < width * height; at++) if (inDisc(at)) for (let c = 0; c < 3; c++) data[3 * at + c] = Math.round(0.6 * data[3 * at + c]);
    const picture = { width, height, data }, overlooked: HeadView = { ...head, picture }, seen: HeadView = { ...overlooked, hair: { ...head.hair, data: bared } };
    const [byColours, byBoth] = [overlooked, seen].map((second) => total(head, second) / shaded.truth) as [number, number];
    expect(byBoth).toBeGreaterThan(byColours + 0.05);
    expect(byBoth).toBeLessThan(1.05);
    expect(total(seen, head) / shaded.truth).toBeCloseTo(-byBoth, 6);
  });

  it('show a loss of grey hair as a loss, though the skin beside the scalp lies in deep shade and is darker than the hair', () => {
    const random = createRandom(6), paint = (colour: readonly number[]): number[] => colour.map((value) => Math.round(value + random.normal(0, 3)));
    const isSkinBeside = (at: number): boolean => head.scalp.data[at] === 0 && head.picture.data[3 * at] > 200;
    const before = Uint8Array.from(Array.from({ length: width * height }, (_, at) => (head.scalp.data[at] > 0 ? paint([134, 122, 118]) : isSkinBeside(at) ? paint([108, 76, 64]) : [...head.picture.data.subarray(3 * at, 3 * at + 3)])).flat());
    const after = Uint8Array.from(before, (value, k) => (inDisc(Math.floor(k / 3)) ? [206, 164, 146][k % 3] : value)), full = head.scalp.data.map((value) => (value > 0 ? 1 : 0));
    const grey: HeadView = { ...head, picture: { width, height, data: before }, hair: { width, height, data: full } };
    const bared: HeadView = { ...grey, picture: { width, height, data: after }, hair: { width, height, data: full.map((value, at) => (inDisc(at) ? 0.02 : value)) } }, truth = -full.reduce((sum, value, at) => sum + (inDisc(at) ? value : 0), 0);
    expect(Math.abs(total(grey, bared) / truth - 1)).toBeLessThan(0.2);
    expect(total(bared, grey)).toBeCloseTo(-total(grey, bared), 6);
  });

  it('show hair too fine to be seen singly as thinned where it lost its pattern, and as lit where the pattern grew as bright as its level, which leaves open what the lamp may hide', () => {
    const random = createRandom(7), hairOrSkin = (at: number): readonly number[] => (head.hair.data[at] > 0 ? [70, 55, 46] : [140, 110, 92]);
    const fine = Uint8Array.from(Array.from({ length: width * height }, (_, at) => {
      if (head.scalp.data[at] === 0) return [...head.picture.data.subarray(3 * at, 3 * at + 3)];
      const noise = random.normal(0, head.hair.data[at] > 0 ? 3 : 1);
      return hairOrSkin(at).map((value) => Math.round(value + noise));
    }).flat());
    const lamp = (at: number): number => Math.max(0, Math.min(1, (42 - Math.hypot(at % width - 60, Math.floor(at / width) - 90)) / 24));
    const inHair = (k: number): boolean => inDisc(Math.floor(k / 3)) && head.hair.data[Math.floor(k / 3)] > 0, truth = -0.5 * head.hair.data.reduce((sum, value, at) => sum + (inDisc(at) ? value : 0), 0);
    const thinned = Uint8Array.from(fine, (value, k) => (inHair(k) ? Math.round((value + [140, 110, 92][k % 3]) / 2) : value)), lit = Uint8Array.from(fine, (value, k) => Math.round(value * (1 + 0.5 * lamp(Math.floor(k / 3)))));
    const first: HeadView = { ...head, picture: { width, height, data: fine } }, [byHair, byLight] = [thinned, lit].map((data) => total(first, { ...head, picture: { width, height, data } }) / truth) as [number, number];
    expect(byHair).toBeGreaterThan(0.7);
    expect(byHair).toBeLessThan(1.2);
    expect(Math.abs(byLight)).toBeLessThan(0.1);
    // What the lamp may hide is left open; nothing is where both are the same.
    const area = head.region.data.reduce((sum, value) => sum + value, 0), open = [thinned, lit, fine].map((data) => (area * compareColours(first, { ...head, picture: { width, height, data } }, { width, height, data }, head.region).overlookedShare) / -truth) as [number, number, number];
    expect(open[1]).toBeGreaterThan(0.4);
    expect(open[1]).toBeGreaterThan(2 * open[0]);
    expect(open[2]).toBe(0);
  });

  it('are left to the network where something of neither colour appeared', () => {
    const data = Uint8Array.from(head.picture.data);
    for (let at = 0; at < width * height; at++) if (inDisc(at)) data.set([30, 160, 60], 3 * at);
    const { change, undecidedShare } = compareColours(head, { ...head, picture: { width, height, data } }, { width, height, data }, head.region);
    expect(undecidedShare).toBeGreaterThan(0.05);
    expect(Math.abs(change.data.reduce((sum, value) => sum + value, 0))).toBeLessThan(0.3 * head.hair.data.reduce((sum, value, at) => sum + (inDisc(at) ? value : 0), 0));
  });

  it('show a large loss of which the network sees still more as the mean of both answers, with the doubt between them, and a small one by their colours', () => {
    const compare = (isBared: (at: number) => boolean): { said: number; seen: number; added: number } => {
      const { view } = thin(0.6, 'evenly', isBared), data = head.hair.data.map((value, at) => (isBared(at) ? 0.46 * value : Math.max(0, value - 0.3))), second = { ...view, hair: { ...head.hair, data } };
      const forth = compareColours(head, second, view.picture, head.region), back = compareColours(second, head, head.picture, head.region);
      const mean = (values: Float32Array): number => values.reduce((sum, value, at) => sum + value * head.region.data[at], 0) / head.region.data.reduce((sum, value) => sum + value, 0);
      expect(Math.max(...forth.change.data.map((value, at) => Math.abs(value + back.change.data[at])))).toBeLessThan(1e-4);
      return { said: mean(forth.change.data), seen: mean(data.map((value, at) => value - head.hair.data[at])), added: forth.addedShare };
    };
    const large = compare((at) => at % width < 100), small = compare((at) => (at % width - 60) ** 2 + (Math.floor(at / width) - 90) ** 2 < 14 ** 2);
    expect(large.added).toBeGreaterThan(0.01);
    expect(Math.abs(large.said - large.seen - large.added)).toBeLessThan(0.01);
    expect(small.added).toBe(0);
    expect(small.said).toBeGreaterThan(-0.06);
  });
});
