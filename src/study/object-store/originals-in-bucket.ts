import { rename, rm, utimes } from 'node:fs/promises';
import { AnalysisError } from '../../errors.js';
import { hashFile } from '../hash-file.js';
import { type DataFolders, keepOriginal, type Originals, originalPath, prepareParent, quarantinePath } from '../originals.js';
import type { Bucket } from './bucket.js';

/** `ab/ab12…` below this, as in a data folder. */
const nameOf = (sha256: string): string => `originals/${sha256.slice(0, 2)}/${sha256}`;

/**
 * Originals in a store that every machine reaches. Each machine has copies of those it worked with in its own folder; a copy is checked
 * against its hash before it gets its name, so a file that broke on the way or in the store is never measured.
 */
export function keepOriginalsInBucket(bucket: Bucket, folders: DataFolders): Originals {
  /** Hands over the file of the store, where it is whole; it is gone afterwards unless it was moved. */
  const fetchWhole = async (sha256: string, use: (arrived: string) => Promise<void>): Promise<void> => {
    const arriving = quarantinePath(folders);
    try {
      if (!await bucket.get(nameOf(sha256), arriving)) throw new AnalysisError('storage.damaged', 'The original of this photograph is missing in the object store.', { hint: 'Restore it from a backup.' });
      if (await hashFile(arriving) !== sha256) throw new AnalysisError('storage.damaged', 'The original of this photograph in the object store is not the file that was uploaded.', { hint: 'Restore it from a backup.' });
      await use(arriving);
    } finally {
      await rm(arriving, { force: true });
    }
  };
  return {
    keep: async (upload, sha256) => {
      // Also where it has one of this name: that one may be damaged, and this one was hashed on its way here.
      await bucket.put(nameOf(sha256), upload, sha256);
      await keepOriginal(folders, upload, sha256);
    },
    locate: async (sha256) => {
      const place = originalPath(folders, sha256), now = new Date();
      // The time of its last use decides which copies stay.
      if (await utimes(place, now, now).then(() => true, () => false)) return place;
      await fetchWhole(sha256, async (arrived) => {
        await prepareParent(place);
        await rename(arrived, place);
      });
      return place;
    },
    verify: (sha256) => fetchWhole(sha256, () => Promise.resolve()),
    has: (sha256) => bucket.has(nameOf(sha256)),
    remove: async (sha256) => {
      await bucket.remove(nameOf(sha256));
      await rm(originalPath(folders, sha256), { force: true });
    },
    list: async function* () {
      for await (const names of bucket.list('originals/')) yield names.map((name) => name.slice(name.lastIndexOf('/') + 1));
    },
    check: () => bucket.check(),
  };
}
