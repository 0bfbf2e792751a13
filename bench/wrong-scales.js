// What comes of close-ups whose scale is given wrong: node bench/wrong-scales.js FOLDER [FACTORS [EVERY]]   (build first)
// FOLDER holds photos.csv (photo, um_per_px) and photos/, as `trichoscore phantom --out` writes it and the samples do. Half a CPU-minute for ten photographs; EVERY 2 takes every second one, from the second on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { analyseTimepoint } from '../dist/analysis/analyse-timepoint.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';

const [folder, factors = '0.4,0.5,1,1.5,2,2.5', every = '1'] = process.argv.slice(2);
const rows = parse(readFileSync(join(folder, 'photos.csv')), { columns: true, bom: true }).filter((_, at) => (at + 1) % Number(every) === 0);

const results = new Map(factors.split(',').map((factor) => [Number(factor), []]));
for (const { photo, um_per_px: umPerPx } of rows) {
  const photograph = await readPhotograph(join(folder, 'photos', photo));
  for (const [factor, measured] of results) {
    const { result: { measurements, issues } } = await analyseTimepoint(photograph, { calibration: { method: 'given', micrometresPerPixel: Number(umPerPx) * factor } });
    const said = (code) => issues.some((issue) => issue.code === code);
    measured.push({ given: measurements.densityPerCm2 !== null, doubtful: said('scale.doubtful'), impossible: said('scale.impossible') });
  }
}
console.table([...results].map(([factor, measured]) => ({
  'scale, times the true one': factor, photographs: measured.length, 'given a density': measured.filter(({ given }) => given).length,
  'of these with a warning': measured.filter(({ given, doubtful }) => given && doubtful).length, 'refused for the scale': measured.filter(({ impossible }) => impossible).length,
})));
