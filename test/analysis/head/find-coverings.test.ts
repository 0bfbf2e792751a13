import { describe, expect, it } from 'vitest';
import { compareHeads } from '../../../src/analysis/head/compare-heads.js';
import { findCoverings } from '../../../src/analysis/head/find-coverings.js';
import { createRandom } from '../../../src/phantom/random.js';
import { identityAffine } from '../../../src/raster/affine.js';
import type { HeadView } from '../../../src/registration/head/head-view.js';
import { analysePainted } from '../../support/head-analysis.js';
import { paintScalp, viewPaintedScalp } from '../../support/paint-scalp.js';

const scene = paintScalp({ seed: 3 }), head = viewPaintedScalp(scene), { width, height } = head;
const inEllipse = (across: number, down: number) => (at: number): boolean => (((at % width) - 64) / across) ** 2 + ((Math.floor(at / width) - 95) / down) ** 2 < 1, inPatch = inEllipse(18, 34), inLargePatch = inEllipse(27, 40), onScalp = (at: number): boolean => head.scalp.data[at] > 0.5;
const shareOf = (isThere: (at: number) => boolean): number => head.scalp.data.reduce((sum, value, at) => sum + (value > 0.5 && isThere(at) ? 1 : 0), 0) / head.scalp.data.reduce((sum, value) => sum + value, 0), share = shareOf(inPatch);

/** Something of one colour where the patch lies, with what the network makes of it. */
function cover(colour: readonly [number, number, number], seen: { scalp: number; hair: number }, where = inPatch): HeadView {
  const random = createRandom(4), data = Uint8Array.from(head.picture.data), put = (map: Float32Array, value: number): Float32Array => map.map((own, at) => (where(at) && onScalp(at) ? value : own));
  for (let at = 0; at < width * height; at++) if (where(at)) for (let c = 0; c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, Math.round(colour[c] + random.normal(0, 2))));
  return { ...head, picture: { width, height, data }, scalp: { ...head.scalp, data: put(head.scalp.data, seen.scalp) }, hair: { ...head.hair, data: put(head.hair.data, seen.hair) } };
}

const alignment = { map: identityAffine, agreement: { outline: 1, detail: 0.9, seen: 1 }, agreeingSpots: 40, stretch: 1 };

/** The comparison of the head with itself under something, as `layHeads` would hand it over. */
function compared(covered: HeadView, detail = 0.9): ReturnType<typeof compareHeads> {
  const baseline = analysePainted(scene), followUp = analysePainted({ image: covered.picture, scalp: covered.scalp, hair: covered.hair }), forth = baseline.result.photo.sha256 <= followUp.result.photo.sha256;
  const [first, second] = (forth ? [baseline, followUp] : [followUp, baseline]).map((visit) => visit.head.view) as [HeadView, HeadView];
  return compareHeads(baseline, followUp, { repeatabilityPoints: 1.6 }, { first, second, inLikeLight: second.picture, alignment: { ...alignment, agreement: { ...alignment.agreement, detail } } });
}

