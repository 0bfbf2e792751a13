import { blurPlanes, cover, strokeLine, tint, type Canvas } from './canvas.js';
import type { Camera } from './camera.js';
import type { CaptureParameters, Rgb } from './conditions.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import { createRandom, type Random } from './random.js';
import { clamp, type PhantomHair } from './scalp.js';
import { layShaft, type ShaftLayer } from './shaft-layer.js';

/** A hair on its way into the picture. */
export interface PlacedShaft {
  readonly hair: PhantomHair;
  readonly pathPx: readonly (readonly [number, number])[];
  readonly radiusPx: number;
  readonly layer: ShaftLayer;
  /** Opacity of the shaft a pixel of its layer, 0…1. */
  readonly alpha: Float32Array;
}

/** Projects the hairs and shapes their outlines; the order of painting is the order of the list. */
export function placeShafts(canvas: Canvas, camera: Camera, hairs: readonly PhantomHair[], capture: CaptureParameters): PlacedShaft[] {
  const scale = canvas.pixelsPerMillimetre, placed: PlacedShaft[] = [];
  for (const hair of hairs) {
    const pathPx = hair.pathMm.map(([x, y]) => camera.toPixel(x, y));
    const radiusPx = (hair.diameterUm / 2000) * scale;
    const tail = hair.rooted ? Math.min(2.8 * capture.fadeLengthMm, 0.65) * scale : 0;
    const layer = layShaft(pathPx, tail, radiusPx * 1.6 + tail * 0.35 + 2, canvas.width, canvas.height);
    if (layer === null) continue;
    placed.push({ hair, pathPx, radiusPx, layer, alpha: shapeShaft(hair, layer, radiusPx, scale, capture) });
  }
  return placed;
}

function shapeShaft(hair: PhantomHair, layer: ShaftLayer, radius: number, scale: number, capture: CaptureParameters): Float32Array {
  const random = createRandom(hair.seed), { along, across, lengthPx } = layer, alpha = new Float32Array(along.length);
  const ripple = random.uniform(6, 25), phase = random.uniform(0, 6.3), cutSlope = random.normal(0, 0.35), taper = random.uniform(0.15, 0.5) * lengthPx;
  const jagged = random.normal(0, 0.25) * radius, jagRate = random.uniform(2, 6), jagPhase = random.uniform(0, 6.3);
  const exitWidth = capture.exitSoftnessMm * random.uniform(0.6, 1.5) * scale;
  const crust = random.chance(0.3) && capture.wet ? random.uniform(0, 0.8) : 0, crustAt = random.uniform(0, 0.1) * scale, crustWide = random.uniform(0.02, 0.06) * scale;
  for (let i = 0; i < alpha.length; i++) {
    const s = along[i]!;
    if (Number.isNaN(s)) continue;
    let r = radius * (1 + 0.06 * Math.sin((s / scale) * ripple + phase));
    if (hair.tipShape === 'flared') r *= 1 + 0.25 * clamp((s - lengthPx + 2 * radius) / (2 * radius), 0, 1);
    if (hair.tipShape === 'tapered') r *= clamp((lengthPx - s) / taper, 0.15, 1);
    const l = across[i]!;
    let a = clamp(r - Math.abs(l) + 0.5, 0, 1) * Math.min(1, 2 * r);
    if (a <= 0) continue;
    a *= clamp(lengthPx - s + cutSlope * l + jagged * Math.sin((l / Math.max(radius, 1)) * jagRate + jagPhase) + 0.5, 0, 1);
    if (hair.rooted) {
      a /= 1 + Math.exp(clamp(-(s + 0.15 * exitWidth) / exitWidth, -20, 20));
      if (crust > 0) a *= 1 - crust * Math.exp(-(((s - crustAt) / crustWide) ** 2));
    } else a *= clamp(s + 0.5 + cutSlope * l, 0, 1);
    alpha[i] = a;
  }
  return alpha;
}

