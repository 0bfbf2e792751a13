/** The looks that the renderer knows: colours measured from photographs by eye-dropper, as linear mixtures of sRGB bytes. */

export type Rgb = readonly [number, number, number];

export const hairColours = {
  black: [20, 17, 17],
  darkBrown: [38, 28, 22],
  brown: [74, 50, 34],
  lightBrown: [112, 82, 54],
  blond: [168, 134, 88],
  red: [122, 62, 32],
  grey: [140, 138, 136],
  white: [204, 203, 202],
} as const satisfies Record<string, Rgb>;
export type HairColour = keyof typeof hairColours;

/** Fitzpatrick I to VI under neutral light. */
export const skinTones: readonly Rgb[] = [
  [236, 204, 186], [226, 186, 160], [208, 162, 132], [176, 128, 98], [126, 86, 64], [78, 54, 44],
];

/** How one photograph shows the skin. Lengths in mm unless said otherwise. */
export interface CaptureParameters {
  readonly skinColour: Rgb;
  /** Wet immersion look: fine glare, bluish fades. Dry skin has less of both. */
  readonly wet: boolean;
  readonly hairColour: Rgb;
  /** Strength of fine streaks along a shaft, 0…0.15. */
  readonly streaks: number;
  /** Depth to which a shaft shines through the skin before its exit. */
  readonly fadeLengthMm: number;
  /** Darkness of that fade at the exit, 0…0.9. */
  readonly fadeStrength: number;
  /** Absorption of the fade by channel; red more than blue looks bluish. */
  readonly fadeColour: Rgb;
  /** Width of the transition at the exit. */
  readonly exitSoftnessMm: number;
  /** 0…1.2. */
  readonly glareStrength: number;
  readonly glareColour: Rgb;
  /** A film of water that mirrors the light in sheets and streaks; none where missing. */
  readonly film?: boolean;
  readonly furrowStrength: number;
  /** How strongly the skin's patches and relief show, 1 as usual, up to 3.5 under hard light or stretched contrast. */
  readonly reliefStrength: number;
  readonly rednessStrength: number;
  /** Flakes and crusts: share of exits that carry one. */
  readonly flakeShare: number;
  /** Share of rooted hairs with a collar of scale around their first tenths of a millimetre; none where missing. */
  readonly collarShare?: number;
  /** Share of rooted hairs whose first tenths of a millimetre wear a dark cast that makes them wider; none where missing. */
  readonly sheathShare?: number;
  /** Strength of the shine along shafts, 0…1; drawn by chance up to 0.5, mostly faint, where missing. */
  readonly gloss?: number;
  /** Dark specks and pores per mm². */
  readonly specksPerMm2: number;
  /** Immersion bubbles per mm². */
  readonly bubblesPerMm2: number;
  /** Black dots (broken hairs at the exit) per mm². */
  readonly blackDotsPerMm2: number;
  /** Marker ink, 0…1. */
  readonly inkStrength: number;
  /** Optical blur, standard deviation. */
  readonly blurMm: number;
  /** Extra blur away from the plane of focus, standard deviation at its strongest. */
  readonly defocusMm: number;
  readonly vignette: number;
  readonly brightness: number;
  readonly gamma: number;
  /** White balance, by channel. */
  readonly tint: Rgb;
  /** Sensor noise, standard deviation in bytes. */
  readonly noise: number;
  readonly grey: boolean;
  readonly seed: number;
}

/** Which ticks are longer: every 5th and 10th (millimetres), every 2nd and 10th (half millimetres), every 2nd, 4th, 8th (inches), or none. */
export type TickPattern = 'fives' | 'halves' | 'inches' | 'equal';

/** A ruler laid over a picture. Lengths in millimetres unless said otherwise. */
export interface RulerParameters {
  /** Distance of neighbouring ticks. */
  readonly tickEveryMm: number;
  readonly pattern: TickPattern;
  /** Direction of the ruler's edge, radians; 0 runs to the right with the ticks pointing down. */
  readonly angle: number;
  /** A point of the ruler's edge, pixels. */
  readonly row: number;
  readonly column: number;
  readonly body: Rgb;
  readonly ink: Rgb;
  /** How much the body hides, 0…1; a transparent ruler about 0.1. */
  readonly bodyOpacity: number;
  readonly tickWidthMm: number;
  /** Of the shortest ticks. */
  readonly tickLengthMm: number;
  readonly bodyWidthMm: number;
  readonly fromMm?: number;
  readonly toMm?: number;
  readonly digits: boolean;
  /** A line along the feet of the ticks. */
  readonly edgeLine: boolean;
  /** Part of the body between the edge and the feet of the ticks. */
  readonly footMm?: number;
  /** Tilt of the ruler out of the picture's plane along columns and along rows, radians. */
  readonly tilt: readonly [number, number];
  /** Distance of the camera. */
  readonly cameraDistanceMm: number;
  /** Standard deviation of its blur, pixels. */
  readonly blurPx: number;
  /** Bright spots on it. */
  readonly glareSpots: number;
  /** Hairs that lie over it, and their width in mm. */
  readonly hairsOver: number;
  readonly hairWidthMm: number;
  readonly seed: number;
}

/** Things that software or paper put over the picture. */
export interface OverlayParameters {
  readonly circle: { readonly colour: Rgb; readonly centreShare: Rgb | readonly [number, number]; readonly radiusShare: number } | null;
  readonly scaleBar: { readonly millimetres: number; readonly light: boolean; readonly shape: 'corner' | 'bar' } | null;
  readonly text: string | null;
  /** Rows of blank strip at the bottom, as a share of the height; 0 for none. */
  readonly footerShare: number;
  /** Everything outside a round field is black. */
  readonly scopeField: boolean;
  /** A ruler laid over the skin; nothing else of the picture changes with it. */
  readonly ruler?: RulerParameters;
}

export const noOverlay: OverlayParameters = { circle: null, scaleBar: null, text: null, footerShare: 0, scopeField: false };