describe('something that lies on a head at one of two visits', () => {
  it.each([['white plaster', [246, 244, 240]], ['blue glove', [60, 110, 190]], ['green cap', [44, 110, 60]], ['red comb', [190, 30, 50]]] as const)('is seen by its colours, which neither hair nor skin has: a %s', (_, colour) => {
    const covered = cover(colour, { scalp: 1, hair: 0 }, inLargePatch);
    for (const [first, second] of [[head, covered], [covered, head]] as const) expect(findCoverings(first, second, second.picture).foreignShare).toBeGreaterThan(0.7 * shareOf(inLargePatch));
    const { change, globalAssessment, warnings } = compared(covered);
    expect([change, globalAssessment, warnings[0].code]).toEqual([null, null, 'comparison.headCovered']);
    expect(warnings[0].message).toMatch(/lies on it/);
  });

  it('refuses no pair where its colours lie on less than a tenth of the scalp, and the interval is as much wider', () => {
    const covered = cover([60, 110, 190], { scalp: 1, hair: 0 });
    const { foreignShare } = findCoverings(head, covered, covered.picture), { change, globalAssessment, warnings } = compared(covered);
    expect(foreignShare).toBeGreaterThan(0.04);
    expect(foreignShare).toBeLessThan(0.1);
    expect(warnings.map(({ code }) => code)).toContain('comparison.headPerhapsCovered');
    expect(change!.interval95[1] - change!.interval95[0]).toBeGreaterThan(2 * 1.96 * 100 * foreignShare);
    expect(globalAssessment!.supported).toBe(0);
  });

  it('makes the change uncertain where it has the colours of skin and the network takes it for no part of the scalp, as a hand', () => {
    const hand = cover([206, 158, 134], { scalp: 0.05, hair: 0 }), bared = cover([206, 158, 134], { scalp: 1, hair: 0 });
    expect(findCoverings(head, hand, hand.picture).doubtfulShare).toBeGreaterThan(0.7 * share);
    expect(findCoverings(head, bared, bared.picture).doubtfulShare).toBe(0);
    const [byHand, byLoss] = [compared(hand), compared(bared)];
    expect(byLoss.globalAssessment!.supported).toBeLessThan(0);
    expect(byHand.globalAssessment!.supported).toBe(0);
    expect(byHand.change!.interval95[1]).toBeGreaterThan(0);
    expect(byHand.warnings.map(({ code }) => code)).toContain('comparison.headPerhapsCovered');
  });

  it('is asked about where a patch full of hair shows nothing but skin, as under a plaster in the colour of skin, and the score counts it as lost', () => {
    const [patch, thinned] = [0, 0.5].map((hair) => compared(cover(hair === 0 ? [206, 158, 134] : [129, 103, 85], { scalp: 1, hair })));
    expect(patch.globalAssessment!.supported).toBeLessThan(0);
    expect([patch, thinned].map(({ warnings }) => warnings.some(({ code }) => code === 'comparison.patchBared'))).toEqual([true, false]);
    expect(patch.warnings.find(({ code }) => code === 'comparison.patchBared')!.message).toMatch(/look at both photographs/);
  });

  it('is no patch that went bald, no shadow and no border drawn differently', () => {
    const bald = cover([208, 162, 138], { scalp: 1, hair: 0 }), shaded = { ...head, picture: { ...head.picture, data: Uint8Array.from(head.picture.data, (value, k) => (inPatch(Math.floor(k / 3)) ? Math.round(0.5 * value) : value)) } };
    const border = { ...head, scalp: { ...head.scalp, data: head.scalp.data.map((value, at) => (value > 0.5 && [3, -3, 3 * width, -3 * width].some((step) => !(head.scalp.data[at + step] > 0.5)) ? 0.1 : value)) } };
    for (const other of [bald, shaded, border]) {
      const { foreignShare, doubtfulShare } = findCoverings(head, other, other.picture);
      expect(foreignShare).toBeLessThan(0.01);
      expect(doubtfulShare).toBeLessThan(0.01);
    }
  });

  it('is no shine that lies on the same place at both visits, though the strands in it moved', () => {
    const shining = (offset: number): HeadView => {
      const shine = cover([148, 160, 190], { scalp: 1, hair: 0.6 });
      return { ...shine, picture: { ...shine.picture, data: Uint8Array.from(shine.picture.data, (value, k) => (inPatch(Math.floor(k / 3)) && (Math.floor(k / 3) + offset) % 4 < 2 ? 0.6 * value : value)) } };
    };
    const [one, other] = [shining(0), shining(2)];
    expect(findCoverings(head, other, other.picture).foreignShare).toBeGreaterThan(0.7 * share);
    expect(findCoverings(one, other, other.picture).foreignShare).toBeLessThan(0.01);
  });

  it('is not looked for where a head shows no hair to compare it with', () => {
    const bald = { ...head, hair: { ...head.hair, data: new Float32Array(width * height) } };
    expect(findCoverings(bald, bald, bald.picture)).toMatchObject({ foreignShare: 0, doubtfulShare: 0 });
  });

  it('widens the interval, and says so, where one part of a head is the same strand by strand and another wholly new, as under a cap of the colour of hair', () => {
    const capped = cover([52, 42, 36], { scalp: 1, hair: 1 }, (at) => ((at % width) - 100) ** 2 + (Math.floor(at / width) - 60) ** 2 < 48 ** 2 && onScalp(at)), [alike, other] = [compared(capped, 0.9), compared(capped, 0.6)];
    expect(other.change!.percent).toBe(alike.change!.percent);
    expect(other.change!.standardError).toBeGreaterThan(alike.change!.standardError + 0.3);
    expect([alike, other].map(({ warnings }) => warnings.some(({ code }) => code === 'comparison.partReplaced'))).toEqual([false, true]);
  });
});
