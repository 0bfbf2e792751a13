import { openPage } from '../html/open-page.js';
import { type Markup, markup } from '../markup.js';
import { closeupDrawings, headDrawings } from './draw-guide.js';

const style = `
@page{size:A4;margin:12mm}
*{box-sizing:border-box}
body{font:9.5pt/1.4 system-ui,"Segoe UI","Noto Sans","Liberation Sans",Arial,sans-serif;color:#1e2226;background:#fff;margin:0 auto;max-width:190mm;padding:4mm}
h1{font-size:17pt;font-weight:600;margin:0 0 1mm}
h2{font-size:11.5pt;margin:4mm 0 1.5mm;border-bottom:1px solid #d8d3c9;padding-bottom:.5mm}
p{margin:0 0 1.5mm}
.drawings{display:grid;grid-template-columns:repeat(3,1fr);gap:2mm 5mm}
figure{margin:0;break-inside:avoid}
svg{display:block;width:100%;height:29mm}
figcaption{font-size:8.5pt;line-height:1.3}
ul{margin:1mm 0;padding-left:4.5mm;columns:2;column-gap:7mm}
li{break-inside:avoid;margin-bottom:.6mm}
.boxes{list-style:none;padding-left:0}
.boxes li::before{content:"☐ "}
`;

const headRules = [
  'Same person behind the camera, same room, same lamps, curtains closed.', 'Same camera and lens; exposure and white balance fixed, not automatic.', 'Head at least half of the picture’s width; 1000 pixels across or more.',
  'Focus on the hair, not on the wall; look at the picture enlarged before the person leaves.', 'Skin that shines hides hair: dab it dry, soften the light.', 'Lay last visit’s picture beside the camera and copy it: tilt, turn, parting, length.',
];
const closeupRules = [
  'Clip to 1 mm where counting matters; uncut hair hides exits.', 'Same device, same magnification, same immersion or none.', 'Field of 0.5 cm² or more: few hairs cannot show a small change.',
  'No arrow, text or circle burned into the part that is measured.', 'Wait 72 hours after needling: crusts and redness look like hair.', 'Save as JPEG of high quality or PNG, as the device took it.',
];
const visitChecks = ['Hair dry, same length, same parting', 'Same place marked for feet and tripod', 'Lamps on, flash off', 'Two photographs of each view', 'Picture looked at, sharp and not too bright', 'Date and pseudonym noted, no name in the picture'];

const list = (items: readonly string[], name = ''): Markup => markup`<ul class="${name}">${items.map((item) => markup`<li>${item}</li>`)}</ul>`;

/**
 * One printable page on how to take photographs that can be compared, heads and close-ups, with drawings.
 * Self-contained: no script, no other host. Always the same bytes.
 */
export function renderPhotoGuide(): string {
  return markup`${openPage({ title: 'How to photograph hair so that it can be compared', style, pictures: false, aboutPeople: false })}<body><main>
<h1>How to photograph hair so that it can be compared</h1>
<p>What differs between two photographs besides the hair becomes a false change, or forbids the comparison. Take every photograph as you took the first.</p>
<h2>The whole head</h2>
<div class="drawings">${headDrawings}</div>
${list(headRules)}
<h2>Close-ups</h2>
<div class="drawings">${closeupDrawings}</div>
${list(closeupRules)}
<h2>At each visit</h2>
${list(visitChecks, 'boxes')}
</main></body>
</html>
`.source;
}
