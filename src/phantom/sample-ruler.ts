import type { Rgb, RulerParameters, TickPattern } from './conditions.js';
import type { Random } from './random.js';

const materials: readonly { readonly body: Rgb; readonly ink: Rgb; readonly bodyOpacity: number }[] = [
  { body: [244, 242, 236], ink: [24, 24, 28], bodyOpacity: 1 },
  { body: [176, 178, 180], ink: [48, 48, 52], bodyOpacity: 1 },
  { body: [228, 196, 70], ink: [30, 26, 24], bodyOpacity: 1 },
  { body: [235, 238, 240], ink: [28, 26, 30], bodyOpacity: 0.12 },
  { body: [235, 238, 240], ink: [236, 236, 240], bodyOpacity: 0.05 },
  { body: [30, 30, 34], ink: [230, 230, 226], bodyOpacity: 1 },
  { body: [240, 240, 238], ink: [190, 40, 40], bodyOpacity: 1 },
];

/** A field that a ruler is laid on, pixels. */
export interface RulerField {
  readonly width: number;
  readonly height: number;
  readonly pixelsPerMillimetre: number;
}

/**
 * Draws a ruler by chance: seven materials, any angle, blur, glare, loose hairs, up to 10° of tilt; somewhere in the picture, or along a side.
 * @param hardness  0 for a flat sharp ruler, 1 for the worst.
 */
export function sampleRuler(random: Random, { width, height, pixelsPerMillimetre }: RulerField, hardness = 1): RulerParameters {
  const pattern: TickPattern = random.choose(['fives', 'halves', 'inches', 'equal'] as const, [0.6, 0.22, 0.06, 0.12]);
  const tickEveryMm = pattern === 'fives' ? 1 : pattern === 'halves' ? 0.5 : pattern === 'inches' ? 25.4 / 32 : random.choose([0.5, 1]);
  const alongSide = random.chance(0.5), quarter = random.integer(4), bodyWidthMm = random.uniform(6, 30);
  const angle = alongSide ? (quarter * Math.PI) / 2 + random.normal(0, 0.04) : random.uniform(0, 2 * Math.PI);
  // A point 10 to 40 % of the picture's smaller side from the middle, on the side away from which the body lies.
  const away = Math.min(width, height) * random.uniform(-0.1, 0.28), normal = angle + Math.PI / 2;
  const tilt = hardness * random.uniform(0, Math.PI / 18), tiltDirection = random.uniform(0, 2 * Math.PI);
  return {
    ...random.choose(materials), tickEveryMm, pattern, angle,
    column: width / 2 + away * Math.cos(normal), row: height / 2 + away * Math.sin(normal),
    tickWidthMm: tickEveryMm * random.uniform(0.08, 0.26), tickLengthMm: tickEveryMm * random.uniform(1.6, 3.2),
    bodyWidthMm, digits: random.chance(0.75), edgeLine: random.chance(0.25), footMm: random.chance(0.3) ? random.uniform(0.1, 0.6) : 0,
    tilt: [tilt * Math.cos(tiltDirection), tilt * Math.sin(tiltDirection)], cameraDistanceMm: Math.max(30, (2.5 * width) / pixelsPerMillimetre),
    blurPx: hardness * random.uniform(0, 0.09) * tickEveryMm * pixelsPerMillimetre,
    glareSpots: random.chance(0.5 * hardness) ? 1 + random.integer(4) : 0,
    hairsOver: random.chance(0.6 * hardness) ? 1 + random.integer(9) : 0, hairWidthMm: 0.08, seed: random.integer(1_000_000),
  };
}
