// How true the change is: made pairs against what was made.
//
//     node bench/change/run.js CACHE [--samples FOLDER] [--sets phantoms,phantomsUnchanged,photos,photosUnchanged,repeats,strangers] [--pairs N] [--list]
//     node bench/change/run.js CACHE --samples FOLDER --sets photos,phantoms --pairs 30 --fit      after a new network: the detector's rates, for src/registration
//
// CACHE keeps pictures, maps and results, so that a second run takes seconds; it may hold crops of sample photographs and must lie
// outside what is committed. FOLDER holds photographs with marked hairs (photos.csv, hairs.csv, photos/); without it only phantoms are judged.
import { parseArgs } from 'node:util';
import { analyseProgress } from '../../dist/analysis/analyse-progress.js';
import { hashCode, measuringFolders, openCache, openCachedSegmenter, recallPictures, recallResult } from './cached-measuring.js';
import { countDetectorErrors, tabulateDetectorErrors } from './count-detector-errors.js';
import { fitDetectorErrors } from './fit-detector-errors.js';
import { judgePair } from './judge-pair.js';
import { cutFields } from './cut-field.js';
import { describePhantomPair, describeRepeats, makePhantomVisits } from './phantom-pairs.js';
import { describePhotoPairs, makePhotoPair } from './photo-pairs.js';
import { tabulatePairs } from './tabulate.js';

const { values, positionals: [folder] } = parseArgs({ allowPositionals: true, options: {
  samples: { type: 'string' }, sets: { type: 'string', default: 'phantoms,phantomsUnchanged,photos,photosUnchanged,repeats,strangers' }, pairs: { type: 'string', default: '20' }, first: { type: 'string', default: '1' }, list: { type: 'boolean', default: false }, fit: { type: 'boolean', default: false },
} });
if (folder === undefined) { console.error('Name the folder that keeps pictures and results.'); process.exit(2); }
const wanted = new Set(values.sets.split(',')), most = Number(values.pairs), first = Number(values.first);
const cache = openCache(folder), segmenter = await openCachedSegmenter(cache), measuringHash = hashCode(measuringFolders), rendererHash = hashCode(['phantom']);
const counted = [];
const measure = async (visits) => {
  const results = [];
  for (const visit of visits) results.push(await recallResult(cache, segmenter, measuringHash, visit));
  return results;
};

for (const [name, set] of [['phantoms', 'changed'], ['phantomsUnchanged', 'unchanged']]) {
  if (!wanted.has(name)) continue;
  await judgeSet(name, Array.from({ length: most }, (_, i) => describePhantomPair(set, i + first)), rendererHash, makePhantomVisits);
}
// The same pairs as a scope with a round field shows them.
const cutFor = (make, makerHash) => async (description) => {
  const square = { ...description };
  delete square.field;
  return cutFields(await recallPictures(cache, square, makerHash, make), square.seed);
};
if (wanted.has('phantomsRound')) {
  await judgeSet('phantomsRound', Array.from({ length: most }, (_, i) => ({ ...describePhantomPair('changed', i + first), field: 'round' })), rendererHash, cutFor(makePhantomVisits, rendererHash));
}
const photographs = [];
for (const name of ['photos', 'photosUnchanged', 'photosRound']) {
  if (!wanted.has(name) && !(name === 'photos' && wanted.has('strangers'))) continue;
  if (values.samples === undefined) { console.log(`${name}: skipped, no folder of samples was named.`); continue; }
  const descriptions = [];
  for (let round = 1; descriptions.length < most + first - 1; round++) descriptions.push(...await describePhotoPairs(values.samples, { set: name.replace('Round', ''), round }));
  const chosen = descriptions.slice(first - 1, most + first - 1);
  const judged = name === 'photosRound' ? await judgeSet(name, chosen.map((description) => ({ ...description, field: 'round' })), 'photo pairs 1', cutFor(makePhotoPair, 'photo pairs 1'))
    : await judgeSet(name, chosen, 'photo pairs 1', makePhotoPair);
  if (name === 'photos') photographs.push(...judged.map(({ results }) => results));
}
if (values.fit) console.log(fitDetectorErrors(counted));
if (wanted.has('repeats')) await judgeRepeats();
if (wanted.has('strangers')) judgeStrangers(photographs);

