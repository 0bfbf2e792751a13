import type { HeadView } from '../../registration/head/head-view.js';
import { clampShare } from './clamp-share.js';

/** Share of hair the network sees; where it sees no scalp it sees no hair of the head either, whatever its map says there. */
export function hairOf({ scalp, hair }: Pick<HeadView, 'scalp' | 'hair'>, at: number): number {
  return hair.data[at] * clampShare(4 * scalp.data[at] - 1);
}
