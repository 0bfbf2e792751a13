// How often good photographs pass and spoilt ones are flagged: node bench/check-quality.js [SAMPLES [COUNT [SEED]]]   (build first)
// SAMPLES holds folders of photographs by people (closeup-donor, …); without it only phantoms are judged. About two CPU-minutes for 40.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assessCloseupQuality } from '../dist/image-io/closeup-quality.js';
import { readPhotograph } from '../dist/image-io/read-photograph.js';
import { findValidArea } from '../dist/image-io/valid-area.js';
import { blurPhotograph, castPhotograph, exposePhotograph, photographPhantom, shakePhotograph } from '../dist/phantom/index.js';

const [samples, count = '40', seed = '550000'] = process.argv.slice(2), umPerPixel = 6.5;
const calibrationOf = (micrometresPerPixel) => (micrometresPerPixel === null ? null : { method: 'given', micrometresPerPixel, relativeUncertainty: 0.01 });

/** A photograph is flagged when a check is not passed; what only says that pixels are coarse does not count. */
function judge(image, scale) {
  const { usable, checks } = assessCloseupQuality(image, calibrationOf(scale), findValidArea(image).mask);
  const failed = checks.filter(({ check, passed }) => !passed && !check.endsWith('Resolution')).map(({ check, value }) => `${check} ${value}`);
  return { usable, failed };
}

/** How much more light makes the photograph's own skin brighter than white, so that its colour and the glare on it are lost. Dark skin bears twice the light of fair skin. */
function tooMuchLight({ data }) {
  const green = Uint8Array.from({ length: data.length / 3 }, (_, i) => data[3 * i + 1]).sort();
  return (1.2 * 255) / green[green.length >> 1];
}

const rows = [];
function report(what, wanted, judged) {
  const flagged = judged.filter(({ failed }) => failed.length > 0).length, refused = judged.filter(({ usable }) => !usable).length;
  const by = {};
  for (const { failed } of judged) for (const name of failed) by[name.split(' ')[0]] = (by[name.split(' ')[0]] ?? 0) + 1;
  const rate = 100 * (wanted === 'passed' ? 1 - flagged / judged.length : flagged / judged.length);
  rows.push({ what, n: judged.length, [`${wanted} %`]: Number(rate.toFixed(1)), 'refused %': Number(((100 * refused) / judged.length).toFixed(1)), by: Object.entries(by).map(([name, n]) => `${name} ${n}`).join(', ') });
  console.log(JSON.stringify(rows.at(-1)));
}

if (samples !== undefined) {
  for (const [folder, scale] of [['closeup-donor/photos', 2.762], ['closeup-donor-overlay/photos', 2.762], ['closeup-tiles', null], ['closeup-wild', null]]) {
    if (!existsSync(join(samples, folder))) continue;
    const judged = [];
    for (const name of (await readdir(join(samples, folder))).filter((file) => /\.(png|jpe?g)$/.test(file) && !file.includes('.mask.')).sort()) {
      const result = judge((await readPhotograph(join(samples, folder, name))).image, scale);
      if (result.failed.length > 0) console.error(folder, name, result.failed.join(', '));
      judged.push(result);
    }
    report(folder, 'passed', judged);
  }
}

const photographs = [];
for (let i = 0; i < Number(count); i++) {
  const request = { seed: Number(seed) + 7 * i, style: i % 2 === 0 ? 'immersion' : 'dry', micrometresPerPixel: umPerPixel, widthMm: 3.4, heightMm: 2.6, densityPerCm2: [90, 130, 180, 240][i % 4], ...(i % 3 === 0 ? { skinTone: ((i / 3) % 6) + 1 } : {}) };
  photographs.push({ i, request, good: photographPhantom(request).image });
}
for (const { i, good } of photographs) { const { failed } = judge(good, umPerPixel); if (failed.length > 0) console.error('phantom', i, failed.join(', ')); }
const faults = {
  'blurred by 40 µm': (image) => [blurPhotograph(image, 40 / umPerPixel), umPerPixel],
  'moved by 120 µm': (image, i) => [shakePhotograph(image, 120 / umPerPixel, i), umPerPixel],
  'dark, 0.3 of the light': (image) => [exposePhotograph(image, 0.3), umPerPixel],
  'overexposed, 2.2 times the light': (image) => [exposePhotograph(image, 2.2), umPerPixel],
  'skin 1.2 times as bright as white': (image) => [exposePhotograph(image, tooMuchLight(image)), umPerPixel],
  'red light': (image) => [castPhotograph(image, [1.3, 0.6, 0.5]), umPerPixel],
  'green light': (image) => [castPhotograph(image, [0.6, 1.2, 0.6]), umPerPixel],
  'scale of a device four times as strong': (image) => [image, umPerPixel / 4],
  'scale of a device a fifth as strong': (image) => [image, umPerPixel * 5],
};
report('phantoms, unspoilt', 'passed', photographs.map(({ good }) => judge(good, umPerPixel)));
for (const [what, spoil] of Object.entries(faults)) report(what, 'flagged', photographs.map(({ good, i }) => judge(...spoil(good, i))));
report('wet hair', 'flagged', photographs.map(({ request }) => judge(photographPhantom({ ...request, wetHair: true }).image, umPerPixel)));
console.table(rows);
