import { blurPlanes, cover, strokeLine, tint, type Canvas } from './canvas.js';
import type { Camera } from './camera.js';
import type { CaptureParameters } from './conditions.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import type { Random } from './random.js';
import type { SkinRectangle } from './scalp.js';

/** Paints bare skin: patches of tint, fine relief, furrows, vessels. Everything hangs on the skin's own places. */
export function paintSkin(
  canvas: Canvas, camera: Camera, skin: NoiseTable, random: Random, capture: CaptureParameters, area: SkinRectangle,
): void {
  const relief = capture.reliefStrength;
  const noise = (layer: number, cellMm: number, octaves: number, aspect = 1, angle = 0): Float32Array =>
    sampleNoise(skin, canvas, { layer, cellMm, octaves, aspect, angle });

  tint(canvas, noise(1, random.uniform(0.8, 3), 2), random.uniform(0, 0.03), [1, 0.7, -1.6]);
  const blush = noise(2, random.uniform(0.5, 1.8), 2).map((value) => Math.min(2, Math.max(0, value + 0.5)));
  tint(canvas, blush, -random.uniform(0, 0.06) * capture.rednessStrength, [-0.15, 1, 0.6]);
  tint(canvas, noise(3, random.uniform(0.7, 2.4), 2), random.uniform(0.02, 0.07));
  if (relief > 1) tint(canvas, noise(30, random.uniform(0.12, 0.4), 3, random.uniform(1, 2.5), random.uniform(0, Math.PI)), 0.035 * relief);
  tint(canvas, noise(4, random.uniform(0.04, 0.2), 3), random.uniform(0.01, 0.04) * relief);
  for (let k = 0; k < 2; k++) {
    tint(canvas, noise(5 + k, random.uniform(0.02, 0.09), 2, random.uniform(1.5, 4.5), random.uniform(0, Math.PI)), random.uniform(0, 0.022) * relief, [1, 1, 0.8]);
  }
  const creases = noise(7, random.uniform(0.06, 0.2), 2, random.uniform(1.5, 4), random.uniform(0, Math.PI)).map((value) => 0.7 - Math.abs(value));
  tint(canvas, creases, random.uniform(-0.05, 0.06) * capture.furrowStrength);

  // The mesh of micro-creases: ridges of stretched noise, lighter or darker than the skin around them.
  for (let k = random.integer(4); k > 0; k--) {
    const mesh = noise(8 + k, random.uniform(0.03, 0.1), 2, random.uniform(1.5, 5), random.uniform(0, Math.PI)).map((value) => Math.max(0, 1 - Math.abs(value) * 3.5));
    tint(canvas, mesh, (0.25 + capture.furrowStrength) * relief * random.uniform(-0.08, 0.1), [1, 1, random.uniform(0.9, 1.3)]);
  }
  const directions = [random.uniform(0, Math.PI), random.uniform(0, Math.PI), random.uniform(0, Math.PI)];
  for (let k = 0; k < 3; k++) {
    const lines = drawLines(canvas, camera, random, area, random.uniform(0.3, 7), directions, [0.3, 2.2], random.uniform(0.003, 0.014), random.uniform(0.15, 0.6));
    tint(canvas, lines, capture.furrowStrength * random.uniform(-0.16, 0.12), [1, 1, random.uniform(0.8, 1.3)]);
  }
  if (random.chance(0.5)) {
    const vessels = drawLines(canvas, camera, random, area, random.uniform(0.2, 3), directions, [0.2, 1.2], random.uniform(0.005, 0.012), 0.6);
    tint(canvas, vessels, -capture.rednessStrength * random.uniform(0.03, 0.14), [0.1, 1, 0.8]);
  }
}

