// How well hair is found by hair colour, skin tone, density and style, on rendered scalps that took no part in training.
//
//     nice node bench/check-conditions.js [PHOTOGRAPHS_A_CONDITION] [--markdown]
//
// The table stands in docs/validation.md and on the model's card. Seeds 6,100,000 and up are used nowhere else.
import { analyseTimepoint, compareHairs, encodeJpeg, openShippedSegmenter, photographPhantom, summariseHairs } from '../dist/index.js';
import { measureShaftContrast } from '../dist/measurement/shaft-contrast.js';
import { toPhotoTruth } from '../dist/qualification/phantom-truth.js';

const each = Number(process.argv[2] ?? 3);
const field = { micrometresPerPixel: 4, widthMm: 5, heightMm: 4, style: 'immersion' };
const colours = ['black', 'darkBrown', 'brown', 'lightBrown', 'blond', 'red', 'grey', 'white'];
const conditions = [
  ...colours.map((hairColour) => ({ name: `${hairColour} hair`, request: { hairColour, densityPerCm2: 120 } })),
  ...[1, 2, 3, 4, 5, 6].map((skinTone) => ({ name: `skin tone ${skinTone}, black hair`, request: { skinTone, hairColour: 'black', densityPerCm2: 120 } })),
  ...[50, 100, 200, 300].map((densityPerCm2) => ({ name: `${densityPerCm2} per cm²`, request: { densityPerCm2 } })),
  { name: 'dry, short', request: { style: 'dry', densityPerCm2: 120 } },
];

const segmenter = await openShippedSegmenter(), pooled = [];
const rows = [['condition', 'counted', 'true', 'count bias %', 'density error %', 'density bias %', 'terminal bias %', 'recall', 'precision', 'diameter error µm', 'bias µm', 'contrast', 'interval held']];
let seed = 6_100_000;
for (const { name, request } of conditions) {
  const comparisons = [], contrasts = [];
  let held = 0;
  for (let i = 0; i < each; i++) {
    const phantom = photographPhantom({ ...field, ...request, seed: seed++ });
    const { result, photograph } = await analyseTimepoint(await encodeJpeg(phantom.image, 92), { segmenter, name: 'phantom.jpg', calibration: { method: 'given', micrometresPerPixel: field.micrometresPerPixel } });
    const comparison = compareHairs(toPhotoTruth(name, phantom), result);
    comparisons.push(comparison);
    contrasts.push(measureShaftContrast(photograph.image, result.hairs.filter((hair) => hair.counted), field.micrometresPerPixel));
    const interval = result.intervals.densityPerCm2, truth = comparison.truthDensityPerCm2;
    if (interval !== undefined && truth >= interval[0] && truth <= interval[1]) held++;
  }
  pooled.push(...comparisons);
  rows.push(rowOf(name, comparisons, contrasts, `${held}/${each}`));
}
rows.push(rowOf('all', pooled, [], ''));
for (const row of rows) console.log(process.argv.includes('--markdown') ? `| ${row.join(' | ')} |` : row.map((cell, i) => (i === 0 ? cell.padEnd(26) : cell.padStart(13))).join(''));

function rowOf(name, comparisons, contrasts, held) {
  const { measuredHairs, truthHairs, biasPercent, density, terminalDensity, roots, terminalDiameter, withoutCount } = summariseHairs(comparisons);
  const show = (value, digits) => (value === null || value === undefined ? '–' : value.toFixed(digits));
  return [
    name + (withoutCount > 0 ? ` (${withoutCount} refused)` : ''), String(measuredHairs), String(truthHairs), show(biasPercent, 1), show(density?.meanAbsolutePercentError, 1), show(density?.biasPercent, 1), show(terminalDensity?.biasPercent, 1),
    show(roots.recall, 3), show(roots.precision, 3), show(terminalDiameter?.medianAbsoluteErrorUm, 1), show(terminalDiameter?.biasUm, 1),
    contrasts.length === 0 ? '' : contrasts.map((value) => show(value, 2)).join(' '), held,
  ];
}
