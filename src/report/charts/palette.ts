import { type Markup, markup } from '../markup.js';

/**
 * The colours of the report, light and dark. Direction is told by blue and orange-brown, which people with any of the
 * usual colour-vision deficiencies tell apart, and always by sign, side or words as well. Texts reach a contrast of
 * 4.5 : 1 on `paper` and on `tint` (WCAG 2.2 AA), lines and areas that carry meaning 3 : 1; a test computes it.
 */
export const pageColours = {
  paper: { light: '#fdfcfa', dark: '#15181b' },
  tint: { light: '#f3f0ea', dark: '#1e2327' },
  rule: { light: '#d8d3c9', dark: '#3a4147' },
  ink: { light: '#1e2226', dark: '#ebe8e2' },
  quiet: { light: '#565c62', dark: '#a9b0b6' },
  before: { light: '#7a7f85', dark: '#8d959c' },
  after: { light: '#005f9e', dark: '#6bb8ea' },
  more: { light: '#2c78b1', dark: '#5aa9dd' },
  less: { light: '#b0601c', dark: '#e0914c' },
  same: { light: '#7a7f85', dark: '#8d959c' },
  moreTint: { light: '#e3edf5', dark: '#1d2f3d' },
  lessTint: { light: '#f6e9dc', dark: '#38291c' },
} as const;

export type PageColour = keyof typeof pageColours;

/**
 * Colours of the markings on photographs, after Okabe and Ito's palette for colour-vision deficiencies. Every line has
 * a dark edge, so that it stands out on light skin, dark skin and hair; kinds differ by their dashes, too.
 */
export const markingColours = {
  edge: '#10151a', skin: '#c79f86', terminal: '#56b4e9', vellus: '#f0e442', indeterminate: '#e79bc4', unknownKind: '#56b4e9',
  root: '#f0a202', notCounted: '#ffffff', unit: '#ffffff', area: '#ffffff', gained: '#2fd3a5', lost: '#ff7a3c',
} as const;

/**
 * `class` and `fill`/`stroke` of a drawn thing. The attributes carry the light palette, for renderers without style
 * sheets; the classes let the page's style sheet put the dark one over it.
 */
export function paint(colours: { fill?: PageColour; stroke?: PageColour }): Markup {
  const classes = [colours.fill === undefined ? null : `fill-${colours.fill}`, colours.stroke === undefined ? null : `stroke-${colours.stroke}`];
  const fill = colours.fill === undefined ? 'none' : pageColours[colours.fill].light;
  const stroke = colours.stroke === undefined ? null : markup` stroke="${pageColours[colours.stroke].light}"`;
  return markup`class="${classes.filter((name) => name !== null).join(' ')}" fill="${fill}"${stroke}`;
}
