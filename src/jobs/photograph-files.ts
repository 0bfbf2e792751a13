import { checkPath, type DataFolders, originalPath, picturePath } from '../study/originals.js';
import type { PhotographFiles } from './tasks.js';

/** Where a photograph and its pictures lie. */
export function filesOf(folders: DataFolders, sha256: string): PhotographFiles {
  return { original: originalPath(folders, sha256), display: picturePath(folders, sha256, 'display'), report: picturePath(folders, sha256, 'report'), check: checkPath(folders, sha256) };
}