async function judgeSet(name, descriptions, makerHash, make) {
  const judged = [];
  for (const description of descriptions) {
    const visits = await recallPictures(cache, description, makerHash, make), results = await measure(visits);
    const progress = analyseProgress(results.map((result) => ({ result }))), { followUps: [followUp] } = progress;
    const back = analyseProgress([results[1], results[0]].map((result) => ({ result }))).followUps[0];
    judged.push({ description, results, visits, followUp, ...judgePair(visits, progress.baseline, followUp), antisymmetric: areOpposite(followUp, back) });
    if (values.list) {
      const { aligned, wrong, percent, truePercent, interval, statements, right, withoutHair, trueBefore, trueAfter, said, residualUm } = judged.at(-1);
      console.error(`${name} ${description.photo ?? description.number}: ${aligned ? (wrong ? 'WRONG' : 'aligned') : `not aligned (${followUp.warnings[0]?.code})`}  true ${trueBefore}→${trueAfter} ${truePercent?.toFixed(1)} %  measured ${percent?.toFixed(1)} % [${interval?.map((value) => value.toFixed(0))}]  statements ${statements}, wrong ${statements - right - withoutHair}, no hair ${withoutHair}, kept/lost/gained ${said}  residual ${residualUm?.toFixed(0)} µm`);
    }
  }
  console.log(tabulatePairs(name, judged));
  const aligned = judged.filter((pair) => pair.aligned);
  const errors = aligned.map(({ visits, results, followUp }) => countDetectorErrors(visits, results[0], followUp));
  if (errors.length > 0) console.log(tabulateDetectorErrors(errors));
  counted.push(...errors);
  return judged;
}

function areOpposite(there, back) {
  const list = (hairs, key) => JSON.stringify(hairs?.[key] ?? null);
  if ((there.change === null) !== (back.change === null)) return false;
  if (there.change !== null && (there.change.logRatio + back.change.logRatio !== 0 || there.change.standardError !== back.change.standardError)) return false;
  if (there.globalAssessment !== null && there.globalAssessment.nominal + back.globalAssessment.nominal !== 0) return false;
  return list(there.hairs, 'lost') === list(back.hairs, 'gained') && list(there.hairs, 'gained') === list(back.hairs, 'lost');
}

/** Coefficient of variation of one visit, from several photographs of each of several scalps: alone and laid over the first. */
async function judgeRepeats() {
  const alone = [], registered = [];
  for (let number = 1; number <= Math.min(5, most); number++) {
    const visits = await recallPictures(cache, describeRepeats(number), rendererHash, makePhantomVisits), results = await measure(visits);
    const { followUps } = analyseProgress(results.map((result) => ({ result })));
    alone.push(results.map(({ measurements }) => Math.log(measurements.densityPerCm2)));
    registered.push([0, ...followUps.map(({ change }) => change?.logRatio ?? NaN)]);
  }
  const cv = (groups) => {
    const sums = groups.map((values) => { const mean = values.reduce((a, b) => a + b, 0) / values.length; return values.reduce((a, b) => a + (b - mean) ** 2, 0); });
    const freedom = groups.reduce((sum, values) => sum + values.length - 1, 0);
    return 100 * Math.sqrt(sums.reduce((a, b) => a + b, 0) / freedom);
  };
  console.log(`repeats: ${alone.length} scalps × ${alone[0].length} photographs; per-visit CV of the density of each photograph ${cv(alone).toFixed(2)} %, of registered change ${cv(registered).toFixed(2)} %`);
}

/** No photograph may be laid over another person's. */
function judgeStrangers(pairs) {
  let tried = 0, aligned = 0;
  for (let i = 0; i < pairs.length && tried < 500; i++) {
    for (let j = i + 1; j < pairs.length && tried < 500; j += 1 + (i % 3)) {
      // Photographs of one person come round again.
      if (pairs[i][0].photo.sha256 === pairs[j][0].photo.sha256) continue;
      tried++;
      if (analyseProgress([{ result: pairs[i][0] }, { result: pairs[j][1] }]).followUps[0].hairs !== null) aligned++;
    }
  }
  console.log(`strangers: ${tried} pairs of different people, ${aligned} aligned`);
}
