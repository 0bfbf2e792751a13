import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { terminalThresholdLimitsUm, usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { AnalysisError } from '../errors.js';
import type { BatchSummary } from '../batch/batch-request.js';
import type { CheckedManifest } from '../batch/manifest/check-manifest.js';
import { startBatchProgress } from './batch-progress.js';
import { exitCodeOfBatch, exitCodes } from './exit-codes.js';
import { addCalibrationOptions, readScales, type CalibrationOptions } from './options/calibration-options.js';
import { readKind } from './options/kind-option.js';
import { readNumber } from './options/read-number.js';
import { addClinicOptions, readClinic } from './options/report-look.js';
import { readPreset } from './options/comparison-options.js';
import { readRepeatability, readRepeatabilityPoints, repeatabilityHelp } from './options/repeatability-option.js';
import { printError, printMessage, printText } from './output.js';
import { prepareFolder } from './output-folder.js';
import { isBatchFolder, isUnfinished, refuseToReplaceForeign } from './refuse-foreign-files.js';
import { refuseOtherDatabase } from './options/shared-store.js';
import { describeBatch } from './text/batch-text.js';
import { countThings } from './text/count-things.js';

/** Enough for a dozen workers; more can be had with --concurrency. */
const photographsUnderWay = 24;

interface BatchOptions extends CalibrationOptions {
  out?: string;
  cache?: string;
  concurrency?: string;
  resume?: boolean;
  dryRun?: boolean;
  kind: string;
  terminalUm: string;
  preset: string;
  repeatability?: string;
  repeatabilityPoints?: string;
  photoSeconds: string;
  databaseUrl?: string;
  clinic?: string;
  clinicAddress?: string;
  clinicLogo?: string;
}

/** `trichoscore batch MANIFEST`: a whole study in one go. */
export function addBatchCommand(program: Command): void {
  addClinicOptions(addCalibrationOptions(program.command('batch')
    .summary('measure and compare all photographs of a manifest')
    .description('Measures every photograph of a manifest (CSV or XLSX with the columns subject, arm, target_area, visit, date, photo; optional um_per_px, field_width_mm, view, kind), compares each later visit with the first one, and writes tables and a report.')
    .argument('<manifest>', 'table with one row a photograph; `photo` is relative to it'), { manifest: true }))
    .option('--out <dir>', 'folder for results.jsonl, measurements.csv, scores.csv, arms.csv, results.xlsx, report.html, run.json; needed but with --dry-run')
    .option('--concurrency <n>', 'photographs measured side by side (default: one a processor core; 24 with --database-url)')
    .option('--resume', 'go on with a run that was stopped or killed')
    .option('--dry-run', 'check the manifest and say what would be done')
    .option('--cache <dir>', 'folder that keeps measurements for later runs (default: DIR/.cache)')
    .option('--kind <kind>', 'closeup, global or auto, for rows that do not say', 'auto')
    .option('--terminal-um <n>', 'diameter above which a hair is terminal, µm', String(usualTerminalThresholdUm))
    .option('--preset <name>', 'cut points of the score: standard (10/25/50 %) or strict (10/30/60 %)', 'standard')
    .option('--repeatability <percent or file>', repeatabilityHelp)
    .option('--repeatability-points <n>', "of heads: standard deviation of one visit's coverage in percentage points, from the site's own repeat study")
    .option('--photo-seconds <n>', 'longest time for one photograph', '180')
    .option('--database-url <url>', 'have the photographs measured by the workers on this PostgreSQL database, postgres://…, instead of here')
    .action(async (manifest: string, options: BatchOptions) => { process.exitCode = await batch(resolve(manifest), options); });
}

async function batch(manifestPath: string, options: BatchOptions): Promise<number> {
  const chosen = await readSettings(options), repeatability = await readRepeatability(options.repeatability).catch(asRefusal), clinic = await readClinic(options);
  if (options.out === undefined && !options.dryRun) throw new AnalysisError('usage.invalid', '--out is missing.', { hint: 'Name a folder for the results, or check the manifest with --dry-run.' });
  const { checkManifest, writeManifestFaults } = await import('../batch/manifest/check-manifest.js');
  const reserved = options.out === undefined ? new Set<string>() : await reservedPaths(resolve(options.out));
  if (reserved.has(manifestPath)) throw new AnalysisError('usage.invalid', 'The results would replace the manifest.', { hint: 'Choose a folder of its own for the results.' });
  const check = await checkManifest(manifestPath, { isReserved: (path) => reserved.has(path) });
  const name = basename(manifestPath);
  if (!check.sound) {
    writeManifestFaults(name, check).forEach(printMessage);
    // Both tables are mended in one go.
    if (repeatability instanceof AnalysisError) printError(repeatability);
    throw new AnalysisError('manifest.invalid', `${name} has ${check.faultCount} fault${check.faultCount === 1 ? '' : 's'}.`);
  }
  if (repeatability instanceof AnalysisError) throw repeatability;
  const settings = { ...chosen, comparison: { ...chosen.comparison, ...repeatability } };
  describeManifest(check.manifest);
  if (check.manifest.unscaled && settings.calibration === null && settings.kind !== 'global') printMessage('No scale is given, in the manifest or with the command: no close-up gets a density, and none can be compared. Fill in um_per_px, or give --um-per-px; heads need none.');
  if (options.dryRun) return dryRun(check.manifest);

  const out = resolve(options.out!), cache = resolve(options.cache ?? join(out, '.cache'));
  if (!await isBatchFolder(out)) await refuseToReplaceForeign(out, (await import('../batch/output/write-results.js')).resultFiles);
  if (options.resume && !await isUnfinished(out)) printMessage('There is no unfinished run in the folder of --out to go on with: this one begins anew, with what the cache has.');
  await prepareFolder(out, '--out');
  await prepareFolder(cache, '--cache');
  const stop = new AbortController(), release = stopOnSignals(stop);
  const progress = await startBatchProgress();
  try {
    const { runBatch } = await import('../batch/run-batch.js'), queue = await openQueue(options.databaseUrl, settings.photoSeconds);
    const started = performance.now();
    const request = { manifestPath, manifest: check.manifest, out, cache, resume: options.resume === true, signal: stop.signal, watch: progress, clinic, ...settings, ...(queue === null ? {} : { openPool: () => queue.pool }) };
    const summary = await runBatch(request).finally(() => queue?.close());
    progress.finish();
    return await report(summary, (performance.now() - started) / 1000, options);
  } finally {
    progress.finish();
    release();
  }
}

async function readSettings(options: BatchOptions) {
  const kind = readKind(options.kind);
  const concurrency = options.concurrency === undefined ? options.databaseUrl === undefined ? Math.min(16, availableParallelism()) : photographsUnderWay
    : readNumber('--concurrency', options.concurrency, { smallest: 1, largest: 256, whole: true });
  return {
    kind, concurrency,
    calibration: (await readScales(options, 'manifest'))[0],
    terminalThresholdUm: readNumber('--terminal-um', options.terminalUm, terminalThresholdLimitsUm),
    photoSeconds: readNumber('--photo-seconds', options.photoSeconds, { smallest: 1, largest: 86_400 }),
    comparison: {
      preset: readPreset(options.preset),
      ...readRepeatabilityPoints(options.repeatabilityPoints),
    },
  } as const;
}

function asRefusal(error: unknown): AnalysisError {
  if (error instanceof AnalysisError) return error;
  throw error;
}

/** The queue of other machines' workers; null when this one measures. */
async function openQueue(databaseUrl: string | undefined, photoSeconds: number) {
  if (databaseUrl === undefined) return null;
  refuseOtherDatabase(databaseUrl);
  const [{ openErrands }, { submitTasks }, { readFingerprint }, { cacheKey }] = await Promise.all([import('../study/errands.js'), import('../batch/queue/submit-tasks.js'), import('../batch/fingerprint.js'), import('../batch/cache.js')]);
  const errands = await openErrands(databaseUrl), pool = submitTasks(errands, { fingerprint: cacheKey([await readFingerprint()]), photoSeconds, tell: printMessage });
  return { pool, close: async () => { await pool.finish(); await errands.close(); } };
}

async function reservedPaths(out: string): Promise<Set<string>> {
  const { resultFiles } = await import('../batch/output/write-results.js');
  return new Set(resultFiles.map((file) => join(out, file)));
}

function describeManifest({ rows, subjects, series, arms, notes, missing }: CheckedManifest): void {
  const armText = arms.length === 1 && arms[0] === '' ? '' : `, ${arms.length} arm${arms.length === 1 ? '' : 's'}`;
  printMessage(`${countThings(rows, 'photograph')} of ${countThings(subjects, 'subject')}${armText}, ${series} series of one target area.`);
  for (const note of notes) printMessage(note);
  if (missing.count > 0) {
    const more = missing.count > missing.rows.length ? ' …' : '';
    printMessage(`${countThings(missing.count, 'photograph')} ${missing.count === 1 ? 'is' : 'are'} not there and will be reported as failed: ${missing.count === 1 ? 'row' : 'rows'} ${missing.rows.join(', ')}${more}.`);
  }
}

async function dryRun({ rows, missing, pairs, visits }: CheckedManifest): Promise<number> {
  await printText(`The manifest is sound. ${countThings(rows - missing.count, 'photograph')} would be measured, ${pairs} compared with the baseline of their series.\nVisits: ${visits.slice(0, 50).join(', ')}${visits.length > 50 ? ' …' : ''}.\nNothing was measured or written.\n`);
  return missing.count === 0 ? exitCodes.allMeasured : missing.count < rows ? exitCodes.someFailed : exitCodes.nothingDone;
}

/** The one summary at the end. */
async function report(summary: BatchSummary, seconds: number, { out }: BatchOptions): Promise<number> {
  await printText(`${describeBatch(summary, seconds, basename(resolve(out!)))}\n`);
  return exitCodeOfBatch(summary);
}

/** The first signal stops cleanly, a second one at once. */
function stopOnSignals(stop: AbortController): () => void {
  const onSignal = (): void => {
    if (stop.signal.aborted) process.exit(exitCodes.nothingDone);
    printMessage('Stopping: the photographs in hand are finished first.');
    stop.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
}
