import { alignConstellations, leastEvidence } from './align-constellations.js';
import type { Alignment } from './align-constellations.js';
import type { Constellation, HairRoot, PlaceMm } from './constellation.js';
import { largestLogScale } from './pose-prior.js';

/** How two photographs show the same skin although they cannot be laid over one another as they were given. */
export interface SeenOtherwise {
  /** Whether one of them is the mirror image of the skin. */
  readonly mirrored: boolean;
  /** What the follow-up's µm per pixel must be multiplied by to go with the baseline's. */
  readonly scaleFactor: number;
  /** Natural logarithm of the odds against chance, all looks allowed for. */
  readonly evidence: number;
}

/** Each look finds scales up to 13 % to either side; looks 22 % apart leave no gap. Up to 3.3 times: beyond that the network sees no hair to go by. */
const logScaleStep = 0.2, furthestStep = 6;
/** Half of the belief is that of the mirror image, the other half that of the scales. */
const scaleLooks = 2 * furthestStep, mirrorLooks = 1;
/** Beyond these odds (e to the power of it) no further scale is looked at. */
const overwhelming = 30;

/**
 * Looks whether photographs that show different skin by their scales show the same after all: at other scales (a picture that an app made smaller, the
 * preset of another device), or one of them in a mirror.
 *
 * The hairs must agree as well as for any alignment, and by so much more as there are more looks. Exchanged photographs give the same, the factor inverted.
 *
 * @returns null when nothing of the kind is seen.
 */
export function recogniseOtherwise(baseline: Constellation, followUp: Constellation): SeenOtherwise | null {
  const reflected = mirror(followUp), asMirrored = alignConstellations(baseline, reflected);
  let best: SeenOtherwise | null = weigh(asMirrored.aligned ? asMirrored : null, { mirrored: true, looks: 2 * mirrorLooks, factor: 1 });
  for (let step = 1; step <= furthestStep && (best === null || best.evidence < overwhelming); step++) {
    for (const logFactor of [-step * logScaleStep, step * logScaleStep]) {
      // Both are resized by half of it, so that the order of the photographs makes no difference.
      const alignment = alignConstellations(resize(baseline, Math.exp(-logFactor / 2)), resize(followUp, Math.exp(logFactor / 2)));
      if (!alignment.aligned) continue;
      const found = weigh(alignment, { mirrored: false, looks: 2 * scaleLooks, factor: Math.exp(logFactor) / alignment.pose.scale });
      if (found !== null && (best === null || found.evidence > best.evidence)) best = found;
    }
  }
  return best;
}

function weigh(alignment: Alignment | null, { mirrored, looks, factor }: { mirrored: boolean; looks: number; factor: number }): SeenOtherwise | null {
  if (alignment === null) return null;
  const evidence = alignment.evidence - Math.log(looks);
  // A factor within what is borne anyway contradicts nobody.
  const isNews = mirrored || Math.abs(Math.log(factor)) > largestLogScale * 0.75;
  return evidence >= leastEvidence && isNews ? { mirrored, scaleFactor: factor, evidence } : null;
}

function resize(constellation: Constellation, factor: number): Constellation {
  const place = ({ x, y }: PlaceMm): PlaceMm => ({ x: x * factor, y: y * factor });
  return change(constellation, place, (root) => ({
    ...root, ...place(root), diameterUm: root.diameterUm === null ? null : root.diameterUm * factor,
    ...(root.lengthMm === undefined || root.lengthMm === null ? {} : { lengthMm: root.lengthMm * factor }),
  }));
}

function mirror(constellation: Constellation): Constellation {
  const width = Math.max(...constellation.outline.map(({ x }) => x));
  const place = ({ x, y }: PlaceMm): PlaceMm => ({ x: width - x, y });
  return change(constellation, place, (root) => ({ ...root, ...place(root), directionRadians: root.directionRadians === null ? null : Math.PI - root.directionRadians }));
}

function change({ roots, traces, outline, photograph, holes }: Constellation, place: (place: PlaceMm) => PlaceMm, root: (root: HairRoot) => HairRoot): Constellation {
  return {
    roots: roots.map(root), ...(traces === undefined ? {} : { traces: traces.map(root) }),
    outline: outline.map(place), ...(photograph === undefined ? {} : { photograph: photograph.map(place) }), holes: holes.map((hole) => hole.map(place)),
  };
}
