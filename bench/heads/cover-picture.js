// Things that lie on hair or scalp at one of two visits, painted on a photograph of a head: what they hide is no hair lost and none gained. Plain arrays, seeded.
import { createRandom } from '../../dist/phantom/random.js';
import { placeOf } from './change-picture.js';

/** What may lie on a head, most often seen first. */
export const coverings = ['plaster', 'bandage', 'cloth', 'veil', 'cap', 'hat', 'hand', 'glove', 'comb', 'headband', 'clip', 'fibres', 'dye'];

const anyCloth = [[245, 245, 242], [232, 226, 210], [24, 24, 28], [16, 18, 34], [60, 62, 66], [120, 122, 126], [140, 28, 36], [34, 62, 128], [44, 96, 60], [206, 178, 60], [92, 62, 42], [178, 150, 118], [40, 30, 24]];
/** What most caps are, and what hair may be: white, black, greys and browns. */
export const naturalCloth = anyCloth.filter((colour) => Math.max(...colour) - Math.min(...colour) < 75 && !(colour[2] > 1.3 * colour[0]) && !(colour[1] > 1.1 * colour[0]));
const plasterColours = [[222, 180, 150], [205, 162, 128], [236, 206, 180], [246, 244, 240], [168, 120, 84], [250, 238, 220]];
const gloveColours = [[60, 110, 190], [240, 240, 236], [26, 26, 30], [150, 110, 190], [240, 220, 180]];
const combColours = [[18, 18, 20], [120, 70, 30], [230, 230, 226], [200, 40, 60], [90, 140, 200], [180, 180, 190], [60, 44, 34]];

/**
 * Paints a thing over the head.
 * @param scalp, hair  Truth of the photograph, 0…1.
 * @param colours  Of cloth; one is chosen.
 * @returns The picture, how much of each pixel the thing hides and of the scalp in all, 0…1; null where it has no place on this head.
 */
export function coverHead(image, scalp, hair, { seed, thing, colours = anyCloth }) {
  const { width, height } = image, random = createRandom(seed), place = placeOf(scalp), { x: cx, y: cy, radius } = place;
  const hairy = [], bare = [];
  for (let at = 0; at < scalp.data.length; at++) if (scalp.data[at] > 0.5) (hair.data[at] > 0.8 ? hairy : hair.data[at] < 0.2 ? bare : []).push(at);
  if (hairy.length < 500) return null;
  const cover = things[thing]({ image, scalp, hair, hairy, bare, random, cx, cy, radius, cloths: colours });
  if (cover === null) return null;
  const { alpha, colour, shadow = 0.25 } = cover, data = Uint8Array.from(image.data), lies = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) for (let x = 0; x < width; x++, at++) lies[at] = Math.max(0, Math.min(1, alpha(x, y, at)));
  // A soft edge as the camera draws it, and the shadow that the thing casts beside it.
  const soft = smooth(lies, width, height, 1), far = smooth(lies, width, height, Math.max(2, Math.round(radius / 25))), [sx, sy] = [Math.round(random.normal(0, radius / 40)), Math.round(random.normal(0, radius / 40))];
  const light = lampOf(random, place), grain = random.uniform(1, 4);
  let hidden = 0, all = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      if (scalp.data[at] > 0.5) { all++; hidden += soft[at]; }
      const beside = far[Math.min(height - 1, Math.max(0, y + sy)) * width + Math.min(width - 1, Math.max(0, x + sx))], dark = 1 - shadow * beside * (1 - soft[at]);
      if (soft[at] < 0.004 && beside < 0.01) continue;
      const paint = soft[at] < 0.004 ? [0, 0, 0] : colour(x, y, at), bright = light(x, y), noise = random.normal(0, grain);
      for (let c = 0; c < 3; c++) data[3 * at + c] = Math.max(0, Math.min(255, Math.round((1 - soft[at]) * image.data[3 * at + c] * dark + soft[at] * (paint[c] * bright + noise))));
    }
  }
  return { image: { width, height, data }, lies: soft, hidden: hidden / Math.max(1, all) };
}

