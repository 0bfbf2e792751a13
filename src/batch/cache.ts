import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { waitForDescriptors } from '../files/wait-for-descriptors.js';
import { unwritable, writeDurably } from '../files/write-durably.js';

/** Raised when the form of an entry changes; older ones are then measured again. */
const entryForm = 'trichoscore-cache-1';

/**
 * Makes the key of something computed from what it was computed from; the parts are in a fixed order.
 * Hexadecimal sha256 of the parts as JSON.
 */
export function cacheKey(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Reads an entry, and checks that it is what was written.
 * @returns `value` is null when there is none, or when it is damaged, which `damaged` says.
 */
export async function readEntry<T>(folder: string, key: string): Promise<{ value: T | null; damaged: boolean }> {
  const { text, damaged } = await readEntryText(folder, key);
  return { value: text === null ? null : JSON.parse(text.toString('utf8')) as T, damaged };
}

/**
 * The same, as the JSON text that it is kept as: most of what is asked of an entry is whether it is there.
 * Read without waiting in between: of thousands of small files, the waiting costs more than the reading.
 */
export async function readEntryText(folder: string, key: string): Promise<{ text: Buffer | null; damaged: boolean }> {
  let bytes: Buffer;
  try {
    bytes = await waitForDescriptors(() => readFileSync(entryPath(folder, key)));
  } catch (error) {
    return { text: null, damaged: (error as NodeJS.ErrnoException).code !== 'ENOENT' };
  }
  const lineEnd = bytes.indexOf(10), body = bytes.subarray(lineEnd + 1);
  const sound = lineEnd > 0 && bytes.toString('latin1', 0, lineEnd) === `${entryForm} ${key} ${sha256(body)}`;
  return sound ? { text: body, damaged: false } : { text: null, damaged: true };
}

/** Writes an entry; replaces a damaged one. @throws AnalysisError `output.unwritable`. */
export async function writeEntry(folder: string, key: string, value: unknown): Promise<void> {
  const path = entryPath(folder, key), body = Buffer.from(JSON.stringify(value));
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause: unknown) => { throw unwritable(path, cause); });
  // Beside the folders of entries: what a killed run leaves there is found without looking into each of them.
  await writeDurably(path, Buffer.concat([Buffer.from(`${entryForm} ${key} ${sha256(body)}\n`), body]), 0o600, folder);
}

/** Two letters a folder, so that no folder holds all of a million entries. */
function entryPath(folder: string, key: string): string {
  return join(folder, key.slice(0, 2), `${key}.json`);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
