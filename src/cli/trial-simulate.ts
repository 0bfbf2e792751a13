import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';
import type { PhantomVisitsRequest } from '../phantom/index.js';
import type { SimulatedSubject, SimulationPlan } from '../trial/simulate-trial.js';
import { readNumber } from './options/read-number.js';
import { printText } from './output.js';
import { prepareFolder, writeWhole } from './output-folder.js';
import { refuseToReplaceForeign } from './refuse-foreign-files.js';
import { startProgress } from './progress.js';
import { countThings } from './text/count-things.js';

interface SimulateOptions {
  out: string;
  arm: string[];
  weeks: string;
  baseline: string;
  sd: string;
  drift: string;
  dropOut: string;
  losersDropOut: string;
  unusable: string;
  sessionsEvery?: string;
  readers: string;
  seed: string;
  photographs?: boolean;
  umPerPx: string;
}

/** `trichoscore trial-simulate`: a trial that has not happened, in the form that `batch` writes, or as photographs for it. */
export function addTrialSimulateCommand(program: Command): void {
  program.command('trial-simulate')
    .summary('invent a trial, to rehearse its plan before the first patient')
    .description('Simulates a trial into DIR: scores.csv and measurements.csv as trichoscore batch writes them, or, with --photographs, rendered photographs and the manifest.csv that batch reads.')
    .requiredOption('--out <dir>', 'folder to write to')
    .option('--arm <name:subjects:effect>', 'an arm, its size, and its mean change beyond the drift after 24 weeks, hairs per cm²; once an arm', (value: string, before: string[]) => [...before, value], [])
    .option('--weeks <list>', 'visits after the baseline, in weeks', '8,16,24')
    .option('--baseline <mean,sd>', 'terminal hairs per cm² at the baseline', '150,35')
    .option('--sd <n>', 'standard deviation of the change after 24 weeks, measurement error included', '22')
    .option('--drift <n>', 'mean change of every arm after 24 weeks', '5')
    .option('--drop-out <percent>', 'subjects gone by the last visit', '15')
    .option('--losers-drop-out <n>', 'how many times as likely those drop out who lost hair at their last visit', '1')
    .option('--unusable <percent>', 'photographs that turn out unusable', '2')
    .option('--sessions-every <days>', 'record treatment sessions of all arms but the first, so many days apart')
    .option('--readers <n>', 'people who rate the visits twice each; two or more are a panel, too', '0')
    .option('--seed <n>', 'the same seed gives the same trial', '1')
    .option('--photographs', 'render the photographs instead of simulating their measurement')
    .option('--um-per-px <n>', 'scale of the rendered photographs', '8')
    .action(async (options: SimulateOptions) => { process.exitCode = await simulate(options); });
}

async function simulate(options: SimulateOptions): Promise<number> {
  const { simulateTrial } = await import('../trial/simulate-trial.js');
  const { createRandom } = await import('../phantom/random.js');
  const plan = await readPlan(options);
  const seed = readNumber('--seed', options.seed, { smallest: 0, largest: 2 ** 31, whole: true });
  let simulated;
  try {
    simulated = simulateTrial(plan, createRandom(seed));
  } catch (error) {
    if (error instanceof RangeError) throw new AnalysisError('usage.invalid', error.message, { hint: 'Give a larger --sd or a smaller --baseline.', cause: error });
    throw error;
  }
  const { writeTrialTables } = await import('../trial/write-trial-tables.js');
  const { findSimulated, markSimulation, simulationMark } = await import('../trial/simulation-mark.js');
  const tables = writeTrialTables(simulated.data), earlier = await findSimulated(options.out);
  // Whatever a trial folder may hold, the sites' own tables too: beside simulated ones they would be read as of the same people.
  const { trialTables } = await import('../trial/read-trial-folder.js');
  await refuseToReplaceForeign(options.out, [...Object.keys(trialTables).flatMap((name) => [`${name}.csv`, `${name}.xlsx`]), 'manifest.csv', 'run.json'], earlier);
  await prepareFolder(options.out, '--out');
  if (options.photographs) {
    for (const name of ['scores.csv', 'measurements.csv']) tables.delete(name);
    tables.set('manifest.csv', await renderPhotographs(options, simulated.subjects, seed));
  }
  // All of them before the mark changes: one that is left of an interrupted run would be taken for measured.
  for (const name of earlier) await rm(join(options.out, name), { force: true });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  await writeWhole(join(options.out, simulationMark), markSimulation(tables, seed, version));
  for (const [name, text] of tables) await writeWhole(join(options.out, name), text);
  await printText(options.photographs
    ? `${countThings(simulated.subjects.length, 'subject is', 'subjects are')} photographed. Next: trichoscore batch DIR/manifest.csv --out DIR, then trichoscore trial DIR\n`
    : `${countThings(simulated.subjects.length, 'subject')}. Next: trichoscore trial DIR\n`);
  return 0;
}

