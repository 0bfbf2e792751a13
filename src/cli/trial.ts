import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import { addClinicOptions, readClinic } from './options/report-look.js';
import { readNumber } from './options/read-number.js';
import { printData, printMessage, printText } from './output.js';
import { prepareFolder, writeWhole } from './output-folder.js';
import { isBatchFolder } from './refuse-foreign-files.js';
import type { StrataChoice } from '../trial/assign-strata.js';
import type { TrialOptions } from '../trial/analyse-trial.js';

interface TrialCommandOptions {
  control?: string;
  primaryVisit?: string;
  primaryOutcome: string;
  unscheduled: string[];
  averageViews?: boolean;
  strata: string;
  detect?: string;
  nonInferiority?: string;
  equivalence?: string;
  marginSet?: string;
  json?: boolean;
  report?: string;
  clinic?: string;
  clinicAddress?: string;
  clinicLogo?: string;
}

/** `trichoscore trial DIR`: the statistics of a trial. */
export function addTrialCommand(program: Command): void {
  addClinicOptions(program.command('trial')
    .summary('statistics of a trial from the folder that batch wrote')
    .description('Compares the arms of a trial, visit by visit: DIR holds scores.csv and measurements.csv as trichoscore batch or trial-simulate writes them, and may hold treatments.csv, ratings.csv, panel.csv and subjects.csv.')
    .argument('<dir>', 'folder with the tables'))
    .option('--control <arm>', 'arm that the others are compared with (default: the one called placebo, sham, vehicle or control; else the first by name)')
    .option('--primary-visit <visit>', 'visit that decides, as named in the protocol (default: the last)')
    .option('--primary-outcome <what>', 'what decides: change (measured), or panel (the score of blinded readers in panel.csv, by the rank test)', 'change')
    .option('--unscheduled <visit>', 'a visit at which nobody was expected, beside those called unscheduled or unplanned; once a visit', (visit: string, earlier: string[]) => [...earlier, visit], [])
    .option('--average-views', 'photographs of one target area and visit that only the column view tells apart are repeats of one place: their mean is analysed')
    .option('--strata <what>', 'groups of the rank test: baseline (thirds), none, or the column site or stratum of subjects.csv', 'baseline')
    .option('--detect <n>', 'difference of mean change to plan the next trial for, in the unit of the endpoint')
    .option('--non-inferiority <margin>', 'show that other arms gain at most so much less than the control (unit of the endpoint, with a panel steps of its mean score); needs --control, --primary-visit and --margin-set')
    .option('--equivalence <margin>', 'show that other arms gain at most so much less or more than the control; needs the same')
    .option('--margin-set <day>', 'day on which the margin was set, YYYY-MM-DD: before the first photograph after a baseline')
    .option('--json', 'print every figure as JSON')
    .option('--report <file>', 'write a page with the figures: FILE.html')
    .action(async (folder: string, options: TrialCommandOptions) => { process.exitCode = await runTrial(folder, options); });
}

async function runTrial(folder: string, options: TrialCommandOptions): Promise<number> {
  const trialOptions = await readOptions(options);
  if (options.report !== undefined) await prepareReport(options.report);
  const clinic = await readClinic(options);
  const { readTrialFolder } = await import('../trial/read-trial-folder.js');
  const { analyseTrial } = await import('../trial/analyse-trial.js');
  const { readTraced } = await import('../trial/trace-tables.js');
  const { explainSimulation } = await import('../trial/simulation-mark.js');
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const { data, traced } = await readTraced(folder, readTrialFolder), result = analyseTrial(data, trialOptions);
  result.provenance = { version, ...traced, options: { control: trialOptions.control ?? null, primaryVisit: trialOptions.primaryVisit ?? null, strata: options.strata, ...(trialOptions.unscheduled === undefined ? {} : { unscheduled: [...trialOptions.unscheduled] }), ...(trialOptions.averageViews === undefined ? {} : { averageViews: trialOptions.averageViews }), ...(trialOptions.primaryOutcome === undefined ? {} : { primaryOutcome: trialOptions.primaryOutcome }), ...(trialOptions.margin === undefined ? {} : { margin: trialOptions.margin }) } };
  const origin = explainSimulation(result.provenance);
  if (origin !== null) result.remarks.unshift(origin);
  if (options.report !== undefined) {
    const { renderTrialReport } = await import('../report/trial/render-trial-report.js');
    await writeWhole(options.report, renderTrialReport(result, { clinic }));
    printMessage('The report is written.');
  }
  if (options.json) await printData(`${JSON.stringify(result)}\n`);
  else await printText((await import('./text/trial-text.js')).writeTrial(result));
  return 0;
}

