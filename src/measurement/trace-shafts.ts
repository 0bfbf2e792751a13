import type { ShaftMaps } from '../raster/shaft-maps.js';
import { dropDuplicates } from './drop-duplicates.js';
import { findShafts, type ShaftCandidate } from './find-shafts.js';
import { joinUnexplainedEnds } from './join-ends.js';
import { confidenceOf, confidenceThreshold } from './shaft-confidence.js';

/**
 * All shafts of a picture, once each: those with a middle of their own, and those whose middle another shaft hides.
 * @returns Strongest first; which of them are hairs is decided by their confidence.
 */
export function traceShafts(maps: ShaftMaps): ShaftCandidate[] {
  const shafts = dropDuplicates(findShafts(maps));
  const sure = shafts.filter((shaft) => confidenceOf(shaft.evidence) >= confidenceThreshold);
  return [...shafts, ...joinUnexplainedEnds(maps, sure)];
}
