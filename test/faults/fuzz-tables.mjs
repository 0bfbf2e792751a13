// Hostile tables to everything that reads some: node test/faults/fuzz-tables.mjs [COUNT] [SEED]. Needs a build.
// Each table is read, or refused by an AnalysisError in a sentence; nothing takes long, prints a number that is none, or tells a path or a stack.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeXlsxFile from 'write-excel-file/node';
import { spoilTable } from './hostile-tables.mjs';
import { spoilWorkbook } from './hostile-workbooks.mjs';
import { inNewFolder, phantom, privateParts, root, tell, trichoscore } from './rig.mjs';
import { seeded } from './seeded.mjs';

const [count = 1000, seed = 1] = process.argv.slice(2).map(Number);
/** Of processor time, for one table. */
const slowestSeconds = 5;
const load = (path) => import(join(root, 'dist', path));
const manifest = ['subject,arm,target_area,visit,date,photo,um_per_px', ...['S1', 'S2', 'S3'].flatMap((subject) => ['2026-01-05', '2026-06-22'].map((date, at) => `${subject},active,vertex,v${at},${date},p/a.jpg,5`))].join('\n');

await inNewFolder(async (folder) => {
  const [{ checkManifest }, { readTrialFolder }, { analyseTrial }, { renderTrialReport }, { writeTrial }, { readReadings }, { readPublishedArms, readCaseSeries }, { readHairTruth }, { readDevicePresets }, { AnalysisError }] = await Promise.all([
    'batch/manifest/check-manifest.js', 'trial/read-trial-folder.js', 'trial/analyse-trial.js', 'report/trial/render-trial-report.js', 'cli/text/trial-text.js', 'trial/read-ratings.js', 'trial/read-published.js', 'evaluation/read-hair-truth.js', 'cli/options/device-presets-file.js', 'errors.js',
  ].map(load));
  await mkdir(join(folder, 'p'));
  await writeFile(join(folder, 'p', 'a.jpg'), await phantom(1));
  await trichoscore(['trial-simulate', '--out', join(folder, 'trial'), '--arm', 'placebo:8:0', '--arm', 'active:8:20', '--readers', '2', '--sessions-every', '7'], {});
  const simulated = async (name) => readFile(join(folder, 'trial', name), 'utf8');
  /** A trial folder with one table spoilt. */
  const inTrial = (name) => [name, simulated(name), async (path) => {
    const copy = join(folder, 'spoilt-trial');
    await cp(join(folder, 'trial'), copy, { recursive: true, force: true });
    await cp(path, join(copy, name), { force: true });
    const result = analyseTrial(await readTrialFolder(copy)), typed = await readFile(path);
    // A subject may be called so.
    if (['NaN', 'Infinity'].some((word) => typed.includes(word) || typed.includes(Buffer.from(word, 'utf16le')))) return [];
    return [writeTrial(result), renderTrialReport(result)].filter((text) => /\bNaN\b|\bInfinity\b/.test(text)).map(() => 'printed a number that is none');
  }];
  const readers = [
    ['manifest', manifest, async (path) => { const check = await checkManifest(path); return check.sound ? [] : check.faults.flatMap(({ message }) => privateParts(message, [folder])); }],
    ['workbook', writeXlsxFile(manifest.split('\n').map((line, row) => line.split(',').map((value, column) => (row > 0 && column === 6 ? { value: Number(value), type: Number } : { value, type: String })))).toBuffer(), async (path) => {
      const check = await checkManifest(path);
      return check.sound ? [] : check.faults.flatMap(({ message }) => privateParts(message, [folder]));
    }],
    ...['scores.csv', 'measurements.csv', 'treatments.csv', 'ratings.csv', 'subjects.csv'].filter((name) => name !== 'subjects.csv').map(inTrial),
    ['readings', simulated('ratings.csv'), (path) => readReadings(path).then(() => [])],
    ['published trials', readFile(join(root, 'fixtures', 'trials.csv'), 'utf8'), (path) => readPublishedArms(path).then(() => [])],
    ['case series', readFile(join(root, 'fixtures', 'case-series.csv'), 'utf8'), (path) => readCaseSeries(path).then(() => [])],
    ['truth', 'photo,class,root_row,root_column,tip_row,tip_column\na.jpg,terminal,1,2,3,4\na.jpg,vellus,5,6,7,8', async (path) => {
      await writeFile(join(folder, 'photos.csv'), 'photo,um_per_px,session,valid_rows\na.jpg,5,1,\n');
      await cp(path, join(folder, 'hairs.csv'), { force: true });
      return readHairTruth(folder).then(() => []);
    }],
    ['devices', '{"devices":[{"name":"Scope 1","umPerPx":2.762,"relativeUncertainty":0.01}]}', (path) => readDevicePresets(path, ['Scope 1']).then(() => [])],
  ];
  for (const [name, sound, read] of readers) {
    const chance = seeded(seed * 1000 + name.length), whole = await sound, counts = {}, problems = [];
    let slowest = 0;
    for (let at = 0; at < count; at++) {
      const isWorkbook = name === 'workbook', path = join(folder, isWorkbook ? 'table.xlsx' : 'table.csv'), bytes = isWorkbook ? spoilWorkbook(whole, chance) : spoilTable(whole, chance), began = process.cpuUsage();
      await writeFile(path, bytes);
      let outcome = 'read';
      try {
        problems.push(...(await read(path)).map((problem) => `table ${at}: ${problem}`));
      } catch (error) {
        outcome = error instanceof AnalysisError ? error.code : 'thrown';
        if (outcome === 'thrown') problems.push(`table ${at}: ${error.stack.split('\n').slice(0, 3).join(' ')}`);
        else problems.push(...privateParts(`${error.message} ${error.hint}`, [folder]).map((part) => `table ${at}: told ${part}`));
      }
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      const { user, system } = process.cpuUsage(began), seconds = (user + system) / 1e6;
      slowest = Math.max(slowest, seconds);
      if (seconds > slowestSeconds) problems.push(`table ${at}: took ${seconds.toFixed(1)} s`);
    }
    tell(`${name}, ${count} tables: ${Object.entries(counts).map(([outcome, number]) => `${number} ${outcome}`).join(', ')}; slowest ${slowest.toFixed(1)} s`, [...new Set(problems)].slice(0, 12));
  }
});
