/**
 * What a number of photographs a year needs, from what one photograph takes: node bench/capacity.js [OPTIONS]
 *
 *     --per-year 10000000   photographs, two a comparison       --days 250   days of work a year
 *     --inspect 0.3 --measure 1.5 --compare 0.2                 seconds of one process (bench/service-times.mjs)
 *     --lock 0.004                                              seconds that a change holds the lock (bench/database-size.mjs)
 *     --original 5000 --pictures 900 --measurement 80 --comparison 190 --row 4   kilobytes kept (4: rows beside the results)
 *     --within 60           seconds within which 95 of 100 results are to be there
 *     --seed 1   --check    hold the simulation against formulas, print both, end with 1 where they differ
 *
 * Deterministic: the same arguments print the same. All clinics are taken to be in one time zone, which is the hardest case.
 */
import { parseArgs } from 'node:util';
import { createRandom, drawArrivals, simulateQueue } from './capacity/simulate-queue.js';

const defaults = { 'per-year': 10_000_000, days: 250, inspect: 0.3, measure: 1.5, compare: 0.2, lock: 0.004, original: 5000, pictures: 900, measurement: 80, comparison: 190, row: 4, within: 60, seed: 1 };
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, ...Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, { type: 'string', default: String(value) }])) } });
const given = Object.fromEntries(Object.keys(defaults).map((name) => [name, Number(values[name])]));
for (const [name, value] of Object.entries(given)) if (!(value > 0)) throw new RangeError(`--${name} is a number above 0.`);
const seconds = { inspect: given.inspect, measure: given.measure, compare: given.compare, lock: given.lock };
/** Share of a day's photographs in each hour from 8 to 18 o'clock: more in the middle of the morning and of the afternoon. */
const dayShape = [0.06, 0.12, 0.15, 0.13, 0.06, 0.08, 0.13, 0.13, 0.09, 0.05];
const locksPerComparison = 7;
const ofWorkerPerComparison = 2 * seconds.measure + seconds.compare + 4 * seconds.lock;

/** What a comparison takes that waits for nobody. */
const unhinderedSeconds = 2 * seconds.inspect + ofWorkerPerComparison + 3 * seconds.lock;

const quantile = (waits, share) => [...waits].sort((a, b) => a - b)[Math.min(waits.length - 1, Math.floor(share * waits.length))];
const format = (value) => (value >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(2)).toString());

function simulateDay(perYear, readers, workers) {
  const comparisonsADay = perYear / 2 / given.days;
  return simulateQueue({ readers, workers, seconds, arrivals: drawArrivals(dayShape.map((share) => (share * comparisonsADay) / 3600), createRandom(given.seed)) });
}

