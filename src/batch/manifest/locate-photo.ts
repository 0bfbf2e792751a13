import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Where a photograph of a manifest lies. */
export type PhotoPlace =
  | { readonly path: string; readonly found: boolean }
  /** Why it may not be read from where it is said to lie. */
  | { readonly refusal: string };

const outside = 'The photograph lies outside the folder of the manifest. Move it into that folder and write its path from there.';
const mostFolders = 20_000;

/**
 * Returns the function that finds the photographs of one manifest; they stay inside its folder: no absolute paths, no "..", no links out.
 *
 * A name is taken as it is written. Only where there is no such file are other spellings of it tried: without spaces around it,
 * with the other form of composed letters (é as one or as two characters, which differs between Macs and the rest), with slashes for backslashes.
 */
export function createPhotoFinder(folder: string): (photo: string) => PhotoPlace {
  const root = realpathSync(folder);
  const isInside = (path: string): boolean => path === root || path.startsWith(root === sep ? root : root + sep);
  const folders = new Map<string, string | null>();
  const realFolder = (path: string): string | null => {
    let real = folders.get(path);
    if (real === undefined) {
      if (folders.size >= mostFolders) folders.clear();
      real = attempt(() => realpathSync(path));
      folders.set(path, real);
    }
    return real;
  };
  return (photo) => {
    if (photo.includes('\0')) return { refusal: 'The path holds a character that no file name can hold. Write it again.' };
    if (/^\s*([/\\]|[a-z]:|[a-z][a-z0-9+.-]+:\/\/)/i.test(photo)) return { refusal: 'The path is absolute. Write it from the folder of the manifest, for example photos/S01.jpg.' };
    if (photo.split(/[/\\]/).some((part) => part.trim() === '..')) return { refusal: 'The path climbs out with "..". Move the photograph into the folder of the manifest and write its path from there.' };
    const spellings = new Set([photo, photo.trim(), photo.normalize('NFC'), photo.normalize('NFD'), photo.trim().replaceAll('\\', '/')]);
    for (const spelling of spellings) {
      const path = join(root, spelling);
      const entry = attempt(() => lstatSync(path, { throwIfNoEntry: false }) ?? null);
      if (entry === null) continue;
      const parent = realFolder(dirname(path));
      if (parent !== null && !isInside(parent)) return { refusal: outside };
      if (entry.isSymbolicLink()) {
        const target = attempt(() => realpathSync(path));
        if (target !== null && !isInside(target)) return { refusal: outside };
      }
      return { path, found: true };
    }
    return { path: join(root, photo), found: false };
  };
}

/** Null where the file system refuses: such a name leads to no photograph. */
function attempt<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}
