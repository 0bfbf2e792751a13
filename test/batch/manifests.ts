import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { checkManifest, type CheckedManifest } from '../../src/batch/manifest/check-manifest.js';

const folders: string[] = [];
afterAll(async () => { for (const folder of folders) await rm(folder, { recursive: true, force: true }); });

/** A new folder that goes away after the tests. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'batch-'));
  folders.push(folder);
  return folder;
}

export const header = 'subject,arm,target_area,visit,date,photo';

/** A folder with a manifest and empty files for its photographs. */
export async function fileManifest(content: string | Uint8Array, photos: readonly string[] = ['a.jpg', 'b.jpg'], name = 'manifest.csv'): Promise<string> {
  const folder = await newFolder();
  for (const photo of photos) {
    await mkdir(dirname(join(folder, photo)), { recursive: true });
    await writeFile(join(folder, photo), '');
  }
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** The faults of a manifest, each as `row column: message`. */
export async function faultsOf(content: string | Uint8Array, photos?: readonly string[]): Promise<string[]> {
  const check = await checkManifest(await fileManifest(content, photos));
  return check.sound ? [] : check.faults.map(({ row, column, message }) => `${row ?? '-'} ${column ?? '-'}: ${message}`);
}

/** A manifest that has to be sound. */
export async function soundManifest(content: string | Uint8Array, photos?: readonly string[]): Promise<CheckedManifest> {
  const check = await checkManifest(await fileManifest(content, photos));
  if (!check.sound) throw new Error(check.faults.map(({ row, column, message }) => `row ${row}, ${column}: ${message}`).join('\n'));
  return check.manifest;
}
