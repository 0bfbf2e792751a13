import { stat } from 'node:fs/promises';
import { basename, dirname, extname, isAbsolute, relative } from 'node:path';
import type { Command } from 'commander';
import { terminalThresholdLimitsUm, usualTerminalThresholdUm } from '../domain/terminal-threshold.js';
import { AnalysisError } from '../errors.js';
import type { ProgressOptions, ReportOptions } from '../index.js';
import { exitCodeOfRows, exitCodes } from './exit-codes.js';
import { areaOptionHelp, readArea } from './options/area-option.js';
import { addCalibrationOptions, readScales, type CalibrationOptions } from './options/calibration-options.js';
import { readPreset } from './options/comparison-options.js';
import { addClinicOptions, readReportLook } from './options/report-look.js';
import { readRepeatability, readRepeatabilityPoints, repeatabilityHelp } from './options/repeatability-option.js';
import { readDates } from './options/dates-option.js';
import { kindOptionHelp, readKind } from './options/kind-option.js';
import { readNumber } from './options/read-number.js';
import { readRegion, regionOptionHelp } from './options/region-option.js';
import { printData, printMessage, printText } from './output.js';
import { prepareFolder, refuseToReplacePhotos, writeWhole } from './output-folder.js';
import type { ScoredPhotos } from './score-photos.js';

/** The options as commander hands them over. */
export interface ScoreOptions extends CalibrationOptions {
  area?: string;
  kind?: string;
  region?: string;
  showFaces?: boolean;
  repeatabilityPoints?: string;
  terminalUm: string;
  preset: string;
  repeatability?: string;
  dates?: string;
  json?: boolean;
  report?: string;
  subject?: string;
  clinic?: string;
  clinicAddress?: string;
  clinicLogo?: string;
  paper?: string;
  short?: boolean;
  targetArea?: string;
}

/** `trichoscore score BASELINE FOLLOW_UP...`: what changed, and the score. */
export function addScoreCommand(program: Command): void {
  addClinicOptions(addCalibrationOptions(program.command('score')
    .summary('compare follow-ups with a baseline and score the change')
    .description('Measures a baseline and its follow-ups, and scores each change on the 7-point scale with its uncertainty.')
    .argument('<baseline>', 'photograph before the treatment')
    .argument('<followUp...>', 'photographs of the same area afterwards')))
    .option('--dates <days>', 'days of the photographs, the baseline first: 2026-01-05,2026-07-02 (default: as the camera wrote them)')
    .option('--area <area>', areaOptionHelp)
    .option('--terminal-um <n>', 'diameter above which a hair is terminal, µm', String(usualTerminalThresholdUm))
    .option('--preset <name>', 'cut points of the score: standard (10/25/50 %) or strict (10/30/60 %)', 'standard')
    .option('--repeatability <percent or file>', repeatabilityHelp)
    .option('--kind <kind>', kindOptionHelp, 'auto')
    .option('--region <region>', regionOptionHelp('on the first photograph'))
    .option('--repeatability-points <n>', "of heads: standard deviation of one visit's coverage in percentage points, from the site's own repeat study")
    .option('--show-faces', 'show heads whole in the report; by default only the measured region is shown')
    .option('--json', 'print the result as JSON')
    .option('--report <file>', 'write a report: FILE.html or FILE.pdf to read, FILE.json for programs')
    .option('--short', 'write the report on one page, in words for a patient')
    .option('--paper <size>', 'paper of the report: a4 or letter', 'a4')
    .option('--subject <text>', 'pseudonym of the person, for the report')
    .option('--target-area <text>', 'where on the scalp, for the report')
    .action(async (baseline: string, followUps: string[], options: ScoreOptions) => {
      process.exitCode = await score([baseline, ...followUps], options);
    });
}

