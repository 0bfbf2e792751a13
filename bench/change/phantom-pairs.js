// Pairs of photographs of simulated scalps whose change is known exactly.
import { encodeJpeg } from '../../dist/image-io/encode-image.js';
import { photographPhantomVisits } from '../../dist/phantom/index.js';
import { createRandom } from '../../dist/phantom/random.js';

/** What the sets ask of a pair; every figure not named is the renderer's own. */
const conditions = {
  // Two visits that differ in everything that alignment promises to bear.
  changed: { change: [-45, 60], turn: Math.PI, shiftShare: 0.22, scaleShare: 0.1, stretchMm: 0.1, tilt: 0.1 },
  // The same skin, nothing changed, photographed another day as an attentive site does.
  unchanged: { change: [0, 0], turn: 0.15, shiftShare: 0.04, scaleShare: 0.02, stretchMm: 0.05, tilt: 0.05 },
};

/** Names everything that a pair depends on, so that it can be found again. */
export function describePhantomPair(set, number) {
  const random = createRandom(770_000 + 1000 * Object.keys(conditions).indexOf(set) + number), { change, ...pose } = conditions[set];
  return {
    set, number, seed: 7_700_000 + 97 * number + (set === 'unchanged' ? 31 : 0), densityPerCm2: Math.round(random.uniform(60, 200)),
    changePercent: Math.round(random.uniform(...change)), quality: [0, 1].map(() => Math.round(random.uniform(72, 94))), ...pose,
    micrometresPerPixel: 5, widthMm: 10, heightMm: 10, style: 'immersion', vellusShare: 0.1,
  };
}

/** Six photographs of one scalp that does not change. */
export function describeRepeats(number) {
  const [densityPerCm2] = [70, 100, 130, 160, 190].slice(number % 5);
  return {
    set: 'repeats', number, seed: 7_900_000 + 97 * number, densityPerCm2, changesPercent: [0, 0, 0], quality: [88, 84, 90, 80],
    turn: 0.05, shiftShare: 0.01, scaleShare: 0.01, stretchMm: 0.03, tilt: 0.03,
    micrometresPerPixel: 5, widthMm: 10, heightMm: 10, style: 'immersion', vellusShare: 0.1,
  };
}

/** Renders the photographs of a description, the baseline first, each with the truth of its hairs. */
export async function makePhantomVisits({ changePercent, changesPercent = [changePercent], quality, ...request }) {
  const { baseline, followUps } = photographPhantomVisits({ ...request, changesPercent });
  const phantoms = [baseline, ...followUps.map(({ phantom }) => phantom)];
  // A hair keeps its id from visit to visit, and its exit its place in the skin.
  const onSkin = new Map(phantoms.flatMap(({ hairs, camera }) => hairs.filter((hair) => hair.rooted).map((hair) => [hair.id, { skin: camera.toSkin(...hair.root), kind: hair.kind, diameterUm: hair.diameterUm }])));
  return Promise.all(phantoms.map(async ({ image, camera, hairs, micrometresPerPixel }, visit) => {
    const present = new Set(hairs.map((hair) => hair.id));
    return {
      jpeg: await encodeJpeg(image, quality[visit]), micrometresPerPixel, width: image.width, height: image.height,
      // Every hair of any visit: where its exit lies, or would lie, in this photograph.
      hairs: [...onSkin].map(([key, { skin, kind, diameterUm }]) => {
        const [column, row] = camera.toPixel(...skin);
        return { key, present: present.has(key), kind, diameterUm, root: { row, column } };
      }),
    };
  }));
}