/** Paints what shines through the skin before each exit, with its halo and the shadow beside the shafts. */
export function paintFades(canvas: Canvas, skin: NoiseTable, random: Random, shafts: readonly PlacedShaft[], capture: CaptureParameters): void {
  const { width, height, pixelsPerMillimetre: scale } = canvas;
  const clear = new Float32Array(width * height).fill(1), union = new Float32Array(width * height);
  for (const { hair, layer, alpha, radiusPx } of shafts) {
    const own = createRandom(hair.seed + 7);
    const length = capture.fadeLengthMm * own.uniform(0.6, 1.4) * scale, tail = Math.min(2.8 * capture.fadeLengthMm, 0.65) * scale;
    const base = radiusPx * own.uniform(0.9, 1.3), widen = own.uniform(0.1, 0.35), power = own.uniform(2, 3.5);
    const strength = capture.fadeStrength * own.uniform(0.5, 1.25) * clamp(hair.diameterUm / 55, 0.25, 1);
    for (let y = 0; y < layer.height; y++) {
      for (let x = layer.from[y]!, i = y * layer.width + x; x < layer.to[y]!; x++, i++) {
        const at = (y + layer.top) * width + x + layer.left;
        if (alpha[i]! > union[at]!) union[at] = alpha[i]!;
        const s = layer.along[i]!;
        if (!hair.rooted || Number.isNaN(s) || s > 0.17 * scale) continue;
        const before = Math.min(s, 0);
        const dark = strength * Math.exp(Math.max(-8, before / length)) * Math.exp(-(Math.abs(layer.across[i]! / (base - before * widen)) ** power))
          * clamp(1.3 - s / (0.12 * scale), 0, 1) * clamp((s + tail) / (0.12 * scale), 0, 1);
        clear[at]! *= 1 - clamp(dark, 0, 0.9);
      }
    }
  }
  if (random.chance(0.7)) {
    const distance = scale * random.uniform(0, 0.1), angle = random.uniform(0, 2 * Math.PI);
    const dx = Math.round(distance * Math.cos(angle)), dy = Math.round(distance * Math.sin(angle));
    const moved = new Float32Array(union.length);
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
      const fromX = x - dx, fromY = y - dy;
      if (fromX >= 0 && fromY >= 0 && fromX < width && fromY < height) moved[y * width + x] = union[fromY * width + fromX]!;
    }
    tint(canvas, blurPlanes(moved, width, height, 1, scale * random.uniform(0.02, 0.1)), -random.uniform(0.05, 0.45), [0.75, 0.85, 1.1]);
  }
  const dark = clear.map((value) => 1 - value);
  const halo = blurPlanes(dark, width, height, 1, scale * random.uniform(0.05, 0.12)), haloGain = random.uniform(0, 0.7);
  const soft = blurPlanes(dark, width, height, 1, scale * random.uniform(0.008, 0.025));
  const mottle = sampleNoise(skin, canvas, { layer: 21, cellMm: 0.08, octaves: 2 }), mottleGain = random.uniform(0, 0.35);
  const fade = soft.map((value, i) => clamp((1 - (1 - value) * (1 - clamp(halo[i]! * haloGain, 0, 0.5))) * clamp(1 + mottleGain * mottle[i]!, 0.3, 1.3), 0, 0.92));
  tint(canvas, fade, -1, capture.fadeColour);
}

/** Paints the shafts one over the other and notes whose shaft is on top at each pixel. */
export function paintShafts(canvas: Canvas, random: Random, shafts: readonly PlacedShaft[], capture: CaptureParameters, skinLuminance: number): Uint16Array {
  const { width, colour, pixelsPerMillimetre: scale } = canvas;
  const owner = new Uint16Array(width * canvas.height);
  const dark = (capture.hairColour[0] + capture.hairColour[1] + capture.hairColour[2]) / 3 < skinLuminance;
  const light = random.uniform(-0.6, 0.6), drawnGloss = random.uniform(0, 1) ** 3 * 0.5, gloss = capture.gloss ?? drawnGloss, translucentShare = random.chance(0.4) ? random.uniform(0, 0.2) : 0;
  shafts.forEach(({ hair, layer, alpha, radiusPx }, index) => {
    const own = createRandom(hair.seed + 13);
    const gain = own.uniform(0.75, 1.3), thin = hair.kind === 'vellus';
    let paint: Rgb = [capture.hairColour[0] * gain, capture.hairColour[1] * gain, capture.hairColour[2] * gain];
    let opacity = own.uniform(0.9, 1);
    const lift = (red: number, green: number, blue: number, by: number): void => {
      paint = [paint[0] + red * by, paint[1] + green * by, paint[2] + blue * by];
    };
    if (thin) {
      opacity = own.uniform(0.62, 0.97);
      lift(30, 18, 5, dark ? own.uniform(0, 1.2) : 0);
    } else if (own.chance(translucentShare)) {
      opacity = own.uniform(0.6, 0.9);
      lift(35, 22, 8, own.uniform(0.3, 1));
    } else if (own.chance(0.04)) {
      opacity = own.uniform(0.6, 0.85);
      const grey = own.uniform(70, 150);
      paint = [grey, grey, grey * 1.03];
    }
    if (!hair.rooted && own.chance(0.3)) opacity *= own.uniform(0.4, 0.9);
    const waves = Array.from({ length: 3 }, () => [own.normal(0, 1), own.uniform(2, 7), own.uniform(-4, 4), own.uniform(0, 6.3)] as const);
    const glossRate = own.uniform(5, 40), glossPhase = own.uniform(0, 6.3), sparkle = own.chance(0.4) ? own.uniform(0, 25) : 0;
    const radius = Math.max(radiusPx, 0.5);
    for (let y = 0; y < layer.height; y++) {
      for (let x = layer.from[y]!, i = y * layer.width + x; x < layer.to[y]!; x++, i++) {
        const a = alpha[i]! * opacity;
        if (a <= 0.004) continue;
        const at = (y + layer.top) * width + x + layer.left;
        if (alpha[i]! > 0.5) owner[at] = index + 1;
        const w = clamp(layer.across[i]! / radius, -1.2, 1.2), s = layer.along[i]! / scale;
        let streak = 0;
        for (const [weight, acrossRate, alongRate, phase] of waves) streak += weight * Math.sin(w * acrossRate + s * alongRate + phase);
        const shade = (0.8 + 0.2 * Math.sqrt(Math.max(0, 1 - w * w))) * (1 + capture.streaks * streak);
        const shine = Math.exp(-(((w - light) / 0.3) ** 2)) * gloss * clamp(0.5 + 0.6 * Math.sin(s * glossRate + glossPhase), 0, 1);
        const extra = Math.max(0, Math.min(2, streak - 1.6)) * sparkle;
        colour[3 * at] = colour[3 * at]! * (1 - a) + (paint[0] * shade + shine * 80 + extra) * a;
        colour[3 * at + 1] = colour[3 * at + 1]! * (1 - a) + (paint[1] * shade + shine * 88 + extra) * a;
        colour[3 * at + 2] = colour[3 * at + 2]! * (1 - a) + (paint[2] * shade + shine * 105 + extra) * a;
      }
    }
  });
  return owner;
}

