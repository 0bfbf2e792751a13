import { blurPlanes, cover, type Canvas } from './canvas.js';
import type { CaptureParameters } from './conditions.js';
import { sampleNoise, type NoiseTable } from './noise.js';
import type { Random } from './random.js';

/** Glare of wet skin: a fine anisotropic relief that lights up inside broad regions. */
export function paintGlare(canvas: Canvas, table: NoiseTable, random: Random, strength: number, capture: CaptureParameters): void {
  const layer = 40 + random.integer(1000);
  const aspect = random.choose([1.2, 2.5, 5]), cellMm = random.uniform(0.025, 0.07);
  const relief = new Float32Array(canvas.width * canvas.height);
  for (let k = 0; k < 2; k++) {
    const grain = sampleNoise(table, canvas, {
      layer: layer + k, cellMm: cellMm * random.uniform(0.7, 1.4), octaves: 3, aspect, angle: random.uniform(0, Math.PI),
    });
    for (let i = 0; i < relief.length; i++) relief[i]! += grain[i]! / 1.41;
  }
  if (random.chance(0.6)) {
    const sand = sampleNoise(table, canvas, { layer: layer + 2, cellMm: 0.016 });
    for (let i = 0; i < relief.length; i++) relief[i] = 0.9 - 1.6 * Math.abs(relief[i]!) + 0.35 * sand[i]!;
  }
  const region = sampleNoise(table, canvas, { layer: layer + 3, cellMm: random.uniform(0.7, 2.6), octaves: 3 });
  const sparks = sampleNoise(table, canvas, { layer: layer + 4, cellMm: random.uniform(0.012, 0.02), octaves: 2 });
  const level = random.uniform(-1.1, 0.4), contrast = random.uniform(0.15, 0.6), sparkCut = random.uniform(1.2, 2), sparkGain = random.uniform(0, 0.9);
  const haze = random.uniform(0, 0.35);
  const share = new Float32Array(relief.length);
  for (let i = 0; i < share.length; i++) {
    const broad = region[i]! * 0.7 + level;
    const drive = Math.min(20, Math.max(-20, (broad + relief[i]! * contrast - 0.25) * 3));
    let glow = Math.log1p(Math.exp(drive)) / 3 + haze * Math.min(1, Math.max(0, broad + 1));
    glow += Math.min(2, Math.max(0, sparks[i]! - sparkCut)) * Math.min(1, Math.max(0, broad + 0.4)) * sparkGain;
    share[i] = 1 - Math.exp(-Math.min(1.3, glow) * strength);
  }
  cover(canvas, share, capture.glareColour);
}

/** Blur, depth of field, vignette, white balance, gamma and sensor noise, in the order a camera adds them. */
export function exposeCanvas(canvas: Canvas, random: Random, capture: CaptureParameters): void {
  const { width, height, colour, pixelsPerMillimetre } = canvas;
  const sharp = blurPlanes(colour, width, height, 3, capture.blurMm * pixelsPerMillimetre);
  if (capture.defocusMm > 0) {
    const soft = blurPlanes(sharp, width, height, 3, capture.defocusMm * pixelsPerMillimetre);
    const direction = random.uniform(0, 2 * Math.PI), slope = random.uniform(1.5, 5), start = random.uniform(-0.2, 1);
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const along = (x / width - 0.5) * Math.cos(direction) + (y / height - 0.5) * Math.sin(direction);
        const share = Math.min(1, Math.max(0, along * slope - start));
        if (share > 0) for (let c = 3 * i; c < 3 * i + 3; c++) sharp[c] = sharp[c]! * (1 - share) + soft[c]! * share;
      }
    }
  }
  const slopeX = random.normal(0, 0.13), slopeY = random.normal(0, 0.13);
  const gamma = capture.gamma === 1 ? null : Float32Array.from({ length: 256 }, (_, v) => 255 * (v / 255) ** capture.gamma);
  for (let y = 0, i = 0; y < height; y++) {
    const v = y / height - 0.5;
    for (let x = 0; x < width; x++, i++) {
      const u = x / width - 0.5;
      const light = capture.brightness * (1 - capture.vignette * 2 * (u * u + v * v)) * (1 + slopeX * u + slopeY * v);
      const common = random.normal(0, capture.noise * 0.6);
      let r = sharp[3 * i]! * light * capture.tint[0], g = sharp[3 * i + 1]! * light * capture.tint[1], b = sharp[3 * i + 2]! * light * capture.tint[2];
      if (capture.grey) r = g = b = 0.3 * r + 0.59 * g + 0.11 * b;
      if (gamma !== null) {
        r = gamma[Math.min(255, Math.max(0, Math.round(r)))]!;
        g = gamma[Math.min(255, Math.max(0, Math.round(g)))]!;
        b = gamma[Math.min(255, Math.max(0, Math.round(b)))]!;
      }
      colour[3 * i] = r + common + (capture.grey ? 0 : random.normal(0, capture.noise));
      colour[3 * i + 1] = g + common + (capture.grey ? 0 : random.normal(0, capture.noise));
      colour[3 * i + 2] = b + common + (capture.grey ? 0 : random.normal(0, capture.noise));
    }
  }
}
