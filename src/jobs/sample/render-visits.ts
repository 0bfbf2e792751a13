import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { encodeJpeg, photographPhantomVisits, type PhantomVisitsRequest } from '../../index.js';

/** Renders a simulated scalp at its visits into files. @returns What is known of each; scales are rounded to what a device would state. */
export async function renderVisits(request: PhantomVisitsRequest, files: readonly string[]): Promise<{ sha256: string; bytes: number; umPerPx: number }[]> {
  const { baseline, followUps } = photographPhantomVisits(request), rendered = [];
  for (const [at, { image, micrometresPerPixel }] of [baseline, ...followUps.map(({ phantom }) => phantom)].entries()) {
    const jpeg = await encodeJpeg(image, 92);
    await writeFile(files[at]!, jpeg, { mode: 0o600 });
    rendered.push({ sha256: createHash('sha256').update(jpeg).digest('hex'), bytes: jpeg.length, umPerPx: Number(micrometresPerPixel.toFixed(3)) });
  }
  return rendered;
}
