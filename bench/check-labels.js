// Whether paper labels that lie on the skin are left out, and nothing else is taken for one: node bench/check-labels.js [COUNT]   (build first)
// Phantoms of 7 × 5.6 mm at 8 µm per pixel of all styles and skin tones, with a turned white label with two lines of writing, and without. About 40 CPU-seconds for 18.
import { encodeJpeg } from '../dist/image-io/encode-image.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { layText } from '../dist/image-io/stroke-letters.js';
import { findValidArea } from '../dist/image-io/valid-area.js';
import { unpackSpans } from '../dist/raster/row-spans.js';
import { photographPhantom } from '../dist/phantom/index.js';
import { drawPath } from '../dist/raster/draw-strokes.js';
import { fillPolygon } from '../dist/raster/fill-polygon.js';

const count = Number(process.argv[2] ?? 18), styles = ['immersion', 'dry', 'long'];
const totals = { photographs: 0, found: 0, 'label left out %': 0, 'skin beside it left out %': 0, 'on bare skin': 0 };

/** Draws the label; returns where it lies. */
function layLabel(image, seed) {
  const { width, height, data } = image, w = 200 + (seed * 53) % 220, h = 90 + (seed * 31) % 120;
  const row = 60 + (seed * 71) % (height - h - 120) + h / 2, column = 60 + (seed * 97) % (width - w - 120) + w / 2, angle = (((seed * 29) % 90 - 45) * Math.PI) / 180;
  const place = (x, y) => ({ row: row + x * Math.sin(angle) + y * Math.cos(angle), column: column + x * Math.cos(angle) - y * Math.sin(angle) });
  const sheet = fillPolygon([place(-w / 2, -h / 2), place(w / 2, -h / 2), place(w / 2, h / 2), place(-w / 2, h / 2)], image);
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length, white = Math.min(255, Math.max(215, mean + 70)), shade = (seed % 5) * 6;
  sheet.data.forEach((inside, at) => {
    if (inside === 0) return;
    const level = white - (shade * (at % width)) / width + (at * 7919) % 5 - 2;
    data.set([level, level, level - 8].map((value) => Math.max(0, Math.min(255, value))), 3 * at);
  });
  for (const [text, line, unit] of [[`PAT ${seed}`, -0.05, h * 0.035], [`2026 03 ${10 + (seed % 20)}`, 0.35, h * 0.03]]) {
    for (const stroke of layText(text, 12 - w / 2, line * h, unit)) drawPath(image, stroke.map((point) => place(point.column, point.row)), { width: Math.max(1.6, unit * 0.9), colour: [30, 30, 40] });
  }
  return sheet.data;
}

const valid = async (image) => {
  const { mask, exclusions } = findValidArea((await readPhotograph(await encodeJpeg(image, 88))).image);
  return { mask: unpackSpans(mask), exclusions };
};
const shareOut = (mask, inside, wanted) => inside.reduce((sum, value, at) => sum + ((value !== 0) === wanted && mask[at] === 0 ? 1 : 0), 0);

for (let seed = 1; seed <= count; seed++) {
  const { image } = photographPhantom({ seed: 5000 + seed, densityPerCm2: 40 + (seed * 37) % 220, micrometresPerPixel: 8, widthMm: 7, heightMm: 5.6, style: styles[seed % 3], skinTone: 1 + (seed % 6) });
  const bare = await valid(image), label = layLabel(image, seed), seen = await valid(image), size = label.reduce((sum, value) => sum + value, 0);
  const isPaper = ({ reason }) => reason === 'paperLabel';
  totals.photographs++;
  if (bare.exclusions.some(isPaper)) totals['on bare skin']++;
  if (!seen.exclusions.some(isPaper)) { console.error('not found:', seed); continue; }
  totals.found++;
  totals['label left out %'] += (100 * shareOut(seen.mask.data, label, true)) / size;
  totals['skin beside it left out %'] += (100 * (shareOut(seen.mask.data, label, false) - shareOut(bare.mask.data, label, false))) / (label.length - size);
}
for (const name of ['label left out %', 'skin beside it left out %']) totals[name] = Number((totals[name] / Math.max(1, totals.found)).toFixed(2));
console.table([totals]);
