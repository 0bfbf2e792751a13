import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AnalysisError } from '../errors.js';
import { makeFolder } from '../files/make-folder.js';
import { syncFolder } from '../files/sync-folder.js';
import { folderFault } from './folder-fault.js';
import { hashFile } from './hash-file.js';

/** Folders of the data folder. */
export interface DataFolders {
  /** Uploads until they are known to be photographs. Emptied at each start. */
  readonly quarantine: string;
  /** Untouched files by their sha256: `ab/ab12…`. */
  readonly originals: string;
  /** What was made from them and can be made again: pictures without metadata, and checks. */
  readonly derived: string;
}

/** Where the untouched files are kept: in the data folder, or in a store that several machines reach. */
export interface Originals {
  /** Keeps an upload under its sha256, durably; an original that was lost or damaged is whole again afterwards. The upload is used up. @throws AnalysisError `storage.full`, `output.unwritable`, `storage.unavailable`. */
  keep(upload: string, sha256: string): Promise<void>;
  /** A file on this machine that holds the original. @throws AnalysisError `storage.damaged` when it is lost. */
  locate(sha256: string): Promise<string>;
  /** Reads what is kept from its first byte to its last, whatever copies this machine has, and changes nothing. @throws AnalysisError `storage.damaged` when it is lost or another file. */
  verify(sha256: string): Promise<void>;
  /** Whether it is there. */
  has(sha256: string): Promise<boolean>;
  remove(sha256: string): Promise<void>;
  /** Names of all that is kept, some at a time: sha256 of originals, and whatever else lies among them. */
  list(): AsyncGenerator<string[]>;
  /** Whether it can be reached. @throws AnalysisError `storage.unavailable`. */
  check(): Promise<void>;
}

export function keepOriginalsInFolder(folders: DataFolders): Originals {
  return {
    keep: (upload, sha256) => keepOriginal(folders, upload, sha256),
    locate: async (sha256) => {
      const place = originalPath(folders, sha256);
      // Whoever reads it would take a file that is gone for a slip of the person who asks.
      if (!await isFile(place)) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is missing.');
      return place;
    },
    verify: async (sha256) => {
      const place = originalPath(folders, sha256);
      if (!await isFile(place)) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is missing.');
      if (await hashFile(place) !== sha256) throw new AnalysisError('storage.damaged', 'The stored original of this photograph is not the file that was uploaded.');
    },
    // Asked in the middle of changes, which wait for one another: waiting for a turn among all that reads and writes files would hold up everybody.
    has: async (sha256) => isFileNow(originalPath(folders, sha256)),
    remove: (sha256) => removeFile(originalPath(folders, sha256)),
    list: async function* () {
      for (const folder of await readdir(folders.originals)) yield readdir(join(folders.originals, folder)).catch(() => [folder]);
    },
    check: async () => { await stat(folders.originals); },
  };
}

/** Creates the folders, readable by this account only. */
export async function openFolders(dataFolder: string): Promise<DataFolders> {
  const folders = { quarantine: join(dataFolder, 'quarantine'), originals: join(dataFolder, 'originals'), derived: join(dataFolder, 'derived') };
  try {
    for (const folder of [dataFolder, ...Object.values(folders)]) await makeFolder(folder, 0o700);
  } catch (cause) {
    throw new AnalysisError('output.unwritable', 'The data folder cannot be written to.', { cause });
  }
  return folders;
}

/** Removes a file that need not be there, nor its folder. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: NodeJS.ErrnoException) => { if (error.code !== 'ENOTDIR') throw error; });
}

const isFile = (path: string): Promise<boolean> => stat(path).then((entry) => entry.isFile(), () => false);

function isFileNow(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** A place for one upload; no part of it comes from the sender. */
export function quarantinePath({ quarantine }: DataFolders): string {
  return join(quarantine, randomUUID());
}

export function originalPath({ originals }: DataFolders, sha256: string): string {
  return join(originals, sha256.slice(0, 2), sha256);
}

/** `display` is the upright photograph for the page, `report` the smaller one that reports hold. */
export function picturePath({ derived }: DataFolders, sha256: string, purpose: 'display' | 'report'): string {
  return join(derived, sha256.slice(0, 2), `${sha256}.${purpose}.jpg`);
}

/** What can be said of a photograph before it is measured. */
export function checkPath({ derived }: DataFolders, sha256: string): string {
  return join(derived, sha256.slice(0, 2), `${sha256}.check.json`);
}

/** @returns Whether the folder of the file had to be made. */
export async function prepareParent(file: string): Promise<boolean> {
  return await mkdir(join(file, '..'), { recursive: true, mode: 0o700 }) !== undefined;
}

/** Folders of originals that this process has made last through a power cut; whoever made another one may have been killed before that. */
const lasting = new Set<string>();

/** Moves an upload to its place among the originals and waits until the disk holds it. A whole original that is there stays. */
export async function keepOriginal(folders: DataFolders, upload: string, sha256: string): Promise<void> {
  const place = originalPath(folders, sha256);
  try {
    const isNew = await prepareParent(place);
    if (await isFile(place) && await hashFile(place).catch(() => null) === sha256) return await rm(upload, { force: true });
    const file = await open(upload, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(upload, place);
    await syncFolder(dirname(place));
    if (lasting.has(dirname(place)) && !isNew) return;
    await syncFolder(folders.originals);
    lasting.add(dirname(place));
  } catch (error) {
    throw folderFault(error);
  }
}