/** Curved lines scattered over the skin, softened; 0…1. */
function drawLines(
  canvas: Canvas, camera: Camera, random: Random, area: SkinRectangle, perMm2: number,
  directions: readonly number[], lengthMm: readonly [number, number], radiusMm: number, jitter: number,
): Float32Array {
  const map = new Float32Array(canvas.width * canvas.height), scale = canvas.pixelsPerMillimetre;
  const count = random.poisson(perMm2 * (area.right - area.left) * (area.bottom - area.top));
  for (let k = 0; k < count; k++) {
    let direction = random.choose(directions) + random.normal(0, jitter);
    const length = random.uniform(lengthMm[0], lengthMm[1]), bend = random.normal(0, 0.04);
    let x = random.uniform(area.left, area.right), y = random.uniform(area.top, area.bottom);
    const points: (readonly [number, number])[] = [camera.toPixel(x, y)];
    for (let s = 0; s < 8; s++) {
      direction += bend + random.normal(0, 0.08);
      x += (Math.cos(direction) * length) / 8;
      y += (Math.sin(direction) * length) / 8;
      points.push(camera.toPixel(x, y));
    }
    strokeLine(map, canvas.width, canvas.height, points, Math.max(0.5, radiusMm * scale), random.uniform(0.25, 1));
  }
  return blurPlanes(map, canvas.width, canvas.height, 1, Math.max(0.5, random.uniform(0.005, 0.015) * scale));
}

/** Specks, pores, broken-off black dots, bubbles and marker ink: dark or bright round things that are no hair. */
export function paintSpecks(canvas: Canvas, camera: Camera, skin: NoiseTable, random: Random, capture: CaptureParameters, area: SkinRectangle): void {
  const scale = canvas.pixelsPerMillimetre, square = (area.right - area.left) * (area.bottom - area.top);
  const blobs = (perMm2: number, radiusMm: readonly [number, number], strength: readonly [number, number]): Float32Array => {
    const map = new Float32Array(canvas.width * canvas.height);
    for (let k = random.poisson(perMm2 * square); k > 0; k--) {
      const [x, y] = camera.toPixel(random.uniform(area.left, area.right), random.uniform(area.top, area.bottom));
      const angle = random.uniform(0, Math.PI), half = random.uniform(0, 0.5) * radiusMm[1] * scale;
      const reach: [number, number] = [Math.cos(angle) * half, Math.sin(angle) * half];
      strokeLine(map, canvas.width, canvas.height, [[x - reach[0], y - reach[1]], [x + reach[0], y + reach[1]]],
        Math.max(0.4, random.uniform(radiusMm[0], radiusMm[1]) * scale), random.uniform(strength[0], strength[1]));
    }
    return blurPlanes(map, canvas.width, canvas.height, 1, Math.max(0.4, random.uniform(0.006, 0.018) * scale));
  };
  if (capture.specksPerMm2 > 0) {
    const hue = random.choose([[0.2, 0.4, 0.9], [0.8, 0.9, 1], [1, 0.9, 0.3]] as const);
    tint(canvas, blobs(capture.specksPerMm2, [0.006, 0.05], [0.3, 1]), -random.uniform(0.1, 0.6), hue);
  }
  if (capture.blackDotsPerMm2 > 0) {
    cover(canvas, blobs(capture.blackDotsPerMm2, [0.02, 0.05], [0.6, 0.95]), [capture.hairColour[0] + 12, capture.hairColour[1] + 12, capture.hairColour[2] + 14]);
  }
  if (capture.inkStrength > 0) {
    const patch = sampleNoise(skin, canvas, { layer: 31, cellMm: 1.1 });
    const grain = sampleNoise(skin, canvas, { layer: 32, cellMm: random.uniform(0.02, 0.08), octaves: 2 });
    const offset = random.uniform(-0.8, 0.2);
    const ink = patch.map((value, i) => Math.min(1, Math.max(0, value + offset)) * Math.min(1, Math.max(0, 0.3 + 0.6 * grain[i]!)));
    tint(canvas, ink, -capture.inkStrength, [0.7, 0.6, 0.1]);
  }
  for (let k = random.poisson(capture.bubblesPerMm2 * square); k > 0; k--) {
    const [x, y] = camera.toPixel(random.uniform(area.left, area.right), random.uniform(area.top, area.bottom));
    const radius = random.uniform(0.04, 0.35) * scale, map = new Float32Array(canvas.width * canvas.height);
    const ring: (readonly [number, number])[] = Array.from({ length: 25 }, (_, i) =>
      [x + radius * Math.cos((i * Math.PI) / 12), y + radius * Math.sin((i * Math.PI) / 12)] as const);
    strokeLine(map, canvas.width, canvas.height, ring, Math.max(0.6, 0.012 * scale), random.uniform(0.2, 0.6));
    cover(canvas, blurPlanes(map, canvas.width, canvas.height, 1, 0.8), random.chance(0.6) ? [225, 228, 235] : [60, 55, 55]);
  }
}
