// Changes of a photograph that are none of the hair, and changes of the hair whose size is known. Plain arrays, seeded.
import { readPhotograph } from '../../dist/image-io/read-photograph.js';
import { encodeJpeg } from '../../dist/image-io/encode-image.js';
import { createRandom } from '../../dist/phantom/random.js';
import { isSkinColour } from '../../dist/raster/skin-colour.js';
import { resampleImage } from '../../dist/raster/resample-image.js';

/** Turned clockwise about its middle; what was not photographed is grey, as a wall would be. */
export function turn({ width, height, data }, degrees) {
  const angle = (degrees * Math.PI) / 180, [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const size = { width: Math.round(Math.abs(width * cos) + Math.abs(height * sin)), height: Math.round(Math.abs(width * sin) + Math.abs(height * cos)) }, out = new Uint8Array(size.width * size.height * 3).fill(120);
  for (let y = 0, at = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, at += 3) {
      const [dx, dy] = [x - (size.width - 1) / 2, y - (size.height - 1) / 2], u = cos * dx + sin * dy + (width - 1) / 2, v = -sin * dx + cos * dy + (height - 1) / 2;
      if (u < 0 || v < 0 || u > width - 1 || v > height - 1) continue;
      const [left, top] = [Math.min(width - 2, Math.floor(u)), Math.min(height - 2, Math.floor(v))], [across, down] = [u - left, v - top], from = 3 * (top * width + left);
      for (let c = 0; c < 3; c++) {
        const upper = data[from + c] * (1 - across) + data[from + 3 + c] * across, lower = data[from + 3 * width + c] * (1 - across) + data[from + 3 * width + 3 + c] * across;
        out[at + c] = Math.round(upper * (1 - down) + lower * down);
      }
    }
  }
  return { ...size, data: out };
}

/** Another lamp: brighter to one side, another exposure and another colour. */
export function relight({ width, height, data }, { stops = 0, across = 0, down = 0, gamma = 1, red = 1, blue = 1 }) {
  const out = new Uint8Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const gain = 2 ** (stops + across * (x / width - 0.5) + down * (y / height - 0.5));
      for (let c = 0; c < 3; c++) out[at + c] = Math.max(0, Math.min(255, Math.round(255 * (data[at + c] / 255) ** gamma * gain * (c === 0 ? red : c === 2 ? blue : 1))));
    }
  }
  return { width, height, data: out };
}

/** Middle of the scalp and radius of a disc of its area, pixels. */
export function placeOf(scalp) {
  let count = 0, x = 0, y = 0;
  scalp.data.forEach((value, at) => { if (value > 0.5) { count++; x += at % scalp.width; y += Math.floor(at / scalp.width); } });
  return { x: x / count, y: y / count, radius: Math.sqrt(count / Math.PI) };
}

/** A shadow of something, or the light of a small lamp, on a disc of the scalp (its radius and place as shares of the scalp's radius); hair and skin are what they were. */
export function shade({ width, height, data }, scalp, { factor, across, down, edge, reach }) {
  const middle = placeOf(scalp), { radius } = middle, out = Uint8Array.from(data);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const distance = Math.hypot(x - middle.x - across * radius, y - middle.y - down * radius) / radius, inside = Math.max(0, Math.min(1, (reach - distance) / edge + 0.5));
      for (let c = at; c < at + 3; c++) out[c] = Math.min(255, Math.round(data[c] * (1 + (factor - 1) * inside)));
    }
  }
  return { width, height, data: out };
}

export function crop({ width, height, data }, { left, top, right, bottom }) {
  const [x0, y0, x1, y1] = [Math.round(left * width), Math.round(top * height), Math.round((1 - right) * width), Math.round((1 - bottom) * height)], out = new Uint8Array((x1 - x0) * (y1 - y0) * 3);
  for (let y = y0; y < y1; y++) out.set(data.subarray((y * width + x0) * 3, (y * width + x1) * 3), (y - y0) * (x1 - x0) * 3);
  return { width: x1 - x0, height: y1 - y0, data: out };
}

/** The picture of a file or of its bytes. */
export async function readPicture(source) {
  return (await readPhotograph(source)).image;
}

/** As somebody else might have taken it: turned, cropped, in other light, compressed. */
export async function decodeChanged(image, seed) {
  const random = createRandom(seed), cropped = crop(image, { left: random.uniform(0, 0.12), top: random.uniform(0, 0.12), right: random.uniform(0, 0.12), bottom: random.uniform(0, 0.12) });
  const lit = relight(cropped, { stops: random.uniform(-0.5, 0.4), across: random.uniform(-0.8, 0.8), down: random.uniform(-0.8, 0.8), gamma: random.uniform(0.85, 1.2), red: random.uniform(0.9, 1.1), blue: random.uniform(0.9, 1.1) });
  return readPicture(await encodeJpeg(random.chance(0.5) ? turn(lit, random.uniform(-45, 45)) : resampleImage(lit, random.uniform(0.4, 1.3)), 50 + random.integer(45)));
}