function smooth(values, width, height, reach) {
  const pass = (from, step, along, across, other) => {
    const out = new Float32Array(from.length);
    for (let k = 0; k < across; k++) {
      for (let i = 0; i < along; i++) {
        let sum = 0;
        for (let d = -reach; d <= reach; d++) sum += from[k * other + Math.min(along - 1, Math.max(0, i + d)) * step];
        out[k * other + i * step] = sum / (2 * reach + 1);
      }
    }
    return out;
  };
  return pass(pass(values, 1, width, height, width), width, height, width, 1);
}

/** The head's light on the thing: brighter to one side, as the photograph's light is not known. */
function lampOf(random, { x: cx, y: cy, radius }) {
  const way = random.uniform(0, 2 * Math.PI), strength = random.uniform(0, 0.25), level = random.uniform(0.75, 1.05);
  return (x, y) => level * (1 + (strength * ((x - cx) * Math.cos(way) + (y - cy) * Math.sin(way))) / radius);
}

/** Slow noise about 0 with deviation about 1. */
function clouds(random, size) {
  const table = new Map(), value = (i, j) => { const key = i * 7919 + j; if (!table.has(key)) table.set(key, random.normal(0, 1)); return table.get(key); };
  return (x, y) => {
    const [u, v] = [x / size, y / size], [i, j] = [Math.floor(u), Math.floor(v)], [p, q] = [u - i, v - j];
    return (value(i, j) * (1 - p) + value(i + 1, j) * p) * (1 - q) + (value(i, j + 1) * (1 - p) + value(i + 1, j + 1) * p) * q;
  };
}

/** Light and dark of cloth, about 1: plain, folded, knitted, woven, fleece. */
function cloth(random, radius) {
  const fold = random.chance(0.6) ? random.uniform(0.05, 0.3) : 0, knit = random.chance(0.5) ? random.uniform(0.04, 0.25) : 0, way = random.uniform(0, Math.PI), period = random.uniform(2.5, 9), kind = random.integer(3);
  const slow = clouds(random, radius / 2.5), tufts = clouds(random, 2.2), plain = random.uniform(0.01, 0.06), ridges = random.uniform(2, 7) / radius;
  return (x, y) => {
    const u = x * Math.cos(way) + y * Math.sin(way), v = y * Math.cos(way) - x * Math.sin(way);
    const weave = kind === 0 ? Math.sin((6.28 * u) / period) : kind === 1 ? Math.sin((6.28 * u) / period) * Math.sin((6.28 * v) / period) : tufts(x, y);
    return Math.max(0.1, 1 + fold * Math.sin(6.28 * ridges * u + 1.5 * slow(x, y)) + knit * weave + plain * tufts(x + 999, y) + 0.08 * slow(y, x));
  };
}

const times = (colour, factor) => colour.map((value) => value * factor);
const mix = (a, b, share) => a.map((value, c) => value + share * (b[c] - value));
const anywhere = (random, places, width) => { const at = places[random.integer(places.length)]; return [at % width, Math.floor(at / width)]; };
const vary = (random, colour) => { const bright = Math.exp(random.normal(0, 0.1)); return colour.map((value) => value * bright * Math.exp(random.normal(0, 0.04))); };
const meanOf = ({ data }, places) => [0, 1, 2].map((c) => places.reduce((sum, at) => sum + data[3 * at + c], 0) / places.length);

/** Inside a rounded rectangle turned about its middle: distance to its rim, pixels, more than 0 inside. */
function slab(mx, my, long, wide, corner, way) {
  return (x, y) => {
    const [u, v] = [Math.abs((x - mx) * Math.cos(way) + (y - my) * Math.sin(way)) - long / 2 + corner, Math.abs((y - my) * Math.cos(way) - (x - mx) * Math.sin(way)) - wide / 2 + corner];
    return corner - Math.hypot(Math.max(0, u), Math.max(0, v)) - Math.min(0, Math.max(u, v));
  };
}

