import type { Hair } from '../../src/domain/hair.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { makeTimepoint } from '../scoring/make-timepoint.js';
import type { Sighting } from './constellations.js';

/** A measured photograph whose hairs are those of a sighting. */
export function measured({ constellation }: Sighting, umPerPixel: number): TimepointResult {
  const px = 1000 / umPerPixel;
  const hairs = constellation.roots.map((root): Hair => {
    const place = { row: root.y * px, column: root.x * px };
    const tip = { row: place.row + 0.4 * px * Math.sin(root.directionRadians!), column: place.column + 0.4 * px * Math.cos(root.directionRadians!) };
    return {
      id: root.id, root: place, tip, path: [place, tip], rootVisible: true, lengthMm: 0.4, diameterUm: root.diameterUm, diameterIntervalUm: null,
      kind: 'terminal', unit: 1, confidence: root.confidence, counted: true, notCountedBecause: null,
    };
  });
  const made = makeTimepoint({ umPerPixel });
  const outline = constellation.outline.map(({ x, y }) => ({ row: y * px, column: x * px }));
  return { ...made, photo: { ...made.photo, width: 1280, height: 1024 }, hairs, targetArea: { ...made.targetArea, outline } };
}
