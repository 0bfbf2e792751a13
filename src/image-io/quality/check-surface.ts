import type { QualityCheck } from '../../domain/result.js';
import type { ColourCells } from '../../raster/colour-cells.js';
import type { FineGrain } from '../../raster/fine-grain.js';
import { grade, rounded } from './grade.js';
import { qualityLimits } from './limits.js';

/** Ratios of channels, as natural logarithms, that skin of any tone has under white light. Melanin makes it no redder than 0.38 (the fifth of six tones). */
const skinRatios = { redOverGreen: [0, 0.38], blueOverGreen: [-0.35, 0.2] } as const;

/**
 * Whether the picture shows one even piece of skin: its colour, its evenness, and whether its structure is that of a photograph.
 * Faces, rooms, cloth, print and noise fall out by one of the three; grey pictures of skin pass. Bare walls in the colour of
 * skin cannot be told from bare skin.
 */
export function checkSurface(cells: ColourCells | null, grain: FineGrain | null): QualityCheck[] {
  return [checkColour(cells), checkEvenness(cells), checkGrain(grain)];
}

function checkColour(cells: ColourCells | null): QualityCheck {
  const value = cells === null ? null : rounded(castOf(cells.colour));
  return grade({
    check: 'colourCast', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.colourCast,
    finding: (limit) => (value === null ? 'Too little is left of the picture to judge its colour.' : `The colour is ${value} away from that of skin under white light (at most ${limit}).`),
    advice: 'Set the white balance with a grey card, keep coloured light away, and check that the photograph shows skin.',
  });
}

/** Distance of a colour from the colours of skin; one half is a channel 65 % too strong. */
export function castOf([red, green, blue]: readonly [number, number, number]): number {
  const beyond = (value: number, [low, high]: readonly [number, number]): number => Math.max(0, low - value, value - high);
  const ratio = (one: number, other: number): number => Math.log((one + 1) / (other + 1));
  return Math.hypot(beyond(ratio(red, green), skinRatios.redOverGreen), beyond(ratio(blue, green), skinRatios.blueOverGreen));
}

/** Light and shade, and the spread of colours, over the whole picture: together, because either alone also occurs on skin. */
function checkEvenness(cells: ColourCells | null): QualityCheck {
  const value = cells === null ? null : rounded(cells.shading / 1.5 + cells.colourSpread / 0.08);
  return grade({
    check: 'evenness', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.unevenness,
    finding: (limit) => (value === null ? 'Too little is left of the picture to judge its evenness.' : `Light and colour vary by ${value} over the picture (at most ${limit} on one piece of skin).`),
    advice: 'Photograph the skin alone and close up, from straight above, under even light.',
  });
}

function checkGrain(grain: FineGrain | null): QualityCheck {
  const value = grain === null ? null : grain.variation < qualityLimits.grainVariation ? 0 : rounded(grain.share);
  return grade({
    check: 'grain', value, unit: '', failsWhen: 'above', unknown: 'passes', limits: qualityLimits.grainShare,
    finding: (limit) => `${value === null ? 'An unknown part' : `${Number((value * 100).toPrecision(2))} %`} of the structure is as fine as the picture's dots (at most ${Number((limit * 100).toPrecision(2))} % on skin and hair).`,
    advice: 'Noise, print and cloth look like this: use more light, and check that the photograph shows skin.',
  });
}
