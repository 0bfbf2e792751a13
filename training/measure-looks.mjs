// Measures how photographs of clipped hair look, for setting the renderer and for docs/phantom.md.
// node training/measure-looks.mjs DIR [DIR…]     DIR holds photos.csv, hairs.csv and photos/ (as the samples do, and `trichoscore phantom` writes)
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { measureBrightness } from '../dist/raster/brightness.js';
import { measureWidth } from '../dist/measurement/measure-diameter.js';
import { groupUnits } from '../dist/measurement/group-units.js';

const table = (path) => {
  const [head, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/).map((line) => line.split(','));
  return lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]])));
};
const quantiles = (values, digits = 2) => {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]?.toFixed(digits) ?? '–').join(' ');
};

for (const folder of process.argv.slice(2)) {
  const all = table(join(folder, 'hairs.csv')).filter((hair) => hair.class !== 'abnormal');
  const found = { density: [], lengthMm: [], nearestMm: [], unitSize: [], fanDegrees: [], spreadDegrees: [], widthUm: [], edgeUm: [], red: [], green: [], blue: [], shaft: [], texture: [] };
  for (const photo of table(join(folder, 'photos.csv'))) {
    const um = Number(photo.um_per_px), { image } = await readPhotograph(join(folder, 'photos', photo.photo));
    const rows = Math.min(image.height, Number(photo.valid_rows) || image.height), brightness = measureBrightness(image);
    const hairs = all.filter((hair) => hair.photo === photo.photo).map((hair) => ({ root: [+hair.root_column, +hair.root_row], tip: [+hair.tip_column, +hair.tip_row] }));
    found.density.push(hairs.length / ((image.width * rows * um * um) / 1e8));
    const units = groupUnits(hairs.map((hair) => hair.root), 1000 / um), angles = hairs.map(({ root, tip }) => Math.atan2(tip[1] - root[1], tip[0] - root[0]));
    hairs.forEach(({ root, tip }, i) => {
      found.lengthMm.push((Math.hypot(tip[0] - root[0], tip[1] - root[1]) * um) / 1000);
      const nearest = Math.min(...hairs.map((other, k) => (k === i ? Infinity : Math.hypot(other.root[0] - root[0], other.root[1] - root[1]))));
      if (Number.isFinite(nearest)) found.nearestMm.push((nearest * um) / 1000);
      for (let k = 0; k < i; k++) if (units[k] === units[i]) found.fanDegrees.push(Math.abs(Math.atan2(Math.sin(angles[i] - angles[k]), Math.cos(angles[i] - angles[k]))) * 57.3);
    });
    for (let unit = 1; unit <= Math.max(0, ...units); unit++) found.unitSize.push(units.filter((other) => other === unit).length);
    const meanAngle = Math.atan2(angles.reduce((sum, a) => sum + Math.sin(a), 0), angles.reduce((sum, a) => sum + Math.cos(a), 0));
    if (angles.length > 3) found.spreadDegrees.push(Math.sqrt(angles.reduce((sum, a) => sum + Math.atan2(Math.sin(a - meanAngle), Math.cos(a - meanAngle)) ** 2, 0) / angles.length) * 57.3);
    const lines = hairs.map(({ root, tip }) => ({ points: [root, tip], roughWidth: 75 / um }));
    lines.forEach((line, i) => {
      const width = measureWidth(image, lines, i);
      if (width === null) return;
      found.widthUm.push(width.widthPx * um);
      const edge = edgeSharpness(brightness, line.points, width.widthPx);
      if (edge !== null) { found.edgeUm.push(edge.widthPx * um); found.shaft.push(edge.shaft); }
    });
    // Skin: pixels far from every shaft.
    const skin = { red: [], green: [], blue: [] }, step = Math.max(1, Math.round(24 / um)), light = [];
    for (let y = 0; y < rows; y += step) for (let x = 0; x < image.width; x += step) {
      const clear = lines.every(({ points: [[ax, ay], [bx, by]] }) => {
        const dx = bx - ax, dy = by - ay, t = Math.min(1, Math.max(-0.6, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
        return Math.hypot(x - ax - t * dx, y - ay - t * dy) * um > 150;
      });
      if (!clear) continue;
      const at = 3 * (y * image.width + x);
      skin.red.push(image.data[at]); skin.green.push(image.data[at + 1]); skin.blue.push(image.data[at + 2]);
      light.push(brightness.data[y * image.width + x]);
    }
    for (const channel of ['red', 'green', 'blue']) found[channel].push(skin[channel].sort((a, b) => a - b)[skin[channel].length >> 1]);
    // Texture: how much neighbouring 24 µm patches differ.
    let difference = 0;
    for (let i = 1; i < light.length; i++) difference += Math.abs(light[i] - light[i - 1]);
    found.texture.push(difference / light.length);
  }
  console.log(`\n${folder.split('/').at(-1)}: quantiles 5 25 50 75 95 %`);
  for (const [name, values] of Object.entries(found)) if (name !== 'unitSize') console.log(`${name.padEnd(14)} ${quantiles(values)}`);
  console.log(`units of 1/2/3/4+ ${[1, 2, 3, 4].map((size) => ((100 * found.unitSize.filter((s) => (size === 4 ? s >= 4 : s === size)).length) / found.unitSize.length).toFixed(0)).join('/')} %`);
}

/** Width over which brightness climbs from shaft to skin (contrast over steepest slope), pixels, and the shaft's brightness. */
function edgeSharpness(map, [[ax, ay], [bx, by]], width) {
  const length = Math.hypot(bx - ax, by - ay) || 1, nx = -(by - ay) / length, ny = (bx - ax) / length, edges = [], shafts = [];
  for (let k = 0; k < 12; k++) {
    const t = 0.3 + 0.05 * k, x = ax + (bx - ax) * t, y = ay + (by - ay) * t;
    const read = (d) => {
      const px = Math.round(x + nx * d), py = Math.round(y + ny * d);
      return px < 0 || py < 0 || px >= map.width || py >= map.height ? NaN : map.data[py * map.width + px];
    };
    const inside = read(0), outside = read(width * 1.1);
    let steepest = 0;
    for (let d = width * 0.2; d < width * 0.9; d += 0.5) steepest = Math.max(steepest, (read(d + 1.5) - read(d - 1.5)) / 3);
    if (outside - inside > 20 && steepest > 0.5) edges.push((outside - inside) / steepest);
    shafts.push(inside);
  }
  if (edges.length < 4) return null;
  return { widthPx: edges.sort((a, b) => a - b)[edges.length >> 1], shaft: shafts.sort((a, b) => a - b)[shafts.length >> 1] };
}
