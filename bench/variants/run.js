// Whether the same photograph gives the same figures however it was handed over, and no change when it is compared with itself so.
//
//     node bench/variants/run.js CACHE FOLDER [--every 6] [--only 'black frame;noise'] [--scale 2.762] [--list]      (build first)
//
// FOLDER holds photographs with photos.csv (or any pictures, with --scale). CACHE keeps variants, maps and results outside what is committed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeVariant, variants } from './make-variants.js';

const { values, positionals: [cacheFolder, folder] } = parseArgs({ allowPositionals: true, options: {
  every: { type: 'string', default: '6' }, first: { type: 'string', default: '0' }, only: { type: 'string' }, scale: { type: 'string' }, list: { type: 'boolean', default: false },
} });
if (folder === undefined) { console.error('Name a folder for the cache and one of photographs.'); process.exit(2); }
const names = values.only === undefined ? Object.keys(variants) : ['unchanged', ...values.only.split(';')];
const photographs = listPhotographs().filter((_, i) => i % Number(values.every) === Number(values.first));
mkdirSync(join(cacheFolder, 'variants'), { recursive: true });
const sha = (text) => createHash('sha256').update(text).digest('hex').slice(0, 24);

// All pictures first: our reader forbids drawings from here on.
const made = [];
for (const { file, name, scale } of photographs) {
  const files = {};
  for (const variant of names) {
    const path = join(cacheFolder, 'variants', `${sha(`${file} ${scale} ${variant} ${variants[variant].make}`)}.bin`);
    if (!existsSync(path)) {
      const { bytes } = await makeVariant(file, scale, variants[variant]);
      writeFileSync(path, bytes ?? '');
    }
    files[variant] = path;
  }
  made.push({ name, scale, files });
}
const { openCache, openCachedSegmenter, recallResult, hashCode, measuringFolders } = await import('../change/cached-measuring.js');
const { analyseProgress } = await import('../../dist/analysis/analyse-progress.js');
const cache = openCache(cacheFolder), segmenter = await openCachedSegmenter(cache), hash = hashCode(measuringFolders);

const rows = Object.fromEntries(names.map((name) => [name, []]));
for (const { name, scale, files } of made) {
  let base = null;
  for (const variant of names) {
    const bytes = readFileSync(files[variant]);
    if (bytes.length === 0) continue;
    let result;
    try { result = await recallResult(cache, segmenter, hash, { jpeg: bytes, micrometresPerPixel: scale / (variants[variant].scale ?? 1) }); }
    catch (error) { rows[variant].push({ name, error: error.code ?? String(error) }); continue; }
    base ??= result;
    const [followUp] = analyseProgress([{ result: base }, { result }]).followUps;
    rows[variant].push({ name, base, result, followUp });
    if (values.list && variant !== 'unchanged') list(name, variant, base, result, followUp);
  }
}
console.table(Object.fromEntries(Object.entries(rows).map(([variant, all]) => [variant, tabulate(all)])));

function list(name, variant, base, result, followUp) {
  const { change, globalAssessment, hairs, registration } = followUp;
  console.error([name, variant, `count ${base.measurements.hairCount}→${result.measurements.hairCount}`, `density ${base.measurements.densityPerCm2}→${result.measurements.densityPerCm2}`, `area ${base.targetArea.areaCm2?.toFixed(4)}→${result.targetArea.areaCm2?.toFixed(4)}`,
    hairs === null ? `not aligned (${followUp.warnings[0]?.code})` : `aligned, residual ${registration?.residualUm?.toFixed(0)}`, change === null ? 'no change given' : `change ${change.percent.toFixed(1)} [${change.interval95.map((v) => v.toFixed(0))}] nominal ${globalAssessment?.nominal} supported ${globalAssessment?.supported ?? globalAssessment?.score}`,
    `quality ${result.quality.checks.filter(({ passed }) => !passed).map(({ check, severity }) => `${check}:${severity}`).join(' ')}`, `issues ${[...new Set(result.issues.map(({ code }) => code))].join(' ')}`].join(' · '));
}

function tabulate(all) {
  const told = all.filter(({ result, base }) => result !== undefined && result.measurements.hairCount !== null && base.measurements.hairCount !== null);
  const counts = told.map(({ result, base }) => result.measurements.hairCount - base.measurements.hairCount);
  const percents = told.filter(({ result, base }) => result.measurements.densityPerCm2 !== null && base.measurements.densityPerCm2 > 0).map(({ result, base }) => 100 * (result.measurements.densityPerCm2 / base.measurements.densityPerCm2 - 1));
  const apart = told.filter(({ result, base }) => result.measurements.densityPerCm2 < base.intervals.densityPerCm2?.[0] || result.measurements.densityPerCm2 > base.intervals.densityPerCm2?.[1]);
  const pairs = all.filter(({ followUp }) => followUp?.change), aligned = pairs.filter(({ followUp }) => followUp.hairs !== null), errors = aligned.map(({ followUp }) => followUp.change.percent);
  const holds = (set) => set.filter(({ followUp: { change } }) => interval(change)[0] <= 0 && interval(change)[1] >= 0).length;
  const beside = pairs.filter(({ followUp }) => followUp.hairs === null);
  return {
    photos: all.length, refused: all.filter(({ error, result }) => error !== undefined || result.measurements.hairCount === null).length,
    warned: all.filter(({ result }) => result?.quality.checks.some(({ severity }) => severity === 'warn')).length,
    'count, mean change': mean(counts), spread: deviation(counts), 'density %': mean(percents), 'spread %': deviation(percents), 'outside interval': apart.length,
    aligned: `${aligned.length}/${pairs.length}`, 'change %': mean(errors), '|change| %': mean(errors.map(Math.abs)), 'holds 0': `${holds(aligned)}/${aligned.length}`, 'nominal 0': `${aligned.filter(({ followUp }) => followUp.globalAssessment?.nominal === 0).length}`,
    'beside: holds 0': `${holds(beside)}/${beside.length}`,
  };
}

function interval(change) { return change.interval95; }
function mean(values) { return values.length === 0 ? null : Number((values.reduce((a, b) => a + b, 0) / values.length).toFixed(2)); }
function deviation(values) {
  if (values.length < 2) return null;
  const middle = values.reduce((a, b) => a + b, 0) / values.length;
  return Number(Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)).toFixed(2));
}

function listPhotographs() {
  const table = join(folder, 'photos.csv');
  if (existsSync(table)) {
    const [, ...lines] = readFileSync(table, 'utf8').trim().split('\n');
    return lines.map((line) => line.split(',')).map(([name, scale]) => ({ name, file: join(folder, 'photos', name), scale: Number(scale) }));
  }
  return readdirSync(folder).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort().map((name) => ({ name, file: join(folder, name), scale: Number(values.scale) }));
}
