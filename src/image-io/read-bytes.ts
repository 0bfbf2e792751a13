import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { AnalysisError } from '../errors.js';
import { waitForDescriptors } from '../files/wait-for-descriptors.js';
import { photoLimits } from './photo-limits.js';

/** Stands in a name for bytes that are no UTF-8, as names from old disks and archives have; the file cannot be opened by what is left. */
const unreadableLetter = '\uFFFD';
const renameHint = 'A letter of its name (shown as \uFFFD) is not written in UTF-8: rename the file, for example with letters a to z and digits alone.';

/** What to do about a name that leads to no file, where the name itself tells; else the usual hint. */
function hintFor(path: string): { hint?: string } {
  if (basename(path) === '-') return { hint: 'Standard input is not read: save the photograph as a file and name that file.' };
  return path.includes(unreadableLetter) ? { hint: renameHint } : {};
}

/** Reads a whole photograph file into memory, once: what is hashed is what is decoded. Never waits on pipes and devices. */
export async function readBytes(path: string): Promise<Uint8Array> {
  try {
    // Opening some devices has effects of its own, so look first.
    refuseUnlessFile(await stat(path));
    const file = await waitForDescriptors(() => open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
    try {
      return await readAll(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw error instanceof AnalysisError ? error : translateFileError(error, path);
  }
}

async function readAll(file: FileHandle): Promise<Uint8Array> {
  const entry = await file.stat();
  refuseUnlessFile(entry);
  refuseSize(entry.size);
  const bytes = Buffer.allocUnsafeSlow(entry.size);
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}

/** @throws AnalysisError `photo.empty` or `photo.tooLarge`. */
export function refuseSize(bytes: number): void {
  if (bytes === 0) throw new AnalysisError('photo.empty', 'This file is empty.');
  if (bytes > photoLimits.bytes) {
    const megabytes = Math.ceil(bytes / (1024 * 1024));
    throw new AnalysisError('photo.tooLarge', `This file has ${megabytes} MB; at most ${photoLimits.bytes / (1024 * 1024)} MB are read.`);
  }
}

function refuseUnlessFile(entry: { isDirectory(): boolean; isFile(): boolean }): void {
  if (entry.isDirectory()) throw new AnalysisError('photo.directory', 'This is a folder, not a photograph.');
  if (!entry.isFile()) {
    throw new AnalysisError('photo.unreadable', 'This is a pipe or a device, not a file.', { hint: 'Save the photograph as a file and name that file.' });
  }
}

function translateFileError(error: unknown, path: string): AnalysisError {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
    case 'ERR_INVALID_ARG_VALUE':
      return new AnalysisError('photo.missing', 'There is no such file.', hintFor(path));
    case 'EISDIR':
      return new AnalysisError('photo.directory', 'This is a folder, not a photograph.');
    case 'EMFILE':
    case 'ENFILE':
      return new AnalysisError('photo.unreadable', 'Too many files are open at once.', { hint: 'Try again with fewer photographs at a time.', cause: error });
    default:
      return new AnalysisError('photo.unreadable', 'This file could not be read.');
  }
}
