import { type Markup, markup } from '../markup.js';
import type { ReportLogo } from '../report-input.js';
import type { Letterhead } from '../view/describe-letterhead.js';

/** Logo, name and address of whoever hands the page over. */
export function drawLetterhead(letterhead: Letterhead | null, logo: ReportLogo | undefined): Markup | null {
  if (letterhead === null) return null;
  const { name, address } = letterhead;
  return markup`<div class="letterhead">${logo === undefined ? null : markup`<img src="data:image/png;base64,${Buffer.from(logo.png).toString('base64')}" width="${logo.widthPx}" height="${logo.heightPx}" alt="${name === null ? 'Logo of the clinic' : ''}">`}<p>${name === null ? null : markup`<strong><bdi>${name}</bdi></strong>`}${address === null ? null : markup`<span><bdi>${address}</bdi></span>`}</p></div>
`;
}
