// Photographs with marked hairs, turned and mirrored, to learn how much of a figure is chance: who holds the camera another way should get the same hairs.
//
//     node bench/turn-samples.js FOLDER OUT      then, for each of the eight: trichoscore evaluate OUT/POSE
//
// FOLDER holds photos.csv, hairs.csv and photos/. OUT gets a folder a pose (0, 90, 180, 270 degrees clockwise, and the same of the mirror image); it shows
// what FOLDER shows and must lie outside what is committed. Rows from valid_rows on are cut off first, because no pose but the first has them at the bottom.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import sharp from 'sharp';

const [folder, out] = process.argv.slice(2);
if (out === undefined) { console.error('Name the folder of marked photographs and one for the turned ones.'); process.exit(2); }
const readTable = (name) => parse(readFileSync(join(folder, name)), { columns: true, bom: true });
// Names and numbers only: nothing to quote.
const writeTable = (path, rows) => writeFileSync(path, `${[Object.keys(rows[0]), ...rows.map(Object.values)].map((row) => row.join(',')).join('\n')}\n`);
const photos = readTable('photos.csv'), hairs = readTable('hairs.csv');

for (const mirrored of [false, true]) {
  for (const degrees of [0, 90, 180, 270]) {
    const to = join(out, `${mirrored ? 'mirrored-' : ''}${degrees}`), turnedPhotos = [], turnedHairs = [];
    mkdirSync(join(to, 'photos'), { recursive: true });
    for (const photo of photos) {
      const name = photo.photo.replace(/\.[^.]+$/, '.png'), whole = sharp(join(folder, 'photos', photo.photo)), { width, height: fileHeight } = await whole.metadata();
      const height = Math.min(fileHeight, Number(photo.valid_rows || fileHeight)), cut = await whole.extract({ left: 0, top: 0, width, height }).flop(mirrored).png({ compressionLevel: 1 }).toBuffer();
      await sharp(cut).rotate(degrees).png({ compressionLevel: 1 }).toFile(join(to, 'photos', name));
      turnedPhotos.push({ ...photo, photo: name, valid_rows: degrees % 180 === 0 ? height : width });
      const turn = (row, column) => {
        const x = mirrored ? width - 1 - column : Number(column), y = Number(row);
        return degrees === 0 ? [y, x] : degrees === 90 ? [x, height - 1 - y] : degrees === 180 ? [height - 1 - y, width - 1 - x] : [width - 1 - x, y];
      };
      for (const hair of hairs.filter((one) => one.photo === photo.photo)) {
        const [rootRow, rootColumn] = turn(hair.root_row, hair.root_column), [tipRow, tipColumn] = turn(hair.tip_row, hair.tip_column);
        turnedHairs.push({ ...hair, photo: name, root_row: rootRow, root_column: rootColumn, tip_row: tipRow, tip_column: tipColumn });
      }
    }
    writeTable(join(to, 'photos.csv'), turnedPhotos);
    writeTable(join(to, 'hairs.csv'), turnedHairs);
  }
}
