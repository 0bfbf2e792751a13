// Whether a result knows that it sees only a part of light hair: hair colours × skin tones, one rendered scalp of 5 × 4 mm each.
//
//     node bench/check-light-hair.js SEED [--style immersion|dry] [--tones 1,2,3,4,5,6] [--colours black,lightBrown,blond,red,grey,white]      (build first)
//
// About 2 CPU-seconds a scalp. `traces` are those too faint to be counted, for each counted hair.
import { parseArgs } from 'node:util';
import { analyseTimepoint, compareHairs, encodeJpeg, openShippedSegmenter, photographPhantom } from '../dist/index.js';
import { toPhotoTruth } from '../dist/qualification/phantom-truth.js';

const { values, positionals: [first] } = parseArgs({ allowPositionals: true, options: {
  style: { type: 'string', default: 'immersion' }, tones: { type: 'string', default: '1,2,3,4,5,6' }, colours: { type: 'string', default: 'black,lightBrown,blond,red,grey,white' },
} });
const order = ['black', 'darkBrown', 'brown', 'lightBrown', 'blond', 'red', 'grey', 'white'], micrometresPerPixel = 5;
const segmenter = await openShippedSegmenter(), rows = [];
for (const hairColour of values.colours.split(',')) {
  for (const skinTone of values.tones.split(',').map(Number)) {
    const phantom = photographPhantom({
      seed: Number(first) + 17 * skinTone + 131 * order.indexOf(hairColour), hairColour, skinTone, style: values.style,
      densityPerCm2: [80, 130, 190][skinTone % 3], micrometresPerPixel, widthMm: 5, heightMm: 4,
    });
    const { result } = await analyseTimepoint(await encodeJpeg(phantom.image, 92), { segmenter, name: 'phantom.jpg', calibration: { method: 'given', micrometresPerPixel } });
    const { hairs, measurements: { densityPerCm2 }, intervals: { densityPerCm2: interval }, quality: { appearance } } = result;
    const truth = compareHairs(toPhotoTruth('phantom', phantom), result).truthDensityPerCm2, counted = hairs.filter((hair) => hair.counted).length;
    rows.push({
      hair: hairColour, tone: skinTone, contrast: appearance?.hairContrast ?? null, counted, traces: counted === 0 ? null : Number((hairs.filter(({ notCountedBecause }) => notCountedBecause === 'uncertain').length / counted).toFixed(2)),
      density: densityPerCm2, from: interval?.[0] ?? null, to: interval?.[1] ?? null, true: Math.round(truth), held: interval === undefined ? 'no figure' : interval[0] <= truth && truth <= interval[1],
      said: [...new Set(result.issues.map(({ code }) => code))].filter((code) => code.startsWith('hair.') || code.startsWith('photo.')).join(' '),
    });
  }
}
console.table(rows);
const given = rows.filter(({ held }) => held !== 'no figure');
console.log(`${given.length} of ${rows.length} with a density; interval held the truth in ${given.filter(({ held }) => held).length}`);
