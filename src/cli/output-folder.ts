import { access, constants, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, parse, resolve } from 'node:path';
import { AnalysisError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { partialPath, removeAbandoned, writeDurably } from '../files/write-durably.js';

/**
 * Makes a folder ready for results before the first photograph is read.
 * @param flag  Option that named it, for messages; the folder itself is not repeated.
 * @throws AnalysisError `output.unwritable`.
 */
export async function prepareFolder(folder: string, flag: string): Promise<void> {
  try {
    await makeFolder(folder);
    if (!(await stat(folder)).isDirectory()) throw new Error('not a folder');
    await access(folder, constants.W_OK | constants.X_OK);
    // Permission bits do not tell of a read-only disk: only writing does.
    const probe = partialPath(folder);
    await writeFile(probe, '', { flag: 'wx' });
    const { mtimeMs: now } = await stat(probe);
    await rm(probe, { force: true });
    await removeAbandoned(folder, now);
  } catch (cause) {
    if (await isBehindFile(folder)) throw new AnalysisError('output.unwritable', `${flag} takes a folder, and where it points there is a file.`, { hint: 'Name a folder, new or old; the program names the files in it.', cause });
    throw new AnalysisError('output.unwritable', `The folder given with ${flag} cannot be written to.`, { cause });
  }
}

/** Whether a file lies where a folder is wanted, or where one above it would have to be. */
async function isBehindFile(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => null);
  if (found !== null) return !found.isDirectory();
  return dirname(folder) !== folder && isBehindFile(dirname(folder));
}

/**
 * Writes a file whole or not at all, so that an older one survives a failure; with the rights that the account gives to new files.
 * @throws AnalysisError `output.unwritable`, naming the file without its folder.
 */
export function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  return writeDurably(path, content, 0o666);
}

const longestStemBytes = 200;

/**
 * Names for the pictures made of photographs: the photograph's name without its extension, in the order of the photographs.
 * Photographs that share a name (also in other letter case or Unicode form) get -2, -3 … so that none overwrites another.
 */
export function nameOutputs(photoPaths: readonly string[]): string[] {
  const key = (name: string): string => name.normalize('NFC').toLowerCase();
  const stems = photoPaths.map((path) => shorten(parse(path).name || 'photograph'));
  const own = new Set(stems.map(key));
  const taken = new Set<string>();
  return stems.map((stem) => {
    let name = stem;
    for (let number = 2; taken.has(key(name)) || (name !== stem && own.has(key(name))); number++) name = `${stem}-${number}`;
    taken.add(key(name));
    return name;
  });
}

/** A name that leaves room for our endings within the 255 bytes of a file name. */
function shorten(stem: string): string {
  let short = stem;
  while (Buffer.byteLength(short) > longestStemBytes) short = [...short].slice(0, -1).join('');
  return short;
}

/**
 * Refuses outputs that would replace one of the photographs they are made from.
 * @throws AnalysisError `usage.invalid`.
 */
export async function refuseToReplacePhotos(outputs: readonly string[], photoPaths: readonly string[], flag: string): Promise<void> {
  const photos = new Set(await Promise.all(photoPaths.map(realPlace)));
  for (const output of outputs) {
    if (photos.has(await realPlace(output))) {
      throw new AnalysisError('usage.invalid', `${flag} would replace the photograph ${basename(output)}.`, { hint: 'Choose a folder of its own for the results.' });
    }
  }
}

/**
 * Refuses to write a map where another picture lies, perhaps a photograph that was not named: `--maps` beside the photographs makes a.png of a.jpg.
 * Maps say of themselves what they are, so that an earlier run's are replaced.
 * @throws AnalysisError `usage.invalid`.
 */
export async function refuseToReplacePictures(maps: readonly string[], flag: string): Promise<void> {
  if (maps.length === 0) return;
  const { isMarkedMap, mapHeaderBytes } = await import('../image-io/map-mark.js');
  for (const map of maps) {
    const header = await readHeader(map, mapHeaderBytes);
    if (header === null || isMarkedMap(header)) continue;
    throw new AnalysisError('usage.invalid', `${flag} would replace ${basename(map)}, which is no map that this version wrote.`, { hint: 'Choose a folder of its own for the results.' });
  }
}

/** The first bytes of a file; null where there is none. */
async function readHeader(path: string, bytes: number): Promise<Buffer | null> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0).catch(() => ({ buffer: Buffer.alloc(0), bytesRead: 0 }));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Where a path really leads; for a file that is not there, where its folder really is. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return join(await realpath(dirname(path)).catch(() => resolve(dirname(path))), basename(path));
  }
}