/** Measures, compares, prints and reports; the photographs by path, the baseline first. @returns The exit code. */
export async function score(photos: string[], options: ScoreOptions): Promise<number> {
  const calibrations = await readScales(options, photos.length);
  const area = readArea(options.area);
  const kind = readKind(options.kind ?? 'auto'), region = readRegion(options.region);
  const terminalThresholdUm = readNumber('--terminal-um', options.terminalUm, terminalThresholdLimitsUm);
  const dates = readDates(options.dates, photos.length);
  const progressOptions = await readProgressOptions(options, dates);
  if (options.report !== undefined) await prepareReport(options.report, photos);
  const look = await readReportLook(options);

  const { scorePhotos } = await import('./score-photos.js');
  const scored = await scorePhotos(photos, (at) => ({ calibration: calibrations[at], area, terminalThresholdUm, kind, ...(region === undefined || at > 0 ? {} : { region }) }), progressOptions, options.showFaces === true);
  const reportOptions = { ...describeSeries(scored, options, dates), ...look };
  if (options.json) await printJson(scored);
  if (scored.progress === null) {
    printMessage(scored.baseline === null ? 'Without the baseline there is nothing to compare.' : 'No follow-up could be measured.');
    return exitCodeOfRows(scored.codes, scored.codes.length);
  }
  if (!options.json) {
    const { writeScore } = await import('./text/score-text.js');
    await printText(writeScore(scored.progress, reportOptions));
  }
  if (options.report !== undefined) {
    await writeReport(options.report, scored, reportOptions);
    const place = `Report: ${describePlace(options.report)}`;
    if (options.json) printMessage(place);
    else await printText(`\n${place}\n`);
  }
  const uncompared = scored.progress.followUps.filter(({ change }) => change === null).length;
  if (uncompared === scored.progress.followUps.length) {
    printMessage('No follow-up could be compared with the baseline; the result says why.');
    return exitCodes.nothingDone;
  }
  return uncompared > 0 ? exitCodes.someFailed : exitCodeOfRows(scored.codes, photos.length);
}

async function readProgressOptions({ preset, repeatability, repeatabilityPoints }: ScoreOptions, dates: string[] | null): Promise<ProgressOptions> {
  return {
    preset: readPreset(preset),
    ...(dates === null ? {} : { dates }),
    ...await readRepeatability(repeatability),
    ...readRepeatabilityPoints(repeatabilityPoints),
  };
}

/** What the report says beside the result; the days of those photographs that are in it. */
function describeSeries({ places, failed }: ScoredPhotos, { subject, clinic, targetArea }: ScoreOptions, dates: string[] | null): ReportOptions {
  return {
    generatedAt: null, subject, clinicName: clinic, targetArea, failedPhotos: failed,
    ...(dates === null ? {} : { dates: [0, ...places].map((at) => dates[at]) }),
  };
}

async function printJson({ progress, baseline, failed }: ScoredPhotos): Promise<void> {
  const { schemaVersion } = await import('../domain/result.js');
  const result = progress ?? { schemaVersion, baseline, followUps: [] };
  await printData(`${JSON.stringify(failed.length === 0 ? result : { ...result, failed })}\n`);
}

/** @throws AnalysisError before the first photograph is read, when the report could not be written in the end. */
async function prepareReport(file: string, photos: readonly string[]): Promise<void> {
  const form = extname(file).toLowerCase();
  if (!['.html', '.pdf', '.json'].includes(form)) {
    throw new AnalysisError('usage.invalid', `--report must end in .html, .pdf or .json; got ${JSON.stringify(basename(file).slice(-40))}.`);
  }
  await prepareFolder(dirname(file), '--report');
  if (await stat(file).then((found) => found.isDirectory(), () => false)) {
    throw new AnalysisError('usage.invalid', `--report names the folder ${basename(file)}.`, { hint: 'Name a file in it, such as report.html.' });
  }
  await refuseToReplacePhotos([file], photos, '--report');
}

/** Where a file lies as seen from the current folder; only its name when it lies elsewhere on the machine. */
function describePlace(file: string): string {
  const place = relative('', file);
  return isAbsolute(place) || place.startsWith('..') ? basename(file) : place;
}

/** Writes a report in the form that the file's ending names. */
async function writeReport(file: string, { progress, pictures }: ScoredPhotos, options: ReportOptions): Promise<void> {
  if (progress === null) throw new RangeError('Expected a comparison to report on, got none.');
  if (extname(file).toLowerCase() === '.json') {
    const { renderJsonReport } = await import('../report/render-json-report.js');
    return writeWhole(file, renderJsonReport(progress, options));
  }
  if (extname(file).toLowerCase() === '.pdf') {
    const { renderPdfReport } = await import('../report/render-pdf-report.js');
    return writeWhole(file, await renderPdfReport(progress, pictures, options));
  }
  const { renderHtmlReport } = await import('../report/render-html-report.js');
  await writeWhole(file, renderHtmlReport(progress, pictures, options));
}