const things = {
  plaster({ image: { width }, hairy, random, radius }) {
    const [mx, my] = anywhere(random, hairy, width), wide = radius * random.uniform(0.22, 0.5), long = wide * random.uniform(1, 3), way = random.uniform(0, Math.PI), rim = slab(mx, my, long, wide, wide * random.uniform(0.05, 0.5), way);
    const tone = vary(random, random.choose(plasterColours)), pad = random.chance(0.5) ? slab(mx, my, long / 3, wide * 0.7, 2, way) : () => -1, holes = random.chance(0.5), step = Math.max(4, radius / 20), texture = clouds(random, 3);
    return {
      alpha: (x, y) => rim(x, y) + 0.5,
      colour: (x, y) => times(tone, (1 + 0.03 * texture(x, y)) * (pad(x, y) > 0 ? 1.06 : 1) * (holes && Math.hypot(x % step - step / 2, y % step - step / 2) < step / 6 ? 0.8 : 1)),
    };
  },
  bandage({ image: { width }, hairy, random, radius }) {
    const [mx, my] = anywhere(random, hairy, width), way = random.uniform(0, Math.PI), rim = slab(mx, my, 6 * radius, radius * random.uniform(0.35, 0.9), 1, way), tone = vary(random, random.choose([[244, 242, 236], [236, 226, 206], [225, 190, 160]])), texture = cloth(random, radius), slow = clouds(random, radius / 2);
    return { alpha: (x, y) => rim(x + 4 * slow(x, y), y) + 0.5, colour: (x, y) => times(tone, 0.5 + 0.5 * texture(x, y)) };
  },
  cloth({ random, cx, cy, radius, cloths }) {
    // Laid over from one side.
    const way = random.uniform(0, 2 * Math.PI), depth = radius * random.uniform(-0.5, 0.6), tone = vary(random, random.choose(cloths)), texture = cloth(random, radius), slow = clouds(random, radius / 2), wave = radius * random.uniform(0, 0.12);
    return { alpha: (x, y) => (x - cx) * Math.cos(way) + (y - cy) * Math.sin(way) - depth + wave * slow(x, y), colour: (x, y) => times(tone, texture(x, y)) };
  },
  veil({ image, random, cx, cy, radius }) {
    const tone = vary(random, random.choose([[248, 248, 246], [240, 234, 220], [30, 30, 34], [225, 200, 205]])), through = random.chance(0.4) ? random.uniform(0.1, 0.5) : 0, texture = cloth(random, radius), slow = clouds(random, radius / 1.5), reach = radius * random.uniform(0.9, 1.6), [mx, my] = [cx + random.normal(0, radius / 3), cy + random.normal(0, radius / 3)];
    return { alpha: (x, y) => reach - Math.hypot(x - mx, y - my) + 0.1 * radius * slow(x, y), colour: (x, y, at) => mix(times(tone, texture(x, y)), [...image.data.subarray(3 * at, 3 * at + 3)], through) };
  },
  cap({ random, cx, cy, radius, cloths }) {
    const long = radius * random.uniform(0.75, 1.15), wide = long * random.uniform(0.8, 1), way = random.uniform(0, Math.PI), [mx, my] = [cx + random.normal(0, radius / 5), cy + random.normal(0, radius / 5)], tone = vary(random, random.choose(cloths)), texture = cloth(random, radius), seams = random.chance(0.6), slow = clouds(random, radius / 3);
    const place = (x, y) => [(x - mx) * Math.cos(way) + (y - my) * Math.sin(way), (y - my) * Math.cos(way) - (x - mx) * Math.sin(way)];
    return {
      alpha: (x, y) => { const [u, v] = place(x, y); return (1 - Math.hypot(u / long, v / wide)) * wide + 0.01 * radius * slow(x, y); },
      colour: (x, y) => { const [u, v] = place(x, y), far = Math.hypot(u / long, v / wide), seam = seams && Math.abs(Math.sin(3 * Math.atan2(v, u))) < 0.03 / Math.max(0.1, far) ? 0.75 : 1; return times(tone, texture(x, y) * seam * (1.1 - 0.45 * far ** 3)); },
    };
  },
  hat(of) {
    // A cap with a brim, or a knitted one that reaches over the ears.
    const { random, cx, cy, radius, cloths } = of, tone = vary(random, random.choose(cloths)), texture = cloth(random, radius), long = radius * random.uniform(1.1, 1.6), wide = long * random.uniform(0.8, 1), crown = random.uniform(0.5, 0.75), way = random.uniform(0, Math.PI), band = vary(random, random.choose(cloths));
    const far = (x, y) => Math.hypot(((x - cx) * Math.cos(way) + (y - cy) * Math.sin(way)) / long, ((y - cy) * Math.cos(way) - (x - cx) * Math.sin(way)) / wide);
    return { alpha: (x, y) => (1 - far(x, y)) * wide, colour: (x, y) => { const d = far(x, y); return d > crown && d < crown + 0.1 ? times(band, texture(x, y)) : times(tone, texture(x, y) * (d < crown ? 1.1 - 0.5 * (d / crown) ** 4 : 0.9)); } };
  },
  hand: (of) => fingers(of, of.random.chance(0.6) ? skinOf(of) : vary(of.random, of.random.choose([[224, 178, 152], [196, 146, 118], [140, 96, 72], [84, 56, 44]])), 0.03),
  glove: (of) => fingers(of, vary(of.random, of.random.choose(gloveColours)), 0.08),
  comb({ image: { width }, hairy, random, radius }) {
    const [mx, my] = anywhere(random, hairy, width), way = random.uniform(0, Math.PI), wide = radius * random.uniform(0.12, 0.25), spine = slab(mx, my, radius * random.uniform(1, 2.2), wide, wide / 4, way), tone = vary(random, random.choose(combColours)), pitch = radius * random.uniform(0.03, 0.07), tooth = radius * random.uniform(0.15, 0.4), shine = clouds(random, radius / 3);
    return {
      alpha: (x, y) => { const [u, v] = [(x - mx) * Math.cos(way) + (y - my) * Math.sin(way), (y - my) * Math.cos(way) - (x - mx) * Math.sin(way)]; return Math.max(spine(x, y) + 0.5, v > 0 && v < wide / 2 + tooth && Math.abs(u) < radius * 0.9 ? Math.min(1, pitch * (0.25 - Math.abs(((u / pitch) % 1 + 1) % 1 - 0.5)) + 0.5) : 0); },
      colour: (x, y) => times(tone, 1 + 0.12 * shine(x, y)),
    };
  },
  headband({ image: { width }, hairy, random, radius, cloths }) {
    const [px, py] = anywhere(random, hairy, width), bend = radius * random.uniform(1, 3), way = random.uniform(0, 2 * Math.PI), [mx, my] = [px + bend * Math.cos(way), py + bend * Math.sin(way)], wide = radius * random.uniform(0.12, 0.4), tone = vary(random, random.choose(cloths)), texture = cloth(random, radius);
    return { alpha: (x, y) => wide / 2 - Math.abs(Math.hypot(x - mx, y - my) - bend) + 0.5, colour: (x, y) => { const off = (Math.hypot(x - mx, y - my) - bend) / (wide / 2); return times(tone, texture(x, y) * (1.08 - 0.3 * off * off)); } };
  },
  clip({ image: { width }, hairy, random, radius, cloths }) {
    const pins = Array.from({ length: 1 + random.integer(4) }, () => { const [mx, my] = anywhere(random, hairy, width), wide = radius * random.uniform(0.06, 0.2); return slab(mx, my, radius * random.uniform(0.3, 0.7), wide, wide / 3, random.uniform(0, Math.PI)); }), tone = vary(random, random.choose([...combColours, ...cloths])), shine = clouds(random, radius / 6);
    return { alpha: (x, y) => Math.max(...pins.map((pin) => pin(x, y))) + 0.5, colour: (x, y) => times(tone, 1 + 0.2 * shine(x, y)) };
  },
  fibres({ image, scalp, hair, hairy, random, radius }) {
    // Powder of the hair's colour over thin places.
    const thin = [];
    for (let at = 0; at < scalp.data.length; at++) if (scalp.data[at] > 0.5 && hair.data[at] < 0.6) thin.push(at);
    if (thin.length < 0.03 * Math.PI * radius * radius) return null;
    const [mx, my] = anywhere(random, thin, image.width), reach = radius * random.uniform(0.4, 0.9), density = random.uniform(0.5, 0.9), tone = times(meanOf(image, hairy), random.uniform(0.6, 1)), dust = clouds(random, 1.6);
    return { alpha: (x, y, at) => (scalp.data[at] > 0.5 && Math.hypot(x - mx, y - my) < reach ? Math.max(0, Math.min(1, density + 0.35 * dust(x, y))) * Math.min(1, 4 * (1 - Math.hypot(x - mx, y - my) / reach)) : 0), colour: (x, y) => times(tone, 1 + 0.15 * dust(y, x)), shadow: 0 };
  },
  dye({ image, hair, hairy, random, scalp }) {
    // All of the hair in another colour; its strands stay.
    const from = meanOf(image, hairy), to = random.choose([[40, 28, 22], [24, 22, 24], [176, 132, 78], [214, 190, 150], [130, 50, 30], [70, 46, 30]]), ratio = to.map((value, c) => value / Math.max(10, from[c]));
    return { alpha: (x, y, at) => (scalp.data[at] > 0.5 ? hair.data[at] : 0), colour: (x, y, at) => [0, 1, 2].map((c) => image.data[3 * at + c] * ratio[c]), shadow: 0 };
  },
};

