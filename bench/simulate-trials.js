/**
 * How often the statistics of a trial are wrong, by 1,000 simulated trials each with and without an effect.
 *
 *     npm run build && node bench/simulate-trials.js [--trials 1000] [--seed 1]
 *     npm run build && node bench/simulate-trials.js --scores --trials 4000 [--per-arm 40]     error rates of the tests of the score alone, one visit, no effect
 *
 * Prints type I error, power beside the theory of the noncentral t (integrated over who dropped out; where losers leave, those who stay differ by less than all would, and the
 * theory stands beside that of the difference that is left among them, the mean of what the analysis of covariance estimates), and coverage of the 95 % intervals, of the arms'
 * differences and of each subject's own change. Each study can be run by itself: --only 1 … --only 5.
 * The whole chain: simulated measurements → computed scores → tables → analysis.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../dist/phantom/random.js';
import { fitAncova } from '../dist/statistics/ancova.js';
import { fitProportionalOdds } from '../dist/statistics/proportional-odds.js';
import { powerOfTrial } from '../dist/statistics/sample-size.js';
import { testVanElteren } from '../dist/statistics/van-elteren.js';
import { analyseTrial } from '../dist/trial/analyse-trial.js';
import { assignStrata } from '../dist/trial/assign-strata.js';
import { defaultPlan, simulateTrial } from '../dist/trial/simulate-trial.js';
import { errorVarianceOfChange, simulatedError } from '../dist/trial/simulated-error.js';

const { values } = parseArgs({ options: { trials: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, scores: { type: 'boolean', default: false }, 'per-arm': { type: 'string', default: '40' }, only: { type: 'string' } } });
const trials = Number(values.trials);
const percent = (share) => `${(100 * share).toFixed(1)} %`;

function study(name, { perArm, effect, ...plan }) {
  const full = { ...defaultPlan, ...plan, arms: [{ arm: 'placebo', subjects: perArm, effect: 0 }, { arm: 'active', subjects: perArm, effect }] };
  const found = { ancova: 0, mixedModel: 0, vanElteren: 0, proportionalOdds: 0, responders: 0 };
  const given = { ...found };
  const covered = { ancova: 0, mixedModel: 0 };
  let [theory, refused, estimates] = [0, 0, 0];
  const stayed = [];
  const single = { changes: 0, covered: 0, told: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const { data, subjects } = simulateTrial(full, createRandom(Number(values.seed) * 1_000_000 + trial));
    lookAtSingle(data, subjects, single);
    const { areas: [area] } = analyseTrial(data, { control: 'placebo', primaryVisit: 'week 24' });
    const last = area.visits[area.visits.length - 1];
    const count = (key, result, pValue) => {
      if ('refused' in result) { refused++; return; }
      given[key]++;
      if (pValue(result) < 0.05) found[key]++;
    };
    count('ancova', last.ancova, (fit) => fit.differences[0].pValue);
    count('mixedModel', area.mixedModel, (fit) => fit.visits[fit.visits.length - 1].differences[0].pValue);
    count('vanElteren', last.computedScore.vanElteren[0], (test) => test.pValue);
    count('proportionalOdds', last.computedScore.proportionalOdds, (fit) => fit.oddsRatios[0].pValue);
    const [low, high] = last.computedScore.responders[0].differences[0].interval95;
    given.responders++;
    if (low > 0 || high < 0) found.responders++;
    const covers = ([from, to]) => from <= effect && effect <= to;
    if (!('refused' in last.ancova) && covers(last.ancova.differences[0].interval95)) covered.ancova++;
    if (!('refused' in area.mixedModel) && covers(area.mixedModel.visits.at(-1).differences[0].interval95)) covered.mixedModel++;
    // Both arms were measured this often; the covariate explains nothing but the error that baseline and change share.
    const n = 2 / last.arms.reduce((sum, arm) => sum + 1 / arm.measured, 0);
    const shared = simulatedError(full.repeatabilityCv).relativeVariance * (full.baselineMean ** 2 + full.baselineSd ** 2);
    const residual = Math.sqrt(full.changeSd ** 2 - shared ** 2 / (full.baselineSd ** 2 + shared));
    theory += effect === 0 ? 0.05 : powerOfTrial({ difference: effect, standardDeviation: residual, covariates: 1 }, n);
    if (!('refused' in last.ancova)) estimates += last.ancova.differences[0].estimate;
    stayed.push({ n, residual });
  }
  console.log(`${name} (${trials} trials, ${perArm} per arm, true difference ${effect} hairs per cm²)`);
  for (const key of Object.keys(found)) {
    const cover = key in covered ? `, interval covers the truth ${percent(covered[key] / given[key])}` : '';
    console.log(`  ${key.padEnd(17)} p < 0.05 in ${percent(found[key] / given[key])}${cover}${given[key] < trials ? `, not given ${trials - given[key]} times` : ''}`);
  }
  const left = estimates / given.ancova;
  const ofLeft = effect === 0 ? 0.05 : stayed.reduce((sum, { n, residual }) => sum + powerOfTrial({ difference: left, standardDeviation: residual, covariates: 1 }, n), 0) / trials;
  console.log(`  theory for ancova ${percent(theory / trials)}, at its own mean difference of ${left.toFixed(2)} ${percent(ofLeft)}; refusals ${refused}`);
  console.log(`  single subjects: interval of the change covers the true one ${percent(single.covered / single.changes)}, an increase or decrease said of ${percent(single.told / single.changes)}, of ${single.changes} changes\n`);
}

/** The interval of each subject's own change, against the change that was simulated. */
function lookAtSingle(data, subjects, single) {
  const truths = new Map(subjects.flatMap(({ subject, trueBaseline, visits }) => visits.map(({ visit, trueDensity }) => [`${subject} ${visit}`, 100 * (trueDensity / trueBaseline - 1)])));
  for (const { subject, visit, changeLower, changeUpper, supported } of data.scores) {
    if (changeLower === null) continue;
    const truth = truths.get(`${subject} ${visit}`);
    single.changes++;
    if (changeLower <= truth && truth <= changeUpper) single.covered++;
    if (supported !== 0) single.told++;
  }
}