/** The same photograph as files that show the same hair; name → bytes. */
export async function sameHair(image, seed) {
  const random = createRandom(seed), angle = random.uniform(8, 40) * (random.chance(0.5) ? 1 : -1);
  const light = { stops: random.uniform(-0.4, 0.4), across: random.uniform(-0.8, 0.8), down: random.uniform(-0.8, 0.8), gamma: random.uniform(0.9, 1.12), red: random.uniform(0.94, 1.06), blue: random.uniform(0.94, 1.06) };
  return {
    turned: await encodeJpeg(turn(image, angle), 90),
    quarter: await encodeJpeg(turn(image, random.choose([90, 180, 270])), 90),
    cropped: await encodeJpeg(crop(image, { left: random.uniform(0.02, 0.1), top: random.uniform(0.02, 0.1), right: random.uniform(0.02, 0.1), bottom: random.uniform(0.02, 0.1) }), 90),
    relit: await encodeJpeg(relight(image, light), 90),
    recompressed: await encodeJpeg(image, random.integer(30) + 35),
    resized: await encodeJpeg(resampleImage(image, random.uniform(0.45, 1.5)), 90),
  };
}

/**
 * Hair painted over with skin in a disc inside the hairy part: the disc `bare`, or thinned in one of three manners, `specks` of
 * skin, `gaps` along strands, or hair that lets skin shine through everywhere (`faded`).
 * @param scalp, hair  Truth of the photograph, 0…1.
 * @param share        Of the disc that becomes skin.
 * @returns The picture and what coverage becomes: before and after, 0…1; null where no place has enough hair.
 */
export function paintSkin(image, scalp, hair, { seed, reach, share, manner }) {
  const { width, height } = image, random = createRandom(seed), hairy = [], bare = [];
  for (let at = 0; at < scalp.data.length; at++) if (scalp.data[at] > 0.5) (hair.data[at] > 0.85 ? hairy : hair.data[at] < 0.15 ? bare : []).push(at);
  if (hairy.length < 0.1 * scalp.data.length) return null;
  const radius = reach * Math.sqrt(scalp.data.reduce((sum, value) => sum + value, 0) / Math.PI), middle = hairy[random.integer(hairy.length)], [cx, cy] = [middle % width, Math.floor(middle / width)];
  const tone = toneOf(image, scalp, { bare, hairy }, radius);
  const gap = gapsOf(manner, { share, radius, random });
  const data = Uint8Array.from(image.data);
  let before = 0, after = 0, all = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (scalp.data[at] <= 0.5) continue;
      const inside = (x - cx) ** 2 + (y - cy) ** 2 < radius * radius, paint = inside ? gap(x, y) : 0;
      all++;
      before += hair.data[at];
      after += hair.data[at] * (1 - paint);
      if (paint === 0) continue;
      const grain = random.normal(0, 5), shade = 1 - 0.15 * (Math.hypot(x - cx, y - cy) / radius) ** 2;
      for (let c = 0; c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, Math.round(paint * (tone[c] * shade + grain) + (1 - paint) * image.data[3 * at + c])));
    }
  }
  return { image: { width, height, data }, before: before / all, after: after / all };
}

/** Skin that differs less from this head's hair (levels, three colours together) was no skin but cloth or the hair itself. */
const leastContrast = 120;

/** What well-lit skin of this head looks like: of the bare scalp or, where there is none, of what is beside it (forehead, neck, ears), without shadows, stray hair and reflexes. */
function toneOf({ width, data }, scalp, { bare, hairy }, radius) {
  const beside = [], step = Math.max(1, Math.round(radius / 6));
  for (let at = 0; at < scalp.data.length; at++) {
    if (scalp.data[at] <= 0.5 && [1, 2].some((k) => [-1, width, 1, -width].some((way) => scalp.data[at + way * k * step] > 0.5))) beside.push(at);
  }
  const light = (at) => data[3 * at] + data[3 * at + 1] + data[3 * at + 2];
  const skin = [bare, beside].map((places) => places.filter((at) => isSkinColour(data[3 * at], data[3 * at + 1], data[3 * at + 2]))).find(({ length }) => length >= 400)?.sort((a, b) => light(a) - light(b));
  const usual = [196, 152, 128], mean = (places) => [0, 1, 2].map((c) => places.reduce((sum, at) => sum + data[3 * at + c], 0) / places.length);
  if (skin === undefined) return usual;
  const tone = mean(skin.slice(Math.floor(0.6 * skin.length), Math.ceil(0.9 * skin.length))), hair = mean(hairy);
  return tone.reduce((sum, value, c) => sum + Math.abs(value - hair[c]), 0) < leastContrast ? usual : tone;
}

/** How much skin a place of the disc gets, 0…1. */
function gapsOf(manner, { share, radius, random }) {
  if (manner === 'bare') return () => 1;
  if (manner === 'faded') return () => share;
  const drawn = new Map(), chance = (key) => {
    if (!drawn.has(key)) drawn.set(key, random.chance(share) ? 1 : 0);
    return drawn.get(key);
  };
  if (manner === 'specks') {
    const speck = Math.max(2, Math.round(radius / 9));
    return (x, y) => chance(Math.floor(y / speck) * 4096 + Math.floor(x / speck));
  }
  const turn = random.uniform(0, Math.PI), [cos, sin] = [Math.cos(turn), Math.sin(turn)], strand = Math.max(1.5, radius / 40), phase = random.uniform(0, 6);
  return (x, y) => {
    const along = x * cos + y * sin, across = (y * cos - x * sin) / strand + 1.5 * Math.sin(along / (12 * strand) + phase), left = Math.floor(across);
    // Between two strands as much of each as lies there, so that gaps have soft edges.
    const [one, two] = [left, left + 1].map((line) => chance(line * 4096 + Math.floor(along / (25 * strand) + (line % 7) / 7)));
    return one + (two - one) * (across - left);
  };
}