function skinOf({ image: { data }, scalp, bare, radius }) {
  const { width } = scalp, beside = [], step = Math.max(1, Math.round(radius / 8));
  for (let at = 0; at < scalp.data.length; at += 3) if (scalp.data[at] <= 0.5 && [-1, width, 1, -width].some((way) => scalp.data[at + way * step] > 0.5)) beside.push(at);
  const looksLike = (at) => data[3 * at] > 70 && data[3 * at] > data[3 * at + 1] * 1.08 && data[3 * at + 1] > data[3 * at + 2];
  const skin = [...bare, ...beside].filter(looksLike);
  return skin.length < 100 ? [210, 165, 140] : meanOf({ data }, skin);
}

/** Fingers that reach in from one side, side by side. */
function fingers({ image: { width }, hairy, random, radius }, tone, wrinkle) {
  const [tx, ty] = anywhere(random, hairy, width), way = random.uniform(0, 2 * Math.PI), thick = radius * random.uniform(0.16, 0.26), count = 1 + random.integer(4), spread = random.uniform(-0.1, 0.1), texture = clouds(random, 3), folds = clouds(random, thick / 2);
  const place = (x, y) => [(x - tx) * Math.cos(way) + (y - ty) * Math.sin(way), (y - ty) * Math.cos(way) - (x - tx) * Math.sin(way)], lengths = Array.from({ length: count }, () => radius * random.uniform(-0.2, 0.2));
  const nearest = (x, y) => {
    const [u, v] = place(x, y);
    let best = -Infinity, off = 0;
    for (let k = 0; k < count; k++) {
      const across = v - (k - (count - 1) / 2) * thick * 1.05 - spread * (k - 1) * u, tip = Math.max(0, -(u - lengths[k])), inside = thick / 2 - Math.hypot(across, tip);
      if (inside > best) { best = inside; off = Math.hypot(across, tip) / (thick / 2); }
    }
    return [best, off, u];
  };
  return { alpha: (x, y) => nearest(x, y)[0] + 0.5, colour: (x, y) => { const [, off] = nearest(x, y); return times(tone, (1.06 - 0.35 * off ** 3) * (1 + wrinkle * folds(x, y) + 0.02 * texture(x, y))); }, shadow: 0.4 };
}
