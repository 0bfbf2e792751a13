import { readFile } from 'node:fs/promises';
import { checkPath } from '../study/originals.js';
import type { StudyStore } from '../study/study-store.js';
import type { Asker } from './fair-queue.js';
import { inspectKept } from './inspect-photograph.js';
import { type PhotographCheck, photographCheckSchema } from './photograph-check.js';
import type { Worker } from './worker-process.js';

interface Checking { readonly store: StudyStore; readonly reader: Worker; readonly methodVersion: string }

/** The check of a photograph as it was kept; null where it is missing, damaged, or of another method. */
export async function keptCheckOf({ store, methodVersion }: Pick<Checking, 'store' | 'methodVersion'>, sha256: string): Promise<PhotographCheck | null> {
  const kept = await readFile(checkPath(store.folders, sha256), 'utf8').then((text) => photographCheckSchema.safeParse(JSON.parse(text)).data).catch(() => undefined);
  return kept?.methodVersion === methodVersion ? kept : null;
}

/** The check of a kept photograph; made from the original, with its pictures, where there is none. */
export async function checkOf(checking: Checking, sha256: string, asker: Asker): Promise<PhotographCheck> {
  return await keptCheckOf(checking, sha256) ?? (await inspectKept(checking, sha256, asker)).check;
}