/** Flakes of skin and crusts at exits, on shafts and elsewhere. */
export function paintFlakes(canvas: Canvas, table: NoiseTable, random: Random, shafts: readonly PlacedShaft[], capture: CaptureParameters): void {
  if (capture.flakeShare <= 0) return;
  const { width, height, pixelsPerMillimetre: scale } = canvas, map = new Float32Array(width * height);
  const places = shafts.filter(({ hair }) => hair.rooted && random.chance(capture.flakeShare)).map(({ pathPx }) => {
    const [x, y] = random.choose(pathPx);
    return [x + random.normal(0, 0.03) * scale, y + random.normal(0, 0.03) * scale] as const;
  });
  for (let k = random.poisson(2); k > 0; k--) places.push([random.uniform(0, width), random.uniform(0, height)]);
  for (const [x, y] of places) {
    const size = random.uniform(0.01, 0.05) * scale, strength = random.uniform(0.2, 0.8);
    for (let k = 0; k < 4; k++) {
      const dx = random.normal(0, size), dy = random.normal(0, size);
      strokeLine(map, width, height, [[x + dx, y + dy], [x + random.normal(0, size), y + random.normal(0, size)]], Math.max(0.5, size * random.uniform(0.3, 0.9)), strength);
    }
  }
  const grain = sampleNoise(table, canvas, { layer: 77, cellMm: 0.025 });
  const soft = blurPlanes(map, width, height, 1, Math.max(0.5, 0.007 * scale)).map((value, i) => clamp(value * clamp(0.7 + 0.4 * grain[i]!, 0.2, 1.2), 0, 1));
  const gain = random.uniform(0.8, 1.15);
  cover(canvas, soft, [190 * gain, 195 * gain, 210 * gain]);
}

/** Faint fibres and down that nobody counts. */
export function paintFibres(canvas: Canvas, random: Random, direction: number): void {
  const { width, height, pixelsPerMillimetre: scale } = canvas, map = new Float32Array(width * height);
  const count = random.poisson((3 * width * height) / (scale * scale * 8));
  for (let k = 0; k < count; k++) {
    let angle = (random.chance(0.6) ? direction : random.uniform(0, 2 * Math.PI)) + random.normal(0, 0.4);
    const length = random.uniform(0.1, 0.8) * scale, bend = random.normal(0, 0.1);
    let x = random.uniform(0, width), y = random.uniform(0, height);
    const points: [number, number][] = [[x, y]];
    for (let s = 0; s < 8; s++) {
      angle += bend;
      x += (Math.cos(angle) * length) / 8;
      y += (Math.sin(angle) * length) / 8;
      points.push([x, y]);
    }
    strokeLine(map, width, height, points, Math.max(0.5, 0.004 * scale), random.uniform(0.3, 1));
  }
  tint(canvas, blurPlanes(map, width, height, 1, random.uniform(0.4, 0.9)), -random.uniform(-0.25, 0.4));
}
