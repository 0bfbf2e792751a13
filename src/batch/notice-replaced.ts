import { AnalysisError } from '../errors.js';
import { listModelsRead } from '../segmentation/model-manifest.js';
import { cacheKey } from './cache.js';
import { readFingerprint } from './fingerprint.js';

/** The models of each method that this process was found to have loaded. */
const modelsOf = new Map<string, ReadonlySet<string>>();

/**
 * Whether the program is still the one that the batch began with. Where it was replaced meanwhile, a process that started before goes on with what it has loaded, and one
 * that starts afterwards loads the new one. Asked between the work and the keeping of its result: what was needed for it has been loaded by then. The files are read
 * again for the first result only; a network that is opened later shows by its own bytes whether it is the old one's.
 * @param fingerprint  Of the method that the result is to be kept under.
 * @returns Why nothing may be kept; null when nothing speaks against it.
 */
export async function noticeReplaced(fingerprint: string): Promise<AnalysisError | null> {
  if (!modelsOf.has(fingerprint)) {
    // Files that are not to be read are being replaced at this moment.
    const found = await readFingerprint().catch(() => null);
    if (found !== null && cacheKey([found]) === fingerprint) modelsOf.set(fingerprint, new Set(Object.values(found.models)));
  }
  const models = modelsOf.get(fingerprint);
  if (models !== undefined && listModelsRead().every((sha256) => models.has(sha256))) return null;
  return new AnalysisError('batch.changed', 'The program was replaced by another version while the batch was running.', { hint: 'Run the same command again without --resume: everything is then measured with the version that is there now.' });
}
