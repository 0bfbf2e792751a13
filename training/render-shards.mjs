// Renders training pictures with exact truth: node training/render-shards.mjs --out DIR --first 1 --last 400 [--size 352] [--per-shard 48] [--crowded] [--light] [--dry] [--sheathed]
// Shard N holds the pictures of seeds N·1000 … N·1000 + 47. Format: see training/README.md.
import { mkdirSync, writeFileSync, existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../dist/phantom/random.js';
import { growScalp } from '../dist/phantom/scalp.js';
import { renderPhantom, seenArea } from '../dist/phantom/render-phantom.js';
import { sampleCapture, sampleGrowth, sampleOverlay } from '../dist/phantom/sample-conditions.js';
import { straightPose } from '../dist/phantom/camera.js';

const { values } = parseArgs({ allowPositionals: true, options: {
  out: { type: 'string' }, first: { type: 'string', default: '1' }, last: { type: 'string', default: '100' },
  size: { type: 'string', default: '352' }, 'per-shard': { type: 'string', default: '48' },
  'pixels-per-mm': { type: 'string', default: '120' },
  crowded: { type: 'boolean', default: false },
  light: { type: 'boolean', default: false },
  dry: { type: 'boolean', default: false },
  sheathed: { type: 'boolean', default: false },
} });
const size = Number(values.size), perShard = Number(values['per-shard']), nominal = Number(values['pixels-per-mm']);
const round = (value, digits = 2) => Number(value.toFixed(digits));

/** What the network found hardest on photographs: units of several shafts that lie on each other, leave the skin through all but one exit, and cross. */
function crowd(random, growth) {
  return {
    ...growth, unitShares: random.choose([[0.2, 0.5, 0.23, 0.07], [0.4, 0.42, 0.15, 0.03]], [0.6, 0.4]), tightShare: random.uniform(0.2, 0.7),
    densityPerCm2: random.uniform(70, 300), fan: random.choose([0.06, 0.12, 0.2], [0.4, 0.4, 0.2]),
  };
}

/** Hair cut to one or two millimetres without immersion: long for a close-up, so that shafts cross. */
function lengthen(random, growth) {
  return { ...growth, lengthMm: random.uniform(0.7, 1.9), densityPerCm2: random.uniform(50, 240), directionSpread: random.choose([0.12, 0.25, 0.45]), curl: random.choose([0.05, 0.15, 0.3], [0.5, 0.35, 0.15]) };
}

/** Hair about as bright as the skin or brighter, on every skin tone: rare in what comes by chance, and missed most often. */
function lighten(random) {
  return { hairColour: random.choose(['lightBrown', 'blond', 'red', 'grey', 'white'], [0.2, 0.3, 0.1, 0.2, 0.2]), skinTone: 1 + random.integer(6) };
}

/** What makes one shaft of a photograph look like two: casts of sebum and scale, hard shine along it, a film of water; every second scalp is crowded besides. */
function sheathe(random) {
  return { collarShare: random.choose([0, 0.15, 0.4], [0.4, 0.35, 0.25]), sheathShare: random.choose([0, 0.2, 0.5], [0.25, 0.45, 0.3]), gloss: random.uniform(0, 1) ** 2, film: random.chance(0.04) };
}

/** One training picture; scale, style and look are drawn from its seed. */
export function renderTrainingPicture(seed) {
  const random = createRandom(seed);
  const style = random.choose(['immersion', 'dry', 'long'], values.dry ? [0, 1, 0] : values.crowded || values.sheathed ? [0.88, 0.12, 0] : [0.68, 0.22, 0.1]);
  const pixelsPerMillimetre = nominal * Math.exp(random.normal(0, style === 'immersion' ? 0.08 : 0.16));
  const sampled = sampleGrowth(random, style), growth = values.crowded || (values.sheathed && random.chance(0.5)) ? crowd(random, sampled) : values.dry ? lengthen(random, sampled) : sampled;
  const pose = { ...straightPose, pixelsPerMillimetre };
  const scalp = growScalp(seed + 1, growth, seenArea(pose, size, size, Math.min(growth.longestMm, growth.lengthMm * 2) + 0.2));
  const capture = { ...sampleCapture(random, style, seed + 2, values.light ? lighten(random) : {}), ...(values.crowded ? { collarShare: random.choose([0, 0.15, 0.5], [0.4, 0.3, 0.3]) } : {}), ...(values.sheathed ? sheathe(random) : {}) };
  return { style, pixelsPerMillimetre, rendered: renderPhantom(scalp, pose, size, size, capture, sampleOverlay(random)) };
}

if (values.out !== undefined) {
  for (let shard = Number(values.first); shard <= Number(values.last); shard++) {
    const folder = join(values.out, String(shard).padStart(4, '0'));
    if (existsSync(join(folder, 'shafts.jsonl'))) continue;
    mkdirSync(folder, { recursive: true });
    const images = [], owners = [], lines = [];
    for (let k = 0; k < perShard; k++) {
      const seed = shard * 1000 + k, { style, pixelsPerMillimetre, rendered } = renderTrainingPicture(seed);
      images.push(rendered.image.data);
      owners.push(new Uint8Array(rendered.owner.buffer));
      let validRows = size;
      while (validRows > 0 && rendered.covered.subarray((validRows - 1) * size, validRows * size).every((byte) => byte === 1)) validRows--;
      lines.push(JSON.stringify({ seed, size, pixelsPerMillimetre: round(pixelsPerMillimetre), style, validRows, shafts: rendered.hairs.map((hair) => ({
        root: hair.root.map((value) => round(value)), tip: hair.tip.map((value) => round(value)), rooted: hair.rooted,
        visibleShare: round(hair.visibleShare, 3), diameterPx: round(hair.diameterPx), unit: hair.unit,
        path: hair.path.map((point) => point.map((value) => round(value))),
      })) }));
    }
    writeFileSync(join(folder, 'images.bin'), Buffer.concat(images));
    writeFileSync(join(folder, 'owner.bin'), Buffer.concat(owners));
    writeFileSync(join(folder, 'shafts.jsonl.part'), lines.join('\n') + '\n');
    renameSync(join(folder, 'shafts.jsonl.part'), join(folder, 'shafts.jsonl'));
  }
}
