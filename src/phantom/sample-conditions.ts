import { hairColours, noOverlay, skinTones, type CaptureParameters, type HairColour, type OverlayParameters, type Rgb } from './conditions.js';
import type { Random } from './random.js';
import { clamp, type GrowthParameters } from './scalp.js';

/** Families of close-up photographs that the renderer draws. */
export const phantomStyles = ['immersion', 'dry', 'long'] as const;
export type PhantomStyle = (typeof phantomStyles)[number];

/** Wishes that override what is drawn by chance. */
export interface PhantomWishes {
  readonly densityPerCm2?: number;
  readonly hairColour?: HairColour;
  /** Fitzpatrick I to VI as 1…6. */
  readonly skinTone?: number;
  readonly vellusShare?: number;
}

/**
 * Draws growth parameters for one scalp.
 * `immersion`: clipped hair under a contact scope (statistics measured on clipped donor hair);
 * `dry`: clipped or short hair of any kind; `long`: uncut hair.
 */
export function sampleGrowth(random: Random, style: PhantomStyle, wishes: PhantomWishes = {}): GrowthParameters {
  const clipped = random.chance(0.62);
  const common = {
    unitShares: random.choose([[0.5, 0.38, 0.1, 0.02], [0.25, 0.5, 0.2, 0.05], [0.85, 0.13, 0.02, 0]], [0.5, 0.38, 0.12]),
    direction: random.uniform(0, 2 * Math.PI),
    swirlPerMm: random.normal(0, 0.08),
    tipShares: [0.8, 0.08, 0.12] as [number, number, number],
  };
  const density = wishes.densityPerCm2 ?? random.choose([random.uniform(15, 90), random.uniform(80, 180), random.uniform(160, 320)], [0.3, 0.5, 0.2]);
  // Units stand closer where there are many of them: random placement jams when discs of this width cover 55 % of the skin.
  const unitsPerMm2 = density / 100 / common.unitShares.reduce((sum, share, i) => sum + share * (i + 1), 0);
  const roomMm = Math.min(random.uniform(0.2, 0.55), Math.sqrt((0.36 * 4) / Math.PI / Math.max(unitsPerMm2, 0.1)));
  if (style === 'immersion') {
    return {
      ...common, densityPerCm2: density, unitDistanceMm: roomMm,
      directionSpread: Math.abs(random.normal(0, 0.12)) + 0.04,
      lengthMm: clipped ? random.uniform(0.24, 0.6) : random.uniform(0.45, 1.05), lengthSpread: random.uniform(0.1, 0.28), longestMm: 1.6,
      fan: random.choose([0.06, 0.16, 0.3], [0.3, 0.5, 0.2]), convergingShare: random.choose([0, 0.4, 0.8], [0.3, 0.35, 0.35]),
      vellusShare: wishes.vellusShare ?? random.choose([0.03, 0.1, 0.3], [0.4, 0.4, 0.2]),
      vellusDiameterUm: random.uniform(24, 36), terminalDiameterUm: random.uniform(62, 98),
      curl: random.choose([0.02, 0.08, 0.2], [0.5, 0.4, 0.1]),
      fragmentsPerCm2: random.choose([0, 9, 38], [0.35, 0.45, 0.2]),
    };
  }
  const long = style === 'long';
  return {
    ...common, densityPerCm2: wishes.densityPerCm2 ?? (long ? random.uniform(20, 140) : density), unitDistanceMm: roomMm,
    directionSpread: random.choose(long ? [0.1, 0.25, 0.6] : [0.1, 0.2, 0.5]),
    lengthMm: long ? random.uniform(2.5, 14) : random.choose([random.uniform(0.25, 0.8), random.uniform(0.6, 2)], [0.6, 0.4]),
    lengthSpread: random.uniform(0.1, 0.35), longestMm: long ? 20 : 3,
    fan: random.choose([0.06, 0.16, 0.35]), convergingShare: random.choose([0, 0.3, 0.6]),
    vellusShare: wishes.vellusShare ?? random.choose([0.05, 0.15, 0.35]), vellusDiameterUm: random.uniform(22, 36), terminalDiameterUm: random.uniform(48, 95),
    curl: random.choose(long ? [0.1, 0.25, 0.5] : [0.05, 0.15, 0.4]),
    tipShares: long ? [0.2, 0.1, 0.7] : [0.65, 0.1, 0.25],
    fragmentsPerCm2: random.choose([0, 6, 25], [0.5, 0.35, 0.15]),
  };
}