function scoreTests() {
  const subjects = Number(values['per-arm']), plan = { ...defaultPlan, visitDays: [168], arms: [{ arm: 'placebo', subjects, effect: 0 }, { arm: 'active', subjects, effect: 0 }] };
  const found = { vanElteren: 0, proportionalOdds: 0, proportionalOddsByWald: 0, ancova: 0 };
  for (let trial = 1; trial <= trials; trial++) {
    const rows = simulateTrial(plan, createRandom(76_000_000 + Number(values.seed) * 1_000_000 + trial)).data.scores.filter((row) => row.supported !== null);
    const strata = assignStrata('baseline', rows.map((row) => ({ subject: row.subject, baseline: row.before })), null);
    const outcomes = rows.map((row, at) => ({ arm: row.arm, baseline: row.before, value: row.supported, stratum: strata[at] }));
    const significant = (result, pValue) => !('refused' in result) && pValue(result) < 0.05;
    if (significant(testVanElteren(outcomes, 'active', 'placebo'), (test) => test.pValue)) found.vanElteren++;
    if (significant(fitProportionalOdds(outcomes, ['placebo', 'active']), (fit) => fit.oddsRatios[0].pValue)) found.proportionalOdds++;
    if (significant(fitProportionalOdds(outcomes, ['placebo', 'active']), ({ oddsRatios: [{ logOddsRatio, standardError }] }) => (Math.abs(logOddsRatio / standardError) > 1.959964 ? 0 : 1))) found.proportionalOddsByWald++;
    if (significant(fitAncova(rows.map((row) => ({ arm: row.arm, baseline: row.before, change: row.after - row.before })), ['placebo', 'active']), (fit) => fit.differences[0].pValue)) found.ancova++;
  }
  for (const [name, count] of Object.entries(found)) console.log(`${name.padEnd(22)} p < 0.05 in ${percent(count / trials)} of ${trials} trials without effect`);
}

if (values.scores) {
  scoreTests();
  process.exit(0);
}

const still = { drift: 0, changeSd: Math.sqrt(errorVarianceOfChange({ ...defaultPlan, drift: 0 }, 0)) };
const losersLeave = { dropOutOfLosers: 3, dropOut: 0.25 };
const studies = [
  ['No effect, drop-out by chance', { effect: 0 }],
  ['An effect, drop-out by chance', { effect: 15 }],
  ['No effect, losers drop out three times as often', { effect: 0, ...losersLeave }],
  ['An effect, losers drop out three times as often', { effect: 15, ...losersLeave }],
  ['Nobody changes at all', { effect: 0, ...still }],
];
studies.forEach(([name, plan], at) => { if (values.only === undefined || Number(values.only) === at + 1) study(name, { perArm: Number(values['per-arm']), ...plan }); });
