import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { encodeJpeg, photographPhantomVisit, type PhantomVisitsRequest } from '../../index.js';

/** Renders a simulated scalp at one of its visits into a file. @returns What is known of it; the scale is rounded to what a device would state. */
export async function renderVisit(request: PhantomVisitsRequest, visit: number, file: string): Promise<{ sha256: string; bytes: number; umPerPx: number }> {
  const { image, micrometresPerPixel } = photographPhantomVisit(request, visit), jpeg = await encodeJpeg(image, 92);
  await writeFile(file, jpeg, { mode: 0o600 });
  return { sha256: createHash('sha256').update(jpeg).digest('hex'), bytes: jpeg.length, umPerPx: Number(micrometresPerPixel.toFixed(3)) };
}