/** Draws how one photograph of such a scalp looks. */
export function sampleCapture(random: Random, style: PhantomStyle, seed: number, wishes: PhantomWishes = {}): CaptureParameters {
  const wet = style === 'immersion' || random.chance(0.35);
  const donorLike = style === 'immersion' && wishes.skinTone === undefined && random.chance(0.85);
  const skinColour = donorLike ? immersionSkin(random) : toneOf(random, wishes.skinTone);
  const luminance = (skinColour[0] + skinColour[1] + skinColour[2]) / 3;
  const common = commonCapture(random, wet, seed);
  if (donorLike && wishes.hairColour === undefined) {
    const level = random.uniform(9, 38), brown = random.chance(0.12) ? random.uniform(0.3, 1.2) : 0;
    return { ...common, skinColour, wet, hairColour: [level * 1.02 + 28 * brown, level + 16 * brown, level * 0.98 + 4 * brown] };
  }
  const colour = hairColours[wishes.hairColour ?? random.choose(Object.keys(hairColours) as HairColour[], [20, 18, 16, 10, 9, 5, 10, 8])];
  const gain = random.uniform(0.85, 1.15);
  let hairColour: Rgb = [colour[0] * gain, colour[1] * gain, colour[2] * gain];
  const hairLuminance = (hairColour[0] + hairColour[1] + hairColour[2]) / 3;
  // Hair that cannot be told from the skin by anyone teaches nothing.
  if (wishes.hairColour === undefined && Math.abs(hairLuminance - luminance) < 40) hairColour = luminance > 100 ? [hairColour[0] * 0.4, hairColour[1] * 0.4, hairColour[2] * 0.4] : [215, 212, 208];
  const lightHair = hairLuminance > luminance;
  return { ...common, skinColour, wet, hairColour, fadeStrength: lightHair ? random.uniform(0, 0.12) : common.fadeStrength * (wet ? 1 : random.uniform(0.2, 1)) };
}

function toneOf(random: Random, skinTone: number | undefined): Rgb {
  const tone = skinTones[skinTone === undefined ? random.integer(6) : clamp(Math.round(skinTone), 1, 6) - 1]!, gain = random.uniform(0.78, 1.06);
  return [tone[0] * gain * random.uniform(0.95, 1.05), tone[1] * gain * random.uniform(0.95, 1.05), tone[2] * gain * random.uniform(0.95, 1.05)];
}

/** Skin under immersion fluid and white diodes runs from yellowish green-grey to violet. */
function immersionSkin(random: Random): Rgb {
  const share = clamp(random.normal(0.35, 0.28), 0, 1), gain = random.uniform(0.92, 1.15), pink = random.chance(0.3);
  const mix = (a: number, b: number): number => (a + (b - a) * share) * gain;
  return [mix(148, 141) * (pink ? 1.03 : 1), mix(144, 135) * (pink ? 0.975 : 1), mix(118, 176) * (pink ? 0.98 : 1)];
}

function commonCapture(random: Random, wet: boolean, seed: number): Omit<CaptureParameters, 'skinColour' | 'wet' | 'hairColour'> {
  const glareGain = random.uniform(0.85, 1.05), bluish = random.chance(0.8);
  return {
    streaks: random.uniform(0, 0.1),
    fadeLengthMm: random.uniform(0.09, 0.3),
    fadeStrength: random.chance(0.92) ? random.uniform(0.35, 0.8) : random.uniform(0.05, 0.3),
    fadeColour: [1, random.uniform(0.8, 0.93), random.uniform(0.68, 0.92)],
    exitSoftnessMm: random.uniform(0.012, 0.035),
    glareStrength: random.chance(wet ? 0.85 : 0.5) ? random.uniform(0.08, wet ? 0.75 : 0.55) : 0,
    glareColour: bluish ? [198 * glareGain, 206 * glareGain, 250 * glareGain] : [235 * glareGain, 232 * glareGain, 215 * glareGain],
    furrowStrength: random.uniform(0, 1),
    reliefStrength: random.chance(0.3) ? random.uniform(1.5, 3.5) : 1,
    rednessStrength: random.uniform(0, 1.2),
    flakeShare: random.chance(0.6) ? random.uniform(0.03, 0.35) : 0,
    specksPerMm2: random.chance(0.35) ? random.uniform(0.2, 2.5) : 0,
    bubblesPerMm2: random.chance(0.08) ? random.uniform(0.05, 0.5) : 0,
    blackDotsPerMm2: random.chance(0.1) ? random.uniform(0.05, 0.5) : 0,
    inkStrength: random.chance(0.05) ? random.uniform(0.3, 0.9) : 0,
    blurMm: random.choose([0.0035, 0.006, 0.009, 0.013], [0.35, 0.38, 0.19, 0.08]) * random.uniform(0.8, 1.2),
    defocusMm: random.chance(0.5) ? random.uniform(0.01, 0.03) : 0,
    vignette: random.uniform(0, 0.25),
    brightness: random.uniform(0.93, 1.07),
    gamma: random.chance(0.3) ? random.uniform(0.75, 1.3) : 1,
    tint: [random.uniform(0.95, 1.05), random.uniform(0.95, 1.05), random.uniform(0.95, 1.05)],
    noise: random.uniform(0, 3.5),
    grey: random.chance(0.14),
    seed,
  };
}

/** Draws what software may have put over a photograph; most often nothing. */
export function sampleOverlay(random: Random, share = 1): OverlayParameters {
  return {
    ...noOverlay,
    circle: random.chance(0.12 * share) ? {
      colour: random.choose([[220, 30, 30], [20, 20, 20], [30, 200, 30], [250, 250, 250]] as const, [0.65, 0.1, 0.15, 0.1]),
      centreShare: [random.uniform(-0.3, 1.3), random.uniform(-0.3, 1.3)], radiusShare: random.uniform(0.4, 1.2),
    } : null,
    scaleBar: random.chance(0.1 * share) ? { millimetres: random.choose([0.5, 1, 1]), light: random.chance(0.3), shape: random.choose(['corner', 'bar'] as const) } : null,
    text: random.chance(0.05 * share) ? random.choose(['1.0 mm', 'x70', '2024-03-11 10:42', 'P 0173 V2', 'SITE 04  A-12']) : null,
    footerShare: random.chance(0.05 * share) ? random.uniform(0.012, 0.06) : 0,
  };
}
