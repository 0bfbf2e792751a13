// Pairs made of sample photographs with marked hairs: whole units painted out, then photographed "again" in another pose, light and focus.
// The pictures stay in the cache folder; they must never enter the repository.
import { join } from 'node:path';
import { readHairTruth } from '../../dist/evaluation/read-hair-truth.js';
import { encodeJpeg } from '../../dist/image-io/encode-image.js';
import { readPhotograph } from '../../dist/image-io/read-photograph.js';
import { createRandom } from '../../dist/phantom/random.js';
import { blurMap } from '../../dist/raster/blur-map.js';
import { groupForPainting, paintOut } from './paint-out-units.js';

/** One description for each photograph and round; `lostShare` 0 for the set of unchanged pairs. */
export async function describePhotoPairs(folder, { set, round }) {
  const truths = await readHairTruth(folder);
  return truths.filter(({ hairs }) => hairs.length >= 3).map((truth, index) => {
    const random = createRandom(5_500_000 + 10_000 * round + 7 * index + (set === 'photosUnchanged' ? 3 : 0));
    return {
      set, round, folder, photo: truth.name, seed: random.integer(1e9), lostShare: set === 'photosUnchanged' ? 0 : random.uniform(0, 0.45),
      turn: (random.uniform(-9, 9) * Math.PI) / 180, scale: random.uniform(0.96, 1.04), shift: [random.uniform(-0.05, 0.05), random.uniform(-0.05, 0.05)],
      gains: [0, 1, 2].map(() => random.uniform(0.93, 1.07)), brightness: random.uniform(0.88, 1.12), gamma: random.uniform(0.85, 1.18),
      blurPx: random.uniform(0, 3), noise: random.uniform(0, 2.5), quality: Math.round(random.uniform(70, 92)),
    };
  });
}

/** Makes the two photographs of a description. */
export async function makePhotoPair(description) {
  const { folder, photo, seed, lostShare } = description, random = createRandom(seed);
  const truth = (await readHairTruth(folder)).find(({ name }) => name === photo);
  const { image } = await readPhotograph(join(folder, 'photos', photo)), px = 1000 / truth.micrometresPerPixel;
  const unit = groupForPainting(truth.hairs, px), units = [...new Set(unit)].map((value) => ({ value, key: random.uniform(0, 1) })).sort((a, b) => a.key - b.key);
  const gone = new Set();
  // Units go one after the other while that brings the share nearer to the wish.
  const share = () => unit.filter((value) => gone.has(value)).length / unit.length;
  for (const { value } of units) {
    const before = Math.abs(share() - lostShare);
    gone.add(value);
    if (Math.abs(share() - lostShare) > before || share() === 1) gone.delete(value);
  }
  const isGone = unit.map((value) => gone.has(value)), painted = paintOut(image, truth.hairs, isGone, px);
  const { picture, toLater } = photographAgain(painted, description, random);
  const hairs = (place, present) => truth.hairs.map((hair, i) => ({ key: hair.line, present: present(i), kind: hair.class, diameterUm: null, root: place(hair.root), tip: place(hair.tip) }));
  return [
    // A scale that somebody states: that of the instrument, changed as the picture was.
    { jpeg: await encodeJpeg(image, 92), micrometresPerPixel: truth.micrometresPerPixel, width: image.width, height: truth.validRows ?? image.height, hairs: hairs((place) => place, () => true) },
    { jpeg: await encodeJpeg(picture, description.quality), micrometresPerPixel: truth.micrometresPerPixel / description.scale, width: image.width, height: image.height, hairs: hairs(toLater, (i) => !isGone[i]) },
  ];
}

/** Turns, scales, shifts, recolours, refocuses. Beyond the edges the picture is mirrored: skin that the baseline does not show. */
function photographAgain(image, { turn, scale, shift, gains, brightness, gamma, blurPx, noise }, random) {
  const { width, height } = image, cos = Math.cos(turn) * scale, sin = Math.sin(turn) * scale, cx = (width - 1) / 2, cy = (height - 1) / 2;
  const toLater = ({ row, column }) => ({
    column: cos * (column - cx) - sin * (row - cy) + cx + shift[0] * width, row: sin * (column - cx) + cos * (row - cy) + cy + shift[1] * height,
  });
  const square = cos * cos + sin * sin, data = new Uint8Array(width * height * 3), planes = [0, 1, 2].map(() => new Float32Array(width * height));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const dx = x - cx - shift[0] * width, dy = y - cy - shift[1] * height;
      const u = mirror((cos * dx + sin * dy) / square + cx, width), v = mirror((cos * dy - sin * dx) / square + cy, height);
      const c = Math.min(width - 2, Math.floor(u)), r = Math.min(height - 2, Math.floor(v)), fu = u - c, fv = v - r, from = (r * width + c) * 3;
      for (let k = 0; k < 3; k++) {
        planes[k][at] = (image.data[from + k] * (1 - fu) + image.data[from + 3 + k] * fu) * (1 - fv) + (image.data[from + 3 * width + k] * (1 - fu) + image.data[from + 3 * width + 3 + k] * fu) * fv;
      }
    }
  }
  planes.forEach((plane, k) => {
    const sharp = blurPx < 0.3 ? plane : blurMap({ width, height, data: plane }, blurPx).data;
    for (let at = 0; at < sharp.length; at++) {
      const value = 255 * (Math.max(0, sharp[at]) / 255) ** gamma * brightness * gains[k] + (noise > 0 ? random.normal(0, noise) : 0);
      data[at * 3 + k] = Math.max(0, Math.min(255, Math.round(value)));
    }
  });
  return { picture: { width, height, data }, toLater };
}

function mirror(value, length) {
  const last = length - 1;
  const folded = Math.abs(value) % (2 * last);
  return folded > last ? 2 * last - folded : folded;
}