async function readPlan(options: SimulateOptions): Promise<SimulationPlan> {
  const { defaultPlan } = await import('../trial/simulate-trial.js');
  const list = (flag: string, text: string, bounds: { smallest: number; largest: number; whole?: boolean }): number[] => text.split(',').map((part) => readNumber(flag, part, bounds));
  const weeks = list('--weeks', options.weeks, { smallest: 1, largest: 520, whole: true });
  if (weeks.some((week, at) => at > 0 && week <= weeks[at - 1])) throw new AnalysisError('usage.invalid', '--weeks must rise from visit to visit.');
  const baseline = list('--baseline', options.baseline, { smallest: 1, largest: 400 });
  if (baseline.length !== 2) throw new AnalysisError('usage.invalid', '--baseline takes a mean and a standard deviation, for example 150,35.');
  const percent = (flag: string, text: string): number => readNumber(flag, text, { smallest: 0, largest: 95 }) / 100;
  const arms = (options.arm.length === 0 ? ['placebo:40:0', 'active:40:15'] : options.arm).map((text) => {
    const [effect, subjects, ...name] = text.split(':').reverse();
    if (name.length === 0) throw new AnalysisError('usage.invalid', `--arm takes name:subjects:effect, for example active:40:15; got ${JSON.stringify(text.slice(0, 40))}.`);
    return { arm: name.reverse().join(':'), subjects: readNumber('--arm', subjects, { smallest: 1, largest: 5_000, whole: true }), effect: readNumber('--arm', effect, { smallest: -200, largest: 200 }) };
  });
  const twice = arms.find(({ arm }, at) => arms.findIndex((other) => other.arm === arm) < at);
  if (twice !== undefined) throw new AnalysisError('usage.invalid', `--arm names ${JSON.stringify(twice.arm.slice(0, 40))} twice; the subjects of both would be one arm.`);
  return {
    ...defaultPlan, arms, visitDays: weeks.map((week) => 7 * week), baselineMean: baseline[0], baselineSd: baseline[1],
    changeSd: readNumber('--sd', options.sd, { smallest: 0, largest: 200 }), drift: readNumber('--drift', options.drift, { smallest: -100, largest: 100 }),
    dropOut: percent('--drop-out', options.dropOut), dropOutOfLosers: readNumber('--losers-drop-out', options.losersDropOut, { smallest: 0, largest: 50 }),
    unusable: percent('--unusable', options.unusable), readers: readNumber('--readers', options.readers, { smallest: 0, largest: 20, whole: true }),
    sessionEveryDays: options.sessionsEvery === undefined ? null : readNumber('--sessions-every', options.sessionsEvery, { smallest: 1, largest: 365, whole: true }),
  };
}

/** The scalp of a subject and what it shows at each visit that took place. The plan is one of terminal hairs, so there are no others. */
export function planSeries({ trueBaseline, visits }: SimulatedSubject, { seed, micrometresPerPixel }: { seed: number; micrometresPerPixel: number }): PhantomVisitsRequest {
  return {
    seed, densityPerCm2: Math.min(400, trueBaseline), vellusShare: 0, micrometresPerPixel, widthMm: 10, heightMm: 8,
    changesPercent: visits.filter(({ present }) => present).map(({ trueDensity }) => Math.max(-90, Math.min(200, 100 * (trueDensity / trueBaseline - 1)))),
  };
}

/** Renders what each subject would have shown; @returns the manifest. */
async function renderPhotographs(options: SimulateOptions, subjects: readonly SimulatedSubject[], seed: number): Promise<string> {
  const { photographPhantomVisits } = await import('../phantom/index.js');
  const { encodeJpeg } = await import('../image-io/encode-image.js');
  const { writeTable } = await import('../tables/write-table.js');
  const micrometresPerPixel = readNumber('--um-per-px', options.umPerPx, { smallest: 2, largest: 15 });
  const folder = join(options.out, 'photos');
  await prepareFolder(folder, '--out');
  const progress = await startProgress(subjects.length);
  const rows: (string | number)[][] = [];
  for (const [at, subject] of subjects.entries()) {
    const present = subject.visits.filter((visit) => visit.present);
    const { baseline, followUps } = photographPhantomVisits(planSeries(subject, { seed: seed * 100_003 + at, micrometresPerPixel }));
    const shots = [{ visit: 'baseline', date: subject.baselineDate, phantom: baseline }, ...present.map(({ visit, date }, place) => ({ visit, date, phantom: followUps[place].phantom }))];
    for (const { visit, date, phantom } of shots) {
      const name = `${subject.subject}-${visit.replaceAll(' ', '-')}.jpg`;
      await writeWhole(join(folder, name), await encodeJpeg(phantom.image));
      rows.push([subject.subject, subject.arm, 'vertex', visit, date, `photos/${name}`, phantom.micrometresPerPixel, 'closeup']);
    }
    progress.advance(subject.subject);
  }
  progress.finish();
  return writeTable(['subject', 'arm', 'target_area', 'visit', 'date', 'photo', 'um_per_px', 'kind'], rows);
}