/** @throws AnalysisError before anything is computed, where the page could not be written in the end or would replace that of a batch. */
async function prepareReport(file: string): Promise<void> {
  if (extname(file).toLowerCase() !== '.html') throw new AnalysisError('usage.invalid', '--report takes a file that ends in .html.');
  const folder = dirname(file);
  if (basename(file) === 'report.html' && await isBatchFolder(folder)) throw new AnalysisError('usage.invalid', '--report would replace the report of the batch.', { hint: 'Give the page another name, such as trial.html.' });
  await prepareFolder(folder, '--report');
}

/** @throws AnalysisError `usage.invalid` for a margin that nobody says was set beforehand, for no visit that decides, or against no arm. */
async function readMargin({ nonInferiority, equivalence, marginSet, primaryVisit, control }: TrialCommandOptions): Promise<Pick<TrialOptions, 'margin'>> {
  const given = nonInferiority ?? equivalence, { isDay } = await import('../tables/is-day.js');
  if (nonInferiority !== undefined && equivalence !== undefined) throw new AnalysisError('usage.invalid', '--non-inferiority and --equivalence are two aims; give the one that the protocol names.');
  if (given === undefined && marginSet !== undefined) throw new AnalysisError('usage.invalid', '--margin-set belongs to a margin.', { hint: 'Give it with --non-inferiority or --equivalence.' });
  if (given === undefined) return {};
  const flag = nonInferiority === undefined ? '--equivalence' : '--non-inferiority', margin = readNumber(flag, given, { smallest: 0.000_001, largest: 1_000 });
  if (marginSet === undefined) throw new AnalysisError('usage.invalid', `${flag} needs --margin-set: a margin counts where it was set before the data.`, { hint: 'Give the day of the protocol that states it, as 2026-01-31.' });
  if (!isDay(marginSet)) throw new AnalysisError('usage.invalid', `--margin-set takes a day as 2026-01-31; got ${JSON.stringify(marginSet.slice(0, 40))}.`);
  if (primaryVisit === undefined) throw new AnalysisError('usage.invalid', `${flag} needs --primary-visit: the margin holds for the visit that the protocol names.`);
  if (control === undefined) throw new AnalysisError('usage.invalid', `${flag} needs --control: which arm is the reference tells which one the claim is about.`);
  return { margin: { aim: nonInferiority === undefined ? 'equivalence' : 'nonInferiority', margin, setOn: marginSet } };
}

async function readOptions(options: TrialCommandOptions): Promise<TrialOptions> {
  const { control, primaryVisit, primaryOutcome, averageViews, unscheduled, strata, detect } = options;
  const { strataChoices } = await import('../trial/assign-strata.js');
  if (!(strataChoices as readonly string[]).includes(strata)) throw new AnalysisError('usage.invalid', `--strata is one of ${strataChoices.join(', ')}; got ${JSON.stringify(strata.slice(0, 40))}.`);
  if (primaryOutcome !== 'change' && primaryOutcome !== 'panel') throw new AnalysisError('usage.invalid', `--primary-outcome is change or panel; got ${JSON.stringify(primaryOutcome.slice(0, 40))}.`);
  return {
    ...(unscheduled.length === 0 ? {} : { unscheduled }), ...(averageViews === true ? { averageViews } : {}), ...(primaryOutcome === 'panel' ? { primaryOutcome } : {}), strata: strata as StrataChoice, ...await readMargin(options),
    ...(control === undefined ? {} : { control }), ...(primaryVisit === undefined ? {} : { primaryVisit }),
    ...(detect === undefined ? {} : { detect: readNumber('--detect', detect, { smallest: 0.000_001, largest: 1_000 }) }),
  };
}
