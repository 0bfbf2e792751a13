// How often a date burned into a photograph is hidden from blinded readers: node bench/hide-dates.js   (after npm run build)
// Dates in two fonts, four inks, plain, outlined or boxed, are drawn into two simulated photographs at two sizes; printed is what stays visible of each.
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const demo = fileURLToPath(new URL('../fixtures/demo', import.meta.url)), photographs = [];
const inks = [['#ffffff', 16, ''], ['#ffee00', 16, ''], ['#000000', 16, ''], ['#ffffff', 30, ''], ['#ff2020', 30, ''], ['#ffffff', 20, 'outline'], ['#ffffff', 20, 'box']];
for (const width of [400, 1000]) {
  for (const name of ['baseline', 'increase']) {
    for (const [ink, share, around] of inks) {
      for (const font of ['DejaVu Sans', 'DejaVu Sans Mono']) {
        const size = width / share, left = width * 0.55, bottom = width * 0.96;
        const box = around === 'box' ? `<rect x="${left - 4}" y="${bottom - size}" width="${size * 7}" height="${size * 1.3}" fill="#000"/>` : '';
        const drawing = `<svg width="${width}" height="${width}">${box}<text x="${left}" y="${bottom}" font-family="${font}" font-size="${size}" fill="${ink}"${around === 'outline' ? ' stroke="#000" stroke-width="1"' : ''}>2026-03-14</text></svg>`;
        const bytes = await sharp(`${demo}/${name}.jpg`).extract({ left: 200, top: 200, width, height: width }).composite([{ input: Buffer.from(drawing) }]).jpeg({ quality: 92 }).toBuffer();
        photographs.push({ bytes, width, size, left, bottom, title: `${name} ${width} px, ${ink} ${around || 'plain'}, ${size.toFixed(0)} px high, ${font}` });
      }
    }
  }
}
// Our reader forbids drawings from here on.
const { showSkin } = await import('../dist/analysis/blind/telling-parts.js'), { readPhotograph } = await import('../dist/index.js');
let hidden = 0;
for (const { bytes, width, size, left, bottom, title } of photographs) {
  const shown = showSkin((await readPhotograph(bytes)).image);
  let visible = 0, all = 0;
  for (let row = Math.floor(bottom - 0.75 * size); row < bottom; row++) for (let column = Math.floor(left); column < Math.min(width, left + 5.9 * size); column++, all++) visible += shown.data[row * width + column];
  if (visible === 0) hidden++;
  else console.log(`${title}: ${((100 * visible) / all).toFixed(0)} % visible`);
}
console.log(`${hidden} of ${photographs.length} dates hidden wholly`);
