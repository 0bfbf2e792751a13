// How often, and how exactly, scale bars and rulers are read, and how often one is seen where there is none.
//   node bench/measure-scales.js [--count 20] [--first 0] [--photos FOLDER [--um-per-px 2.762]]      (npm run build first)
// Each phantom is looked at bare, with five drawn scale bars, and with five rulers laid on it, one at a time, compressed as JPEG (quality 50 to 95; those of odd number with colour at half size). Photographs of a folder are looked at as they are.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { searchRuler } from '../dist/image-io/ruler.js';
import { searchScaleBar } from '../dist/image-io/scale-bar.js';
import { loadSharp } from '../dist/image-io/sharp-engine.js';
import { drawScaleBar, paintRuler, photographPhantom, sampleRuler, sampleScaleBar } from '../dist/phantom/index.js';
import { createRandom } from '../dist/phantom/random.js';

const { values } = parseArgs({ options: { count: { type: 'string', default: '20' }, first: { type: 'string', default: '0' }, photos: { type: 'string' }, 'um-per-px': { type: 'string' }, each: { type: 'boolean' } } });
const sharp = await loadSharp(), tallies = new Map();

/** Counts one search. `error` is the share by which the length is off, null where there is nothing to be found. */
function tally(what, found, error, note) {
  const row = tallies.get(what) ?? { pictures: 0, read: 0, within2Percent: 0, worstPercent: 0, refused: {} };
  tallies.set(what, row);
  row.pictures++;
  if (found === null) row.refused[note] = (row.refused[note] ?? 0) + 1;
  else {
    row.read++;
    if (error !== null && Math.abs(error) <= 0.02) row.within2Percent++;
    if (error !== null) row.worstPercent = Math.max(row.worstPercent, Math.round(Math.abs(error) * 1000) / 10);
  }
  if (values.each) console.log(what, found === null ? note : `${error === null ? 'seen' : `${(100 * error).toFixed(2)} %`} ${note}`);
}

const lookForBar = (what, image, truthPx, note = '') => {
  const search = searchScaleBar(image);
  tally(what, search.bar, search.bar && truthPx !== null ? search.bar.lengthPx / truthPx - 1 : null, search.bar ? note : search.reason);
};
const lookForRuler = (what, image, truthPx, note = '') => {
  const search = searchRuler(image);
  tally(what, search.ruler, search.ruler && truthPx !== null ? search.ruler.spacingPx / truthPx - 1 : null, search.ruler ? note : search.reason);
};

if (values.photos !== undefined) {
  const umPerPx = values['um-per-px'] === undefined ? null : Number(values['um-per-px']);
  for (const name of (await readdir(values.photos)).filter((file) => /(?<!\.mask|\.scalp|\.hair)\.(jpe?g|png)$/i.test(file)).sort()) {
    const { image } = await readPhotograph(join(values.photos, name));
    lookForBar('bar of 1 mm', image, umPerPx === null ? null : 1000 / umPerPx, name);
    lookForRuler('ruler', image, null, name);
  }
} else {
  for (let seed = Number(values.first); seed < Number(values.first) + Number(values.count); seed++) {
    const random = createRandom(seed * 7 + 1), micrometresPerPixel = random.choose([4, 6, 8, 10, 14, 20]), width = random.choose([480, 640, 800]), scale = 1000 / micrometresPerPixel;
    const widthMm = width / scale, style = random.choose(['immersion', 'dry', 'long']);
    const bare = photographPhantom({ seed: 9000 + seed, densityPerCm2: Math.min(200, random.uniform(30, 200)), micrometresPerPixel, widthMm, heightMm: widthMm * 0.78, style }).image;
    const quality = 50 + random.integer(46), chromaSubsampling = seed % 2 === 0 ? '4:4:4' : '4:2:0';
    const compress = async ({ data, width, height }) => (await readPhotograph(await sharp(data, { raw: { width, height, channels: 3 } }).jpeg({ quality, chromaSubsampling }).toBuffer(), { name: `${seed}.jpg` })).image;
    const copy = () => ({ ...bare, data: new Uint8Array(bare.data) }), plain = await compress(bare);
    lookForBar('no bar there', plain, null);
    lookForRuler('no ruler there', plain, null);

    for (let k = 0; k < 5; k++) {
      const barred = copy(), bar = sampleScaleBar(random, bare, scale), lengthPx = drawScaleBar(barred, bar, scale);
      lookForBar(`bar, ${bar.shape}`, await compress(barred), lengthPx, `${seed} ${bar.thickness} px, ${bar.colour}, ${bar.label}`);
    }
    for (let k = 0; k < 5; k++) {
      const ruled = copy(), ruler = sampleRuler(random, { width: bare.width, height: bare.height, pixelsPerMillimetre: scale }), spacingPx = ruler.tickEveryMm * scale;
      paintRuler(ruled, ruler, scale);
      const ticks = Math.floor((0.8 * width) / spacingPx);
      lookForRuler(ticks >= 8 ? 'ruler, 8 or more ticks across' : 'ruler, fewer ticks', await compress(ruled), spacingPx, `${seed} ${ruler.pattern}`);
    }
  }
}
console.table(Object.fromEntries([...tallies].map(([what, { refused, ...row }]) => [what, { ...row, refused: Object.entries(refused).map(([reason, count]) => `${count} ${reason}`).join(', ') }])));
