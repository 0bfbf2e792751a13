import type { RasterImage } from '../raster/raster-image.js';
import { createRandom } from './random.js';

type Paint = (x: number, y: number, u: number, v: number) => readonly [number, number, number];

/** Pictures that show neither a close-up of scalp nor a head. */
export const otherSubjects = ['document', 'screen', 'wall', 'bricks', 'tiles', 'wood', 'fabric', 'noise', 'grain', 'gradient', 'lights', 'landscape', 'leaves', 'stripes', 'chart', 'spots', 'plate', 'cat', 'blank', 'hand'] as const;
export type OtherSubject = (typeof otherSubjects)[number];

/** Paints one of them; the same seed gives the same picture. */
export function paintOther(subject: OtherSubject, seed: number, width = 480, height = 360): RasterImage {
  const source = createRandom(seed * 7919 + otherSubjects.indexOf(subject)), random: Draw = () => source.uniform(0, 1), paint = subjects[subject](random, width, height), data = new Uint8Array(width * height * 3);
  const grain = 2 + 6 * random(), shade = 0.3 * (random() - 0.5), tilt = 0.3 * (random() - 0.5);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const colour = paint(x, y, x / width, y / height), light = 1 + shade * (x / width - 0.5) + tilt * (y / height - 0.5), noise = subject === 'blank' ? 0 : grain * (random() + random() - 1);
      for (let c = 0; c < 3; c++) data[at + c] = Math.max(0, Math.min(255, colour[c] * light + noise));
    }
  }
  return { width, height, data };
}

type Draw = () => number;
type Colour = readonly [number, number, number];
const colourOf = (random: Draw, dark = 0, light = 255): Colour => [dark + random() * (light - dark), dark + random() * (light - dark), dark + random() * (light - dark)];
const mix = (one: Colour, two: Colour, share: number): Colour => [one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share, one[2] + (two[2] - one[2]) * share];

/** Smooth noise, 0…1: values on a grid of cells, joined smoothly. */
function clouds(random: Draw, cell: number): (x: number, y: number) => number {
  const side = 64, values = Float32Array.from({ length: side * side }, random), at = (i: number, j: number): number => values[(((j % side) + side) % side) * side + (((i % side) + side) % side)];
  const ease = (t: number): number => t * t * (3 - 2 * t);
  return (x, y) => {
    const i = Math.floor(x / cell), j = Math.floor(y / cell), s = ease(x / cell - i), t = ease(y / cell - j);
    return (at(i, j) * (1 - s) + at(i + 1, j) * s) * (1 - t) + (at(i, j + 1) * (1 - s) + at(i + 1, j + 1) * s) * t;
  };
}

