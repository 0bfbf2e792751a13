import { encodePng } from '../../src/image-io/encode-image.js';
import { createRandom } from '../../src/phantom/random.js';
import type { RasterImage } from '../../src/raster/raster-image.js';

/** A drawn head from above: an oval of skin before a grey wall, the given share of it (from the nape on) under dark strands. */
export function paintHead({ width, height, hairShare, hairColour = [45, 34, 28] }: { width: number; height: number; hairShare: number; hairColour?: readonly [number, number, number] }): RasterImage {
  const random = createRandom(5), data = new Uint8Array(width * height * 3), radius = 0.42 * Math.min(width, height);
  const strand = Float32Array.from({ length: width }, () => random.normal(1, 0.25));
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const across = (x - width / 2) / radius, down = (y - height / 2) / (radius * 1.1), distance = Math.hypot(across, down);
      const shade = 1 - 0.35 * distance * distance + random.normal(0, 0.02);
      const isHair = distance < 1 && (down + 1) / 2 > 1 - hairShare;
      const colour = distance >= 1 ? [128, 130, 132] : isHair ? hairColour.map((value) => value * shade * Math.max(0.3, strand[x]!)) : [205 * shade, 160 * shade, 135 * shade];
      for (let k = 0; k < 3; k++) data[at + k] = Math.max(0, Math.min(255, Math.round(colour[k]!)));
    }
  }
  return { width, height, data };
}

/** Stands for a face: a patch in the corner, in a colour that nothing else has. */
const faceColour = [40, 200, 60] as const, faceSide = 70;

/** A painted head with what stands for a face, as PNG. */
export async function photographHead(hairShare: number): Promise<Buffer> {
  const image = paintHead({ width: 480, height: 480, hairShare });
  for (let y = 0; y < faceSide; y++) for (let x = 0; x < faceSide; x++) image.data.set(faceColour, 3 * (y * image.width + x));
  return Buffer.from(await encodePng(image));
}
