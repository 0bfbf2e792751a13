import { countAcrossOthers } from '../domain/across-others.js';
import type { TimepointResult } from '../domain/result.js';

/** Issues of one photograph that say that some of what was counted is probably no hair. */
export const strayCodes: readonly string[] = ['hair.acrossOthers', 'hair.bloodRed'];

/** Where the shares of hairs that lie across the others differ by less, a whorl or curls are why as likely as clippings at one visit. Convention. */
const leastAcrossDifference = 0.15;

/** The one photograph of two whose count holds what is probably no hair: what came or went would be that. Null where none does, or both do. */
export function findStraySide(baseline: TimepointResult, followUp: TimepointResult): TimepointResult | null {
  const says = ({ issues }: TimepointResult, wanted: string): boolean => issues.some(({ code }) => code === wanted);
  const share = ({ hairs }: TimepointResult): number => { const { across, of } = countAcrossOthers(hairs); return across / Math.max(1, of); };
  for (const [one, other] of [[baseline, followUp], [followUp, baseline]] as const) {
    if (says(one, 'hair.bloodRed') && !says(other, 'hair.bloodRed')) return one;
    if (says(one, 'hair.acrossOthers') && !says(other, 'hair.acrossOthers') && share(one) - share(other) >= leastAcrossDifference) return one;
  }
  return null;
}
