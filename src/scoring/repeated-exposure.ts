import type { Position } from '../domain/hair.js';
import type { FollowUpResult, Issue, TimepointResult } from '../domain/result.js';
import { median } from '../statistics/describe.js';

/**
 * Where the tips of the hairs that both photographs show lie nearer to one another than this, in the frames of the photographs, no hair moved and no camera did.
 * One exposure saved anew (JPEG 40 to 90, half to 1.4 times the size, darker) has medians of 0.2 to 3 µm or half a pixel of the smaller file; photographs
 * rendered anew from the very same place, hair clipped anew, 50 µm and more, moved as by hand 130 µm.
 */
const sameTipsUm = 6, sameTipsPx = 1;
/** Fewer hairs in common tell nothing. */
const fewestHairs = 6;
/** Hairs seen in one of the photographs only, for each that both show: an exposure saved anew had none. */
const mostOneSided = 0.25;

/**
 * Whether baseline and follow-up are most likely one exposure saved twice (compressed, resized, without its metadata), or two taken within moments: the same
 * hairs end at the same places of the frame. A warning, never a refusal. Exchanged photographs give the same answer.
 */
export function findRepeatedExposure(baseline: TimepointResult, followUp: TimepointResult, hairs: NonNullable<FollowUpResult['hairs']>): Issue | null {
  const [first, second] = [baseline.photo, followUp.photo], scales = [baseline, followUp].map(({ calibration }) => calibration?.micrometresPerPixel ?? null);
  if (first.sha256 === second.sha256 || scales[0] === null || scales[1] === null || hairs.kept.length < fewestHairs) return null;
  if (hairs.lost.length + hairs.gained.length > mostOneSided * hairs.kept.length) return null;
  if (Math.abs(Math.log((first.width * second.height) / (first.height * second.width))) > 0.01) return null;
  const fieldUm = Math.sqrt(first.width * scales[0]! * second.width * scales[1]!), [tips, otherTips] = [baseline, followUp].map((result) => new Map(result.hairs.map(({ id, tip }) => [id, tip])));
  const distances = hairs.kept.flatMap(({ baseline: one, followUp: other }) => {
    const [a, b] = [tips!.get(one), otherTips!.get(other)];
    return a === undefined || b === undefined ? [] : [fieldUm * distanceInFrames(a, first, b, second)];
  });
  const typical = median(distances), limit = Math.max(sameTipsUm, sameTipsPx * fieldUm / Math.min(first.width, second.width));
  if (typical === null || typical > limit) return null;
  return {
    code: 'comparison.sameExposure', field: 'followUps.measurement.photo',
    message: `The ends of the hairs lie at the same places of both photographs (within ${typical.toFixed(1)} µm for half of them): this is most likely one exposure saved twice, or two taken within moments, and no follow-up. Check which photographs were handed over.`,
  };
}

/** Between two places, each as a share of the width of its photograph. */
function distanceInFrames(one: Position, first: TimepointResult['photo'], other: Position, second: TimepointResult['photo']): number {
  // Pixel centres lie half a pixel inside; without it a picture made smaller would seem moved.
  return Math.hypot((one.row + 0.5) / first.width - (other.row + 0.5) / second.width, (one.column + 0.5) / first.width - (other.column + 0.5) / second.width);
}
