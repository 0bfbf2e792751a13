// How much of what software draws over a photograph is left out, and how much skin is: node bench/check-overlays.js [COUNT]   (build first)
// Phantoms of 6 × 4.5 mm at 5 µm per pixel with text, circles, scale bars and footer strips, and the same without. About one and a half CPU-minutes for 20.
import { analyseTimepoint } from '../dist/analysis/analyse-timepoint.js';
import { encodePng } from '../dist/image-io/encode-image.js';
import { findValidArea } from '../dist/image-io/valid-area.js';
import { unpackSpans } from '../dist/raster/row-spans.js';
import { photographPhantom } from '../dist/phantom/index.js';

const count = Number(process.argv[2] ?? 20), calibration = { method: 'given', micrometresPerPixel: 5 };
const nothing = { circle: null, scaleBar: null, text: null, footerShare: 0, scopeField: false };
const colours = [[220, 30, 30], [30, 200, 30], [250, 250, 250], [20, 20, 20]], texts = ['1.0 mm', 'x70', '2024-03-11 10:42', 'P 0173 V2', 'SITE 04  A-12'];
const overlays = {
  text: (i) => ({ ...nothing, text: texts[i % texts.length] }),
  circle: (i) => ({ ...nothing, circle: { colour: colours[i % 4], centreShare: [0.4 + 0.05 * (i % 5), 0.6 - 0.04 * (i % 6)], radiusShare: 0.35 + 0.03 * (i % 4) } }),
  'scale bar': (i) => ({ ...nothing, scaleBar: { millimetres: i % 3 === 0 ? 0.5 : 1, light: i % 4 === 3, shape: i % 2 === 0 ? 'bar' : 'corner' } }),
  'footer strip': (i) => ({ ...nothing, footerShare: 0.015 + 0.01 * (i % 5) }),
  'all four': (i) => ({ ...overlays.circle(i), text: texts[(i + 1) % 5], scaleBar: overlays['scale bar'](i).scaleBar, footerShare: 0.03 }),
};
const names = Object.keys(overlays), rows = {};
const rowOf = (name) => (rows[name] ??= { photographs: 0, overlayPixels: 0, excluded: 0, skinPixels: 0, wrongly: 0, worst: 0, counted: 0, onOverlay: 0 });

for (let i = 0; i < count; i++) {
  const request = { seed: 660_000 + 7 * i, micrometresPerPixel: 5, widthMm: 6, heightMm: 4.5, densityPerCm2: [60, 120, 180][i % 3], style: i % 4 === 3 ? 'dry' : 'immersion' };
  const name = names[i % names.length];
  for (const [what, overlay] of [[name, overlays[name](Math.floor(i / names.length))], ['none', 'none']]) {
    const { image, covered } = photographPhantom({ ...request, overlay }), valid = unpackSpans(findValidArea(image).mask).data, row = rowOf(what);
    let drawn = 0, out = 0, lost = 0;
    for (let at = 0; at < covered.length; at++) {
      if (covered[at] === 1) { drawn++; if (valid[at] === 0) out++; } else if (valid[at] === 0) lost++;
    }
    row.photographs++; row.overlayPixels += drawn; row.excluded += out; row.skinPixels += covered.length - drawn; row.wrongly += lost;
    row.worst = Math.max(row.worst, lost / (covered.length - drawn));
    if (drawn === 0) continue;
    const { result } = await analyseTimepoint(await encodePng(image), { calibration, name: `${i}.png` });
    for (const { counted, root } of result.hairs) {
      if (!counted) continue;
      row.counted++;
      if (covered[Math.round(root.row) * image.width + Math.round(root.column)] === 1) { row.onOverlay++; console.error(what, i, 'counted on the overlay at', root.row, root.column); }
    }
  }
}
const percent = (share) => Number((100 * share).toFixed(2));
console.table(Object.entries(rows).map(([overlay, row]) => ({
  overlay, photographs: row.photographs, 'overlay left out %': row.overlayPixels === 0 ? null : percent(row.excluded / row.overlayPixels),
  'skin left out %': percent(row.wrongly / row.skinPixels), 'most in one %': percent(row.worst), ...(row.overlayPixels === 0 ? {} : { 'hairs counted': row.counted, 'on the overlay': row.onOverlay }),
})));