/** The fewest that are enough, when more never hurt. */
function findFewest(isEnough, from = 1) {
  let enough = from;
  while (!isEnough(enough)) enough *= 2;
  let low = Math.max(0, (enough >> 1)), high = enough;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

const isQuick = ({ waits }) => quantile(waits, 0.95) <= given.within;

/** The most photographs a year that one reader and one worker are quick enough for: `trichoscore serve` on a machine of its own. */
function findLimitOfOneMachine() {
  let perYear = 1000;
  while (isQuick(simulateDay(2 * perYear, 1, 1))) perYear *= 2;
  for (let step = perYear / 2; step > perYear / 50; step /= 2) if (isQuick(simulateDay(perYear + step, 1, 1))) perYear += step;
  const { busy } = simulateDay(perYear, 1, 1);
  return `${format(Number(perYear.toPrecision(2)))} photographs a year (its worker busy ${format(100 * busy.workers.share)} % of the working day)`;
}

function describe(perYear) {
  const many = 10_000;
  const peak = (Math.max(...dayShape) * perYear) / 2 / given.days / 3600;
  if (peak * locksPerComparison * seconds.lock >= 1) return console.log(`${format(perYear)} photographs a year: not possible, the lock alone is needed ${format(100 * peak * locksPerComparison * seconds.lock)} % of the busiest hour`);
  const workers = findFewest((count) => isQuick(simulateDay(perYear, many, count))), readers = findFewest((count) => isQuick(simulateDay(perYear, count, workers + 1)));
  const { busy, waits } = simulateDay(perYear, readers, workers + 1);
  console.log(`${format(perYear)} photographs a year, ${format(perYear / given.days)} a working day, ${format(2 * peak)} a second in the busiest hour`);
  console.log(`  workers ${workers + 1} (one of them in reserve), readers of uploads ${readers}; lock busy ${format(100 * peak * locksPerComparison * seconds.lock)} % of the busiest hour`);
  console.log(`  result after ${format(quantile(waits, 0.5))} s in the middle, ${format(quantile(waits, 0.95))} s for 95 of 100, ${format(quantile(waits, 1))} s at most; queue of workers ${busy.workers.longestQueue}, of readers ${busy.readers.longestQueue}, of the lock ${busy.lock.longestQueue}`);
  const terabytes = (kilobytes) => format(kilobytes / 1e9);
  const rows = perYear * (given.measurement + given.row) + (perYear / 2) * (given.comparison + given.row);
  console.log(`  a year adds ${terabytes(perYear * given.original)} TB of originals, ${terabytes(rows)} TB to the database, ${format((perYear * 3.5) / 1e6)} million entries to the trail; pictures, on each server that shows them, at most ${terabytes(perYear * given.pictures)} TB`);
}

/** Waits of a queue with one place, chance arrivals and equal work, and of several places, against formulas. */
function check() {
  let isRight = true;
  const compare = (what, simulated, wanted, allowed) => {
    const holds = Math.abs(simulated / wanted - 1) <= allowed;
    isRight &&= holds;
    console.log(`${what}: simulated ${simulated.toPrecision(4)}, formula ${wanted.toPrecision(4)}${holds ? '' : ': DIFFERENT'}`);
  };
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  // Next to nothing but the worker: equal work, one place. Pollaczek and Khinchine: wait = share × work / (2 × (1 − share)).
  for (const share of [0.5, 0.8]) {
    const only = { inspect: 1e-9, measure: 0.4, compare: 0.2, lock: 1e-9 };
    const { waits, busy } = simulateQueue({ readers: 1, workers: 1, seconds: only, arrivals: drawArrivals(Array.from({ length: 60 }, () => share), createRandom(given.seed)) });
    compare(`one worker, busy ${share} of the time, mean wait for it`, mean(waits) - 1, share / (2 * (1 - share)), 0.05);
    compare('  its share of time busy', busy.workers.share, share, 0.02);
  }
  // All at once: work is handed out evenly, so the last ends after jobs ÷ workers of them.
  const { seconds: whole } = simulateQueue({ readers: 100, workers: 4, seconds: { inspect: 1e-9, measure: 1, compare: 1, lock: 1e-9 }, arrivals: Array.from({ length: 100 }, () => 0) });
  compare('100 comparisons of 3 s at once, four workers', whole, 75, 0.001);
  // The lock alone: seven changes a comparison, one at a time.
  const { seconds: locked } = simulateQueue({ readers: 100, workers: 100, seconds: { inspect: 1e-9, measure: 1e-9, compare: 1e-9, lock: 0.01 }, arrivals: Array.from({ length: 100 }, () => 0) });
  compare('100 comparisons at once, nothing but the lock', locked, 7, 0.001);
  if (!isRight) process.exitCode = 1;
}

if (values.check) check();
else if (unhinderedSeconds >= given.within) throw new RangeError(`A comparison that waits for nobody takes ${format(unhinderedSeconds)} s, longer than --within allows.`);
else {
  console.log(`One comparison takes a worker ${format(ofWorkerPerComparison)} s and the lock ${format(1000 * locksPerComparison * seconds.lock)} ms; one upload takes a reader ${format(seconds.inspect)} s.`);
  console.log(`At most: a worker ${format(7200 / ofWorkerPerComparison)} photographs an hour, a reader ${format(3600 / seconds.inspect)} uploads an hour, the lock (all machines together) ${format(2 * 3600 / (locksPerComparison * seconds.lock))} photographs an hour.`);
  console.log(`One machine that serves and measures: ${findLimitOfOneMachine()}.`);
  for (const perYear of [given['per-year'] / 1000, given['per-year'] / 100, given['per-year'] / 10, given['per-year']]) describe(perYear);
}
