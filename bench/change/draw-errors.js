// Crops of the errors of one pair as PNG files.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { measureTurn } from './count-detector-errors.js';

const halfMm = 0.8, side = 420;

export async function drawErrors(folder, { name, visits, hairs, extras }) {
  mkdirSync(folder, { recursive: true });
  const turn = measureTurn(visits), tiles = [];
  for (const hair of hairs.filter(({ verdict }) => verdict !== 'right' && verdict !== 'outside' && verdict !== 'not seen')) {
    tiles.push({ title: `hair ${hair.index} ${hair.truth}: ${hair.verdict}`, places: visits.map((visit) => visit.hairs[hair.index].root), marks: hair.seen });
  }
  for (const { verdict, statement } of extras) {
    const k = statement.hairs[0] === null ? 1 : 0, place = statement.hairs[k].root, near = nearest(visits[k], place), other = visits[1 - k].hairs[near.index].root;
    const angle = k === 0 ? turn : -turn, s = visits[k].micrometresPerPixel / visits[1 - k].micrometresPerPixel, [dx, dy] = [place.column - near.root.column, place.row - near.root.row];
    const carried = { column: other.column + s * (Math.cos(angle) * dx - Math.sin(angle) * dy), row: other.row + s * (Math.sin(angle) * dx + Math.cos(angle) * dy) };
    tiles.push({ title: `no hair: ${verdict}`, places: k === 0 ? [place, carried] : [carried, place], marks: statement.hairs });
  }
  for (let from = 0, sheet = 1; from < tiles.length; from += 5, sheet++) {
    const composed = [];
    for (const [at, tile] of tiles.slice(from, from + 5).entries()) {
      for (const k of [0, 1]) composed.push({ input: await cut(visits[k], tile.places[k], k === 1 ? turn : 0, tile, k), left: at * (side + 4), top: k * (side + 4) });
    }
    await sharp({ create: { width: 5 * (side + 4), height: 2 * (side + 4), channels: 3, background: '#888' } }).composite(composed).png().toFile(join(folder, `${name}-${sheet}.png`));
  }
}

/** True exits green (there) or red (not there), found shafts cyan, as the baseline has the directions. */
async function cut(visit, centre, turn, { title, marks }, k) {
  const px = 1000 / visit.micrometresPerPixel, half = halfMm * px, reach = Math.ceil(half * 1.5), { width, height } = visit;
  const left = Math.round(centre.column) - reach, top = Math.round(centre.row) - reach;
  const [x0, y0, x1, y1] = [Math.max(0, left), Math.max(0, top), Math.min(width, left + 2 * reach), Math.min(height, top + 2 * reach)];
  const square = await sharp(visit.jpeg).extract({ left: x0, top: y0, width: x1 - x0, height: y1 - y0 })
    .extend({ left: x0 - left, top: y0 - top, right: left + 2 * reach - x1, bottom: top + 2 * reach - y1, background: '#000' }).png().toBuffer();
  const turned = sharp(await sharp(square).rotate((-turn * 180) / Math.PI, { background: '#000' }).png().toBuffer()), size = (await turned.metadata()).width, from = Math.round(size / 2 - half);
  const scale = side / (2 * half), cos = Math.cos(-turn), sin = Math.sin(-turn);
  const place = ({ row, column }) => {
    const dx = column - centre.column, dy = row - centre.row;
    return [side / 2 + scale * (cos * dx - sin * dy), side / 2 + scale * (sin * dx + cos * dy)];
  };
  const circles = visit.hairs.map((hair) => ({ hair, at: place(hair.root) })).filter(({ at: [x, y] }) => x > 0 && y > 0 && x < side && y < side)
    .map(({ hair, at: [x, y] }) => `<circle cx="${x}" cy="${y}" r="7" fill="none" stroke="${hair.present ? '#0f0' : '#f22'}" stroke-width="1.5"/>`);
  const lines = visit.found, drawn = [...lines.map((hair) => ({ hair, colour: hair.notCountedBecause === 'uncertain' ? '#fa0' : '#0ff' })), ...(marks[k] ? [{ hair: marks[k], colour: '#f0f' }] : [])]
    .map(({ hair, colour }) => { const [x, y] = place(hair.root), [u, v] = place(hair.tip); return `<line x1="${x}" y1="${y}" x2="${u}" y2="${v}" stroke="${colour}" stroke-width="1"/><circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`; });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">${circles.join('')}${drawn.join('')}<text x="4" y="14" font-size="12" fill="#ff0" font-family="sans-serif">${k === 0 ? title : ''}</text></svg>`;
  return sharp(await turned.extract({ left: from, top: from, width: Math.round(2 * half), height: Math.round(2 * half) }).resize(side, side).png().toBuffer()).composite([{ input: Buffer.from(svg) }]).png().toBuffer();
}

function nearest(visit, place) {
  let best = null;
  visit.hairs.forEach((hair, index) => {
    const d = Math.hypot(hair.root.row - place.row, hair.root.column - place.column);
    if (best === null || d < best.d) best = { d, index, root: hair.root };
  });
  return best;
}
