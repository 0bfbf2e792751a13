import { readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { AnalysisError } from '../errors.js';

/** A picture and the hand-made mask beside it. */
export interface MaskPair {
  /** Name of the picture without its extension. */
  name: string;
  photoPath: string;
  maskPath: string;
}

/** What a folder holds to compare measurements with. */
export type Truth = { form: 'hairs' } | { form: 'heads' } | { form: 'masks'; pairs: MaskPair[] };

const photoExtensions = new Set(['.png', '.jpg', '.jpeg', '.webp', '.tif', '.tiff']);

/**
 * Finds out in which form a folder holds its truth: hairs (`photos.csv` and `hairs.csv`), heads (`heads.csv`) or
 * masks (`NAME.png`, or another format, with `NAME.mask.png` of the same size).
 *
 * @returns Mask pairs sorted by name.
 * @throws AnalysisError `truth.invalid` when there is none, or a mask lacks its picture.
 */
export async function findTruth(folder: string): Promise<Truth> {
  let names: string[];
  try {
    names = (await readdir(folder)).sort();
  } catch (cause) {
    throw new AnalysisError('truth.invalid', 'The folder with the truth cannot be read.', { hint: 'Check the spelling of the folder and that you may read it.', cause });
  }
  if (names.includes('photos.csv') && names.includes('hairs.csv')) return { form: 'hairs' };
  if (names.includes('heads.csv')) return { form: 'heads' };
  const photos = new Map(names
    .filter((name) => photoExtensions.has(parse(name).ext.toLowerCase()) && !name.endsWith('.mask.png'))
    .map((name) => [parse(name).name, name]));
  const pairs = names.filter((name) => name.endsWith('.mask.png')).map((maskName) => {
    const name = maskName.slice(0, -'.mask.png'.length);
    const photo = photos.get(name);
    if (photo === undefined) throw new AnalysisError('truth.invalid', `The mask ${maskName} has no picture ${name}.png beside it.`);
    return { name, photoPath: join(folder, photo), maskPath: join(folder, maskName) };
  });
  if (pairs.length > 0) return { form: 'masks', pairs };
  const half = ['photos.csv', 'hairs.csv'].find((name) => names.includes(name));
  throw new AnalysisError('truth.invalid', half === undefined ? 'The folder holds no truth to compare with.' : `The folder holds ${half} without its other half.`);
}
