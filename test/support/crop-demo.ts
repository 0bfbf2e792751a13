import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

/** A square of a few millimetres of a demo photograph (5 µm a pixel): enough hair to compare, quick to measure. */
export async function cropDemo(name: 'baseline' | 'increase' | 'no-change', side = 1000): Promise<Buffer> {
  const file = fileURLToPath(new URL(`../../fixtures/demo/${name}.jpg`, import.meta.url));
  return sharp(file).extract({ left: 500, top: 500, width: side, height: side }).jpeg({ quality: 95 }).toBuffer();
}
