// Photographs of heads: node bench/heads/run.js FOLDER [--photos 12] [--only same,shadow,covered,capped,change,thinned,kinds,speed]   (npm run build first)
// FOLDER holds heads/, portraits/, closeup-*/ as the samples do. Figures of the run are printed; docs/global.md quotes them.
import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { analysePhotograph, openShippedHeadSegmenter } from '../../dist/analysis/analyse-photograph.js';
import { analysePhotographProgress } from '../../dist/analysis/analyse-progress.js';
import { encodeJpeg } from '../../dist/image-io/encode-image.js';
import { readPhotograph } from '../../dist/image-io/read-photograph.js';
import { otherSubjects, paintOther } from '../../dist/phantom/paint-other.js';
import { resampleImage } from '../../dist/raster/resample-image.js';
import { coverHead, coverings, naturalCloth } from './cover-picture.js';
import { paintSkin, sameHair, relight, shade, turn } from './change-picture.js';

const folder = process.argv[2], option = (name, usual) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : usual);
if (folder === undefined) { console.error('Name the folder of the samples.'); process.exit(2); }
const count = Number(option('--photos', '12')), only = option('--only', 'same,shadow,covered,capped,change,thinned,kinds,speed').split(',');
const measure = (source, kind = 'global') => analysePhotograph(source, { calibration: null, kind, name: 'photograph' });
const rows = readFileSync(join(folder, 'heads', 'heads.csv'), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')[0]);
const held = option('--heads', null)?.split(',') ?? Array.from({ length: count }, (_, k) => rows[Math.floor(((k + 0.5) * rows.length) / count)]);
const truth = async (id, part) => { const { image: { width, height, data } } = await readPhotograph(join(folder, 'heads', `${id}.${part}.png`)); return { width, height, data: Float32Array.from({ length: width * height }, (_, at) => data[3 * at] / 255) }; };
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN, mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

if (only.includes('same')) {
  let asked = 0, unchanged = 0, refused = 0;
  const points = [], by = {};
  for (const [k, id] of held.entries()) {
    const file = join(folder, 'heads', `${id}.jpg`), baseline = await measure(file);
    for (const [name, bytes] of Object.entries(await sameHair(baseline.photograph.image, k + 1))) {
      const { change, globalAssessment, warnings } = (await analysePhotographProgress([baseline, await measure(bytes)])).followUps[0];
      asked++;
      by[name] ??= { points: [], refused: 0 };
      if (change === null) { refused++; by[name].refused++; console.log(`  ${id} ${name}: refused, ${warnings[0]?.message}`); continue; }
      if (globalAssessment.words === 'no detectable change') unchanged++; else console.log(`  ${id} ${name}: ${change.percent.toFixed(1)} points, error ${change.standardError}`);
      points.push(change.percent);
      by[name].points.push(change.percent);
    }
  }
  console.log(`same hair: ${unchanged} of ${asked} without a detectable change (${((100 * unchanged) / asked).toFixed(1)} %), ${refused} refused; standard deviation ${Math.sqrt(mean(points.map((p) => p * p))).toFixed(2)} points`);
  for (const [name, { points: own, refused: none }] of Object.entries(by)) console.log(`  ${name}: root mean square ${Math.sqrt(mean(own.map((p) => p * p))).toFixed(2)}, largest ${Math.max(0, ...own.map(Math.abs)).toFixed(1)} points, ${none} refused`);
}

/** Light that falls on a part of the scalp only: half shadows and hard ones, a lamp, a shadow over nearly all of it. */
const shadows = [
  { factor: 0.5, across: 0.3, down: 0, edge: 0.15, reach: 0.5 }, { factor: 0.35, across: -0.3, down: 0.2, edge: 0.05, reach: 0.5 },
  { factor: 1.6, across: 0, down: -0.2, edge: 0.3, reach: 0.4 }, { factor: 0.6, across: 0, down: 0.3, edge: 0.02, reach: 0.9 },
];

if (only.includes('shadow')) {
  const points = [];
  let scored = 0, refused = 0;
  for (const id of held) {
    const file = join(folder, 'heads', `${id}.jpg`), baseline = await measure(file), scalp = await truth(id, 'scalp');
    for (const shadow of shadows) {
      const { change, globalAssessment } = (await analysePhotographProgress([baseline, await measure(await encodeJpeg(shade(baseline.photograph.image, scalp, shadow), 90))])).followUps[0];
      if (change === null) { refused++; continue; }
      points.push(Math.abs(change.percent));
      if (globalAssessment.supported !== 0) { scored++; console.log(`  ${id} ${shadow.factor} times as bright: ${change.percent.toFixed(1)} points, score ${globalAssessment.supported}`); }
    }
  }
  console.log(`shadow or lamp on the same hair: mean ${mean(points).toFixed(1)} points, largest ${Math.max(0, ...points).toFixed(1)}; ${scored} of ${points.length} scored as a change, ${refused} refused`);
}

if (only.includes('covered')) {
  const points = [];
  let refused = 0, named = 0, scored = 0, outside = 0, asked = 0;
  for (const [k, id] of held.entries()) {
    const file = join(folder, 'heads', `${id}.jpg`), baseline = await measure(file), [scalp, hair] = [await truth(id, 'scalp'), await truth(id, 'hair')];
    for (const [at, thing] of coverings.entries()) {
      const covered = coverHead(baseline.photograph.image, scalp, hair, { seed: 1000 * Number(option('--seed', '2')) + 100 * k + at, thing });
      if (covered === null || covered.hidden < 0.02) continue;
      const shown = (k + at) % 3 === 0 ? turn(relight(covered.image, { stops: k % 2 ? 0.25 : -0.25, across: 0.3 * ((k % 3) - 1), down: 0.3, gamma: 1.05, red: 1.03, blue: 0.97 }), 9) : covered.image;
      asked++;
      const followUp = await measure(await encodeJpeg(shown, 90)).catch(() => null), compared = followUp === null ? null : (await analysePhotographProgress([baseline, followUp])).followUps[0];
      if (compared === null || compared.change === null) { refused++; if (compared?.warnings[0]?.code === 'comparison.headCovered') named++; continue; }
      const { change: { percent, interval95: [low, high] }, globalAssessment: { supported } } = compared;
      points.push(Math.abs(percent));
      if (low > 0 || high < 0) outside++;
      if (supported !== 0) scored++;
      if (supported !== 0 || low > 0 || high < 0) console.log(`  ${id} ${thing} on ${(100 * covered.hidden).toFixed(0)} % of the scalp: ${percent.toFixed(1)} points (${low.toFixed(0)} to ${high.toFixed(0)}), score ${supported}`);
    }
  }
  console.log(`something lies on the head: ${asked} pairs, ${refused} refused (${named} for that), mean of the others ${mean(points).toFixed(1)} points, largest ${Math.max(0, ...points).toFixed(1)}; ${scored} scored as a change, ${outside} intervals without 0`);
}

/** What is worn in a colour that hair may have, on a single photograph whose kind nobody told. */
if (only.includes('capped')) {
  const worn = {}, bare = { photographs: 0, refused: 0, doubted: 0 }, isDoubted = ({ result }) => result.issues.some(({ code }) => code === 'global.perhapsCovered');
  for (const [k, id] of held.entries()) {
    const file = join(folder, 'heads', `${id}.jpg`), { image } = await readPhotograph(file), [scalp, hair] = [await truth(id, 'scalp'), await truth(id, 'hair')], plain = await measure(file, 'auto').catch(() => null);
    bare.photographs++;
    if (plain === null) bare.refused++; else if (isDoubted(plain)) bare.doubted++;
    for (const [at, thing] of ['cap', 'hat', 'cloth', 'bandage', 'headband'].entries()) {
      const covered = coverHead(image, scalp, hair, { seed: 1000 * Number(option('--seed', '2')) + 10 * k + at, thing, colours: naturalCloth });
      if (covered === null || covered.hidden < 0.05) continue;
      const of = (worn[thing] ??= { photographs: 0, refused: 0, doubted: 0, taken: [] }), shown = await measure(await encodeJpeg(covered.image, 90), 'auto').catch(({ code }) => code);
      of.photographs++;
      if (typeof shown === 'string') { of.refused++; of.taken.push(0); continue; }
      if (isDoubted(shown)) of.doubted++;
      if (shown.result.kind !== 'global') { console.log(`  ${id} ${thing}: taken for a close-up`); continue; }
      // Both maps are worked out anew whenever they are asked for.
      const { scalpMap, hairMap } = shown;
      let hidden = 0, taken = 0;
      for (let i = 0; i < covered.lies.length; i++) if (scalp.data[i] > 0.5 && covered.lies[i] > 0.5) { hidden++; if (scalpMap.data[i] >= 0.5 && hairMap.data[i] >= 0.5) taken++; }
      of.taken.push(taken / Math.max(1, hidden));
      if (!isDoubted(shown) && taken / Math.max(1, hidden) > 0.5) console.log(`  ${id} ${thing} on ${(100 * covered.hidden).toFixed(0)} % of the scalp counts as hair`);
    }
  }
  for (const [thing, { photographs, refused, doubted, taken }] of Object.entries(worn)) console.log(`${thing}: ${photographs} photographs, ${refused} refused, ${doubted} doubted; of what it hides ${(100 * mean(taken)).toFixed(0)} % counts as hair`);
  console.log(`bare heads: ${bare.photographs}, ${bare.refused} refused, ${bare.doubted} doubted`);
}

/** Losses that are painted: the disc's radius as a share of the scalp's, the share of it that becomes skin, how; some are photographed anew, turned and in other light. */
const losses = [
  { reach: 0.35, share: 1, manner: 'bare' }, { reach: 0.6, share: 1, manner: 'bare' }, { reach: 0.7, share: 0.5, manner: 'specks' }, { reach: 0.7, share: 0.5, manner: 'faded' },
  { reach: 0.7, share: 0.4, manner: 'gaps' }, { reach: 0.5, share: 1, manner: 'bare', anew: true }, { reach: 0.7, share: 0.5, manner: 'gaps', anew: true },
];
/** Hair thinned evenly all over the scalp, which looks like hair in more light. */
const thinnedEvenly = [{ reach: 9, share: 0.3, manner: 'faded' }, { reach: 9, share: 0.3, manner: 'faded', anew: true }];

for (const [name, manners, title] of [['change', losses, 'hair painted away'], ['thinned', thinnedEvenly, 'hair thinned evenly all over']]) {
  if (!only.includes(name)) continue;
  const errors = [], biases = [];
  let refused = 0, held95 = 0;
  for (const [k, id] of held.entries()) {
    const baseline = await measure(join(folder, 'heads', `${id}.jpg`)), [scalp, hair] = [await truth(id, 'scalp'), await truth(id, 'hair')];
    for (const [at, { reach, share, manner, anew }] of manners.entries()) {
      const painted = paintSkin(baseline.photograph.image, scalp, hair, { seed: 10 * k + at + 1, reach, share, manner });
      if (painted === null) continue;
      const shown = anew ? turn(relight(painted.image, { stops: k % 2 ? 0.25 : -0.25, across: 0.5 * ((k % 3) - 1), down: 0.4, gamma: 1.05, red: 1.04, blue: 0.97 }), 12) : painted.image;
      const { change, warnings } = (await analysePhotographProgress([baseline, await measure(await encodeJpeg(shown, 90))])).followUps[0], expected = 100 * (painted.after - painted.before);
      if (change === null) { refused++; console.log(`  ${id}: refused, ${warnings[0]?.message}`); continue; }
      held95 += expected >= change.interval95[0] && expected <= change.interval95[1] ? 1 : 0;
      console.log(`  ${id} ${manner}${anew ? ', photographed anew' : ''}: ${change.percent.toFixed(1)} points (error ${change.standardError.toFixed(1)}), in truth ${expected.toFixed(1)}`);
      errors.push(Math.abs(change.percent - expected));
      biases.push(change.percent - expected);
    }
  }
  console.log(`${title}: mean error ${mean(errors).toFixed(2)} points, median ${median(errors).toFixed(2)}, bias ${mean(biases).toFixed(2)}, ${errors.length} pairs, ${refused} refused; the interval held the truth in ${held95}`);
}

if (only.includes('kinds')) {
  const list = (path, pattern) => (existsSync(join(folder, path)) ? readdirSync(join(folder, path)).filter((name) => pattern.test(name)).map((name) => join(folder, path, name)) : []);
  const sets = { closeup: [...list('closeup-donor/photos', /jpg$/), ...list('closeup-donor-overlay/photos', /jpg$/), ...list('closeup-tiles', /^\d+\.png$/), ...list('closeup-wild', /(png|jpe?g)$/)], global: [...rows.map((id) => join(folder, 'heads', `${id}.jpg`)), ...list('portraits', /jpg$/)] };
  const others = await Promise.all(otherSubjects.flatMap((subject) => [11, 12].map((seed) => encodeJpeg(paintOther(subject, seed), 85))));
  const step = Math.max(1, Number(option('--every', '1')));
  for (const [kind, sources] of [...Object.entries(sets), ['neither', others]]) {
    const chosen = sources.filter((_, k) => k % step === 0);
    let right = 0;
    for (const source of chosen) {
      const told = await measure(source, 'auto').then(({ result }) => result.kind, (error) => (error.code === 'photo.notHair' ? 'neither' : error.code));
      if (told === kind) right++; else console.log(`  ${typeof source === 'string' ? source.split('/').slice(-2).join('/') : 'painted'}: ${told} instead of ${kind}`);
    }
    console.log(`kind ${kind}: ${right} of ${chosen.length} told`);
  }
}

if (only.includes('speed')) {
  const { image } = await readPhotograph(join(folder, 'heads', `${held[0]}.jpg`)), bytes = await encodeJpeg(resampleImage(image, { width: 4000, height: 3000 }), 88), segmenter = await openShippedHeadSegmenter();
  await measure(bytes);
  const ratios = [];
  for (let k = 0; k < 5; k++) {
    const before = segmenter.networkMilliseconds(), started = performance.now();
    await measure(bytes);
    ratios.push((performance.now() - started) / (segmenter.networkMilliseconds() - before));
  }
  console.log(`12 megapixels: ${median(ratios).toFixed(2)} times the network's own time; largest memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}
