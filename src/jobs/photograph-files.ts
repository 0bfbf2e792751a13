import { checkPath, picturePath } from '../study/originals.js';
import type { StudyStore } from '../study/study-store.js';
import type { PhotographFiles } from './tasks.js';

/** Where a photograph and its pictures lie on this machine. @param upload  The original while it is not kept yet. */
export async function filesOf({ folders, originals }: Pick<StudyStore, 'folders' | 'originals'>, sha256: string, upload?: string): Promise<PhotographFiles> {
  return { original: upload ?? await originals.locate(sha256), display: picturePath(folders, sha256, 'display'), report: picturePath(folders, sha256, 'report'), check: checkPath(folders, sha256) };
}
