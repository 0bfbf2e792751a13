import sharp from 'sharp';
import type { ProgressResult, TimepointResult } from '../../src/domain/result.js';
import type { ReportPicture, ReportPictures } from '../../src/report/report-input.js';
import { createRandom } from './example-results.js';

/** Darkens the pixels along one straight piece of hair, with a soft edge of one pixel. */
function drawPiece(pixels: Uint8Array, width: number, height: number, from: [number, number], to: [number, number], radius: number): void {
  const [x0, y0] = from;
  const [dx, dy] = [to[0] - x0, to[1] - y0];
  const squared = dx * dx + dy * dy || 1;
  const reach = radius + 1;
  for (let y = Math.max(0, Math.floor(Math.min(y0, to[1]) - reach)); y <= Math.min(height - 1, Math.max(y0, to[1]) + reach); y += 1) {
    for (let x = Math.max(0, Math.floor(Math.min(x0, to[0]) - reach)); x <= Math.min(width - 1, Math.max(x0, to[0]) + reach); x += 1) {
      const along = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared));
      const distance = Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
      const ink = Math.min(1, Math.max(0, radius + 0.5 - distance));
      for (let channel = 0; channel < 3; channel += 1) {
        const at = (y * width + x) * 3 + channel;
        pixels[at] = Math.min(pixels[at]!, Math.round(pixels[at]! * (1 - ink) + [52, 40, 34][channel]! * ink));
      }
    }
  }
}

/** A simple drawn photograph of the hairs of a result: skin with grain, shafts, the strip below. */
export async function drawExamplePicture(result: TimepointResult, widthPx: number): Promise<ReportPicture> {
  const scaleFactor = widthPx / result.photo.width;
  const heightPx = Math.round(result.photo.height * scaleFactor);
  const random = createRandom(result.hairs.length);
  const pixels = new Uint8Array(widthPx * heightPx * 3);
  const stripFrom = (result.targetArea.exclusions[0]?.rows[0] ?? Infinity) * scaleFactor;
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      const shade = 1 - 0.16 * Math.hypot(x / widthPx - 0.45, y / heightPx - 0.5) + 0.03 * (random() - 0.5);
      for (let channel = 0; channel < 3; channel += 1) pixels[(y * widthPx + x) * 3 + channel] = y >= stripFrom ? 24 : [224, 184, 160][channel]! * shade;
    }
  }
  const micrometresPerPixel = result.calibration?.micrometresPerPixel ?? 3.55;
  for (const hair of result.hairs) {
    const radius = ((hair.diameterUm ?? 60) / micrometresPerPixel) * scaleFactor * 0.5;
    for (let index = 1; index < hair.path.length; index += 1) {
      const [from, to] = [hair.path[index - 1]!, hair.path[index]!];
      drawPiece(pixels, widthPx, heightPx, [from.column * scaleFactor, from.row * scaleFactor], [to.column * scaleFactor, to.row * scaleFactor], radius);
    }
  }
  const jpeg = await sharp(pixels, { raw: { width: widthPx, height: heightPx, channels: 3 } }).blur(0.8).jpeg({ quality: 85 }).toBuffer();
  return { jpeg: new Uint8Array(jpeg), widthPx, heightPx, scaleFactor };
}

/** One drawn photograph a timepoint. */
export async function drawExamplePictures(progress: ProgressResult, widthPx = 480): Promise<ReportPictures> {
  return {
    baseline: await drawExamplePicture(progress.baseline, widthPx),
    followUps: await Promise.all(progress.followUps.map((followUp) => drawExamplePicture(followUp.measurement, widthPx))),
  };
}
