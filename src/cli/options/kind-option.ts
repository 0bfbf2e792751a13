import { AnalysisError } from '../../errors.js';
import type { PhotographKind } from '../../index.js';

export const kindOptionHelp = 'what the photographs show: closeup, global (a whole head), or auto to tell from each';

/** @throws AnalysisError `usage.invalid`. */
export function readKind(text: string): PhotographKind {
  if (text === 'auto' || text === 'closeup' || text === 'global') return text;
  throw new AnalysisError('usage.invalid', `--kind must be auto, closeup or global; got ${JSON.stringify(text.slice(0, 40))}.`);
}