const subjects: Record<OtherSubject, (random: Draw, width: number, height: number) => Paint> = {
  document: (random, width) => {
    const line = 9 + Math.floor(12 * random()), paper = 225 + 25 * random(), letters = Float32Array.from({ length: 8192 }, random), margin = width * (0.05 + 0.1 * random());
    return (x, y) => {
      const row = Math.floor(y / line), inLine = y % line, letter = letters[(row * 131 + Math.floor(x / (line * 0.35))) % 8192];
      const ink = x > margin && x < width - margin * letters[row % 97] * 4 && inLine > line * 0.3 && inLine < line * 0.8 && letter > 0.2 && ((x * 7 + Math.floor(letter * 90) * y) % 5) < 3;
      return ink ? [40, 40, 45] : [paper, paper, paper - 6];
    };
  },
  screen: (random) => {
    const boxes = Array.from({ length: 25 }, () => ({ x: random(), y: random(), w: 0.05 + 0.4 * random(), h: 0.02 + 0.25 * random(), colour: colourOf(random, 30) })), ground = colourOf(random, 200);
    return (_x, _y, u, v) => boxes.findLast((box) => u > box.x && u < box.x + box.w && v > box.y && v < box.y + box.h)?.colour ?? ground;
  },
  wall: (random) => {
    const colour = colourOf(random, 120, 240), rough = clouds(random, 60), fine = clouds(random, 3);
    return (x, y) => { const light = 0.9 + 0.12 * rough(x, y) + 0.06 * fine(x, y); return [colour[0] * light, colour[1] * light, colour[2] * light]; };
  },
  bricks: (random) => {
    const [w, h] = [40 + 50 * random(), 16 + 20 * random()], brick = [150 + 60 * random(), 70 + 40 * random(), 50 + 30 * random()] as const, each = Float32Array.from({ length: 4096 }, random), rough = clouds(random, 4);
    return (x, y) => {
      const row = Math.floor(y / h), along = x + (row % 2) * (w / 2), column = Math.floor(along / w);
      if (y % h < 3 || along % w < 3) return [185, 180, 170];
      const light = 0.75 + 0.35 * each[(row * 61 + column) % 4096] + 0.15 * rough(x, y);
      return [brick[0] * light, brick[1] * light, brick[2] * light];
    };
  },
  tiles: (random) => {
    const side = 25 + 60 * random(), [one, two] = [colourOf(random, 90), colourOf(random, 90)];
    return (x, y) => (x % side < 2 || y % side < 2 ? [210, 210, 205] : (Math.floor(x / side) + Math.floor(y / side)) % 2 === 0 ? one : two);
  },
  wood: (random) => {
    const bend = clouds(random, 120), rings = 6 + 14 * random(), colour = [150 + 60 * random(), 100 + 40 * random(), 55 + 30 * random()] as const, fine = clouds(random, 2);
    return (x, y) => { const light = 0.75 + 0.2 * Math.sin((y + 60 * bend(x / 3, y)) / rings) + 0.1 * fine(x / 12, y); return [colour[0] * light, colour[1] * light, colour[2] * light]; };
  },
  fabric: (random) => {
    const colour = colourOf(random, 40, 220), step = 3 + 5 * random(), fold = clouds(random, 110);
    return (x, y) => { const light = 0.55 + 0.5 * fold(x, y) + 0.15 * Math.sin((x * 2 * Math.PI) / step) * Math.sin((y * 2 * Math.PI) / step); return [colour[0] * light, colour[1] * light, colour[2] * light]; };
  },
  noise: (random) => () => colourOf(random),
  grain: (random) => { const maps = [clouds(random, 5), clouds(random, 9), clouds(random, 7)]; return (x, y) => [255 * maps[0](x, y), 255 * maps[1](x, y), 255 * maps[2](x, y)]; },
  gradient: (random) => { const [one, two] = [colourOf(random), colourOf(random)]; return (_x, _y, u, v) => mix(one, two, (u + v) / 2); },
  lights: (random) => {
    const lamps = Array.from({ length: 30 }, () => ({ x: random(), y: random(), r: 0.01 + 0.05 * random(), colour: colourOf(random, 80) }));
    return (_x, _y, u, v) => lamps.find((lamp) => (u - lamp.x) ** 2 + (v - lamp.y) ** 2 < lamp.r ** 2)?.colour ?? [18, 16, 25];
  },
  landscape: (random) => {
    const hill = clouds(random, 140), grass = clouds(random, 4), sky = [120 + 60 * random(), 170 + 40 * random(), 230] as const, ground = [60 + 60 * random(), 100 + 60 * random(), 40] as const, horizon = 0.35 + 0.3 * random();
    return (x, y, _u, v) => (v < horizon + 0.15 * (hill(x, 0) - 0.5) ? mix(sky, [240, 240, 245], v / horizon) : mix(ground, [30, 50, 20], grass(x, y)));
  },
  leaves: (random) => { const big = clouds(random, 24), small = clouds(random, 6); return (x, y) => { const light = 0.4 + 0.9 * Math.abs(big(x, y) - 0.5) + 0.4 * small(x, y); return [70 * light, 140 * light, 45 * light]; }; },
  stripes: (random) => { const [one, two] = [colourOf(random), colourOf(random)], width = 6 + 30 * random(), turn = random() * 3; return (x, y) => ((x * Math.cos(turn) + y * Math.sin(turn) + 1e4) % width < width / 2 ? one : two); },
  chart: (random) => {
    const bars = Array.from({ length: 9 }, () => ({ height: 0.1 + 0.7 * random(), colour: colourOf(random, 40, 220) }));
    return (_x, y, u, v) => { const bar = bars[Math.min(8, Math.floor(u * 9))]; return (u * 9) % 1 > 0.25 && v > 0.9 - bar.height && v < 0.9 ? bar.colour : y % 45 === 0 ? [205, 205, 205] : [252, 252, 252]; };
  },
  spots: (random) => {
    const spots = Array.from({ length: 60 }, () => ({ x: random(), y: random(), r: 0.005 + 0.06 * random(), colour: colourOf(random) })), ground = colourOf(random, 60);
    return (_x, _y, u, v) => spots.find((spot) => (u - spot.x) ** 2 + (v - spot.y) ** 2 < spot.r ** 2)?.colour ?? ground;
  },
  plate: (random) => {
    const table = colourOf(random, 60, 200), food = clouds(random, 18), tint = colourOf(random, 60);
    return (x, y, u, v) => { const r = Math.hypot((u - 0.5) * 1.33, v - 0.5); return r < 0.22 ? mix(tint, [200, 160, 90], food(x, y)) : r < 0.42 ? [238, 236, 232] : table; };
  },
  cat: (random) => {
    const fur = clouds(random, 3), patch = clouds(random, 70), coat = colourOf(random, 50, 200), ground = colourOf(random, 60), size = 0.22 + 0.1 * random();
    return (x, y, u, v) => {
      const r = Math.hypot((u - 0.5) * 1.33, v - 0.55), ear = Math.abs(Math.abs(u - 0.5) - 0.13) < (v - 0.12) * 0.28 && v > 0.12 && v < 0.4;
      if (Math.hypot((Math.abs(u - 0.5) - 0.08) * 1.33, v - 0.52) < 0.035) return [150, 180, 60];
      const light = 0.7 + 0.5 * fur(x * 2, y / 2) + 0.3 * (patch(x, y) - 0.5);
      return r < size || ear ? [coat[0] * light, coat[1] * light, coat[2] * light] : ground;
    };
  },
  blank: (random) => { const colour = colourOf(random); return () => colour; },
  hand: (random) => {
    const skin = [170 + 50 * random(), 120 + 40 * random(), 95 + 30 * random()] as const, ground = colourOf(random, 30, 220), crease = clouds(random, 14), turn = 0.3 * (random() - 0.5);
    return (x, y, u, v) => {
      const finger = [0, 1, 2, 3].some((k) => Math.abs(u - 0.32 - 0.11 * k - turn * (0.5 - v)) < 0.043 && v > 0.12 + 0.03 * Math.abs(k - 1.5) && v < 0.6);
      if (!finger && !(Math.hypot((u - 0.49) * 1.1, v - 0.72) < 0.25)) return ground;
      const light = 0.85 + 0.25 * crease(x, y);
      return [skin[0] * light, skin[1] * light, skin[2] * light];
    };
  },
};
