// The hair-by-hair look at pairs whose change is known: which errors there are, and which of them move the percent change.
//
//     node bench/change/look-at-hairs.js CACHE [--samples FOLDER] [--set phantoms|photos] [--from 1] [--to 24] [--worst 5] [--crops FOLDER]
//
// CACHE as of run.js (which makes the pairs and measures them, too). `--worst` lists every error of that many worst pairs, `--crops` writes
// each of these as a PNG: the place in the baseline above, in the follow-up below, turned and scaled alike; crops of samples must not be published.
import { parseArgs } from 'node:util';
import { analyseProgress } from '../../dist/analysis/analyse-progress.js';
import { hashCode, measuringFolders, openCache, openCachedSegmenter, recallPictures, recallResult } from './cached-measuring.js';
import { drawErrors } from './draw-errors.js';
import { explainPair, stepNames } from './explain-pair.js';
import { judgePair } from './judge-pair.js';
import { describePhantomPair, makePhantomVisits } from './phantom-pairs.js';
import { describePhotoPairs, makePhotoPair } from './photo-pairs.js';

const { values, positionals: [folder] } = parseArgs({ allowPositionals: true, options: {
  samples: { type: 'string' }, set: { type: 'string', default: 'phantoms' }, from: { type: 'string', default: '1' }, to: { type: 'string', default: '24' },
  worst: { type: 'string', default: '0' }, crops: { type: 'string' },
} });
if (folder === undefined) { console.error('Name the folder that keeps pictures and results.'); process.exit(2); }
const cache = openCache(folder), segmenter = await openCachedSegmenter(cache), measuringHash = hashCode(measuringFolders), rendererHash = hashCode(['phantom']);
const numbers = Array.from({ length: Number(values.to) - Number(values.from) + 1 }, (_, k) => Number(values.from) + k);
const all = values.set === 'phantoms' ? null : await describePhotoPairs(values.samples, { set: values.set, round: 1 });
const explained = [];
for (const number of numbers) {
  const description = all === null ? describePhantomPair('changed', number) : all[number - 1];
  if (description === undefined) break;
  const visits = await recallPictures(cache, description, all === null ? rendererHash : 'photo pairs 1', all === null ? makePhantomVisits : makePhotoPair), results = [];
  for (const visit of visits) results.push(await recallResult(cache, segmenter, measuringHash, visit));
  const { baseline, followUps: [followUp] } = analyseProgress(results.map((result) => ({ result })));
  if (followUp.hairs === null) { console.log(`${number}: not aligned`); continue; }
  const judged = judgePair(visits, baseline, followUp), thetaTrue = Math.log(1 + judged.truePercent / 100);
  const pair = explainPair(visits, baseline, followUp), sum = Object.values(pair.steps).reduce((a, b) => a + b, 0), ofAll = Math.log(1 + judged.truePercentOfAll / 100);
  // What is left: weighing by kind where the endpoint is of terminal hairs.
  const steps = { ...pair.steps, 'kind of hair (terminal or vellus)': judged.logRatio - thetaTrue - sum };
  explained.push({ number, name: description.photo ?? number, visits: visits.map((visit, k) => ({ ...visit, found: results[k].hairs })), ...pair, steps, judged, error: judged.percent - judged.truePercent, ofAll });
}

const sorts = [...stepNames, 'kind of hair (terminal or vellus)'], mean = (list) => list.reduce((a, b) => a + b, 0) / Math.max(1, list.length);
console.log(`${explained.length} pairs: mean error ${mean(explained.map(({ error }) => Math.abs(error))).toFixed(2)} points. Error of θ × 100: ${(100 * mean(explained.map(({ steps }) => Math.abs(total(steps))))).toFixed(2)} on average`);
console.log('sort of error                                     mean size   mean sign   error of θ left without it');
for (const sort of sorts) {
  const own = explained.map(({ steps }) => steps[sort]), rest = explained.map(({ steps }) => total(steps) - steps[sort]);
  console.log(`${sort.padEnd(50)}${(100 * mean(own.map(Math.abs))).toFixed(2).padStart(8)}${(100 * mean(own)).toFixed(2).padStart(12)}${(100 * mean(rest.map(Math.abs))).toFixed(2).padStart(12)}`);
}
const sampling = explained.map(({ steps }) => sorts.slice(0, 3).reduce((sum, sort) => sum + steps[sort], 0));
console.log(`the first three together: ${(100 * mean(sampling.map(Math.abs))).toFixed(2)} (sign ${(100 * mean(sampling)).toFixed(2)}); the next two: ${(100 * mean(explained.map(({ steps }) => Math.abs(steps[sorts[3]] + steps[sorts[4]])))).toFixed(2)}`);
console.log('\nwhat was said of true hairs');
const counts = new Map();
const count = (key) => counts.set(key, (counts.get(key) ?? 0) + 1);
for (const { hairs, extras } of explained) {
  for (const { truth, verdict } of hairs) count(`${truth}: ${verdict}`);
  for (const { verdict } of extras) count(`no hair: ${verdict}`);
}
for (const [key, n] of [...counts].sort()) console.log(`  ${key.padEnd(60)} ${n}`);

const worst = [...explained].sort((a, b) => Math.abs(b.error) - Math.abs(a.error)).slice(0, Number(values.worst));
for (const pair of worst) {
  console.log(`\npair ${pair.name}: true ${pair.judged.truePercent.toFixed(1)} %, measured ${pair.judged.percent.toFixed(1)} % (${pair.judged.endpoint}); of all hairs true ${pair.judged.truePercentOfAll.toFixed(1)} %, measured ${pair.judged.percentOfAll.toFixed(1)} %`);
  console.log(`  θ × 100: ${sorts.map((sort) => `${sort} ${(100 * pair.steps[sort]).toFixed(1)}`).join('; ')}`);
  for (const hair of pair.hairs.filter(({ verdict }) => verdict !== 'right')) console.log(`  hair ${hair.index} ${hair.kind} ${hair.diameterUm?.toFixed(0) ?? '?'} µm, ${hair.truth}: ${hair.verdict}  [${hair.seen.map(describeShaft).join(' | ')}]  ${hair.about.map(describeStatement).join(', ')}`);
  for (const { verdict, statement } of pair.extras) console.log(`  no hair, ${verdict}  [${statement.hairs.map(describeShaft).join(' | ')}]  ${describeStatement(statement)}`);
  if (values.crops !== undefined) await drawErrors(values.crops, pair);
}

function total(steps) { return Object.values(steps).reduce((a, b) => a + b, 0); }
function describeShaft(hair) { return hair === null ? 'not seen' : `#${hair.id} c ${hair.confidence.toFixed(2)} ${hair.diameterUm?.toFixed(0) ?? '?'} µm ${hair.kind}${hair.counted ? '' : ` ${hair.notCountedBecause}`}`; }
function describeStatement({ says, ids, probability }) { return `${says} ${ids.map((id) => id ?? '–').join('/')} p ${probability.toFixed(2)}`; }
