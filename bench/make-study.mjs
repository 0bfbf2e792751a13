// A study of simulated scalps for trials of the batch: node bench/make-study.mjs FOLDER ROWS [MILLIMETRES]
// Four visits a subject, two arms; writes manifest.csv and photos/SUBJECT/VISIT/vertex.jpg. The same call gives the same bytes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photographPhantomVisits } from '../dist/phantom/index.js';
import { encodeJpeg } from '../dist/image-io/encode-image.js';

const [folder, rowsText, sizeText = '2'] = process.argv.slice(2), rows = Number(rowsText), sizeMm = Number(sizeText);
if (folder === undefined || !(rows >= 1)) throw new Error('Usage: node bench/make-study.mjs FOLDER ROWS [MILLIMETRES]');
const visits = ['week 0', 'week 12', 'week 24', 'week 48'], dates = ['2025-01-06', '2025-03-31', '2025-06-23', '2025-12-08'];
const lines = ['subject,arm,target_area,visit,date,photo,um_per_px'];
for (let subject = 1; lines.length <= rows; subject++) {
  const active = subject % 2 === 0, name = `S${String(subject).padStart(5, '0')}`;
  const { baseline, followUps } = photographPhantomVisits({
    seed: subject, densityPerCm2: 150, micrometresPerPixel: 6, widthMm: sizeMm, heightMm: sizeMm, changesPercent: active ? [10, 25, 40] : [0, 2, -3],
  });
  for (const [at, phantom] of [baseline, ...followUps.map((followUp) => followUp.phantom)].entries()) {
    if (lines.length > rows) break;
    const photo = `photos/${name}/${visits[at]}/vertex.jpg`;
    await mkdir(join(folder, 'photos', name, visits[at]), { recursive: true });
    await writeFile(join(folder, photo), await encodeJpeg(phantom.image, 90));
    lines.push([name, active ? 'active' : 'placebo', 'vertex', visits[at], dates[at], photo, phantom.micrometresPerPixel.toFixed(3)].join(','));
  }
}
await writeFile(join(folder, 'manifest.csv'), `${lines.join('\n')}\n`);
