import type { HeadView } from '../../registration/head/head-view.js';
import { clampShare } from './clamp-share.js';
import type { LitPair, Tones } from './find-tones.js';

/** Hair is brighter, or darker, than the skin by this share to be called so. */
const plainly = 0.1;
/** Where so much of the hair that is seen surely is darker than skin, brighter hair is one that shines: not at all, wholly. White hair is brighter everywhere. */
const mixedNone = 0.05, mixedSure = 0.15;
/** The hair's tone is brighter than the skin's by this share to be taken for shine wholly. */
const brighterSure = 0.1;

const both = [0, 1] as const;

/**
 * How far the colours can be trusted at each pixel, 0…1, where the hair is brighter than the skin: dark hair that is cut short shines in places, and by its shine skin that was bared would be taken for hair that grew.
 * 1 for white and fair hair, which is nowhere darker than skin, and 1 wherever hair is darker. Exchanged pictures give the same.
 */
export function doubtShine({ first, second, colours, region }: LitPair, { skin, hair }: Tones): Float32Array {
  const light = (data: ArrayLike<number>, at: number): number => data[3 * at] + data[3 * at + 1] + data[3 * at + 2], views: readonly Pick<HeadView, 'scalp' | 'hair'>[] = [first, second];
  let all = 0, darker = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0 || second.scalp.data[at] < 0) continue;
    for (const k of both) {
      if (views[k].scalp.data[at] < 0.6 || views[k].hair.data[at] < 0.8) continue;
      all++;
      if (light(colours[k].data, at) < (1 - plainly) * light(skin, at)) darker++;
    }
  }
  const mixed = clampShare((darker / Math.max(1, all) - mixedNone) / (mixedSure - mixedNone));
  return Float32Array.from(region.data, (_, at) => 1 - mixed * clampShare((light(hair, at) / Math.max(1, light(skin, at)) - 1) / brighterSure));
}
