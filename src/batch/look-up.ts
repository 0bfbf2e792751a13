import { createHash } from 'node:crypto';
import { readBytes } from '../image-io/read-bytes.js';
import { cacheKey, readEntryText } from './cache.js';
import type { Answer, StoredMeasurement, Task } from './work.js';

export interface LookUp {
  readonly bytes: Uint8Array;
  /** Of the measurement, whether the cache holds it or not. */
  readonly key: string;
  /** Null when it has to be measured. */
  readonly answer: Answer | null;
  /** There is an entry, but not a sound one. */
  readonly damaged: boolean;
}

/**
 * Reads a photograph and looks for its measurement in the cache.
 * @throws AnalysisError `photo.*` when the file cannot be read.
 */
export async function lookUp({ cache, fingerprint, path, calibration, terminalThresholdUm, kind }: Task & { task: 'measure' }): Promise<LookUp> {
  const bytes = await readBytes(path), sha256 = createHash('sha256').update(bytes).digest('hex');
  const key = cacheKey(['measurement', fingerprint, sha256, calibration, terminalThresholdUm, kind]), { text, damaged } = await readEntryText(cache, key);
  return { bytes, key, damaged, answer: text === null ? null : answerOf(text, key) };
}

/** An entry is a measurement or a refusal, whose text begins with its name; a measurement is not read for that. */
function answerOf(text: Buffer, key: string): Answer {
  if (!text.subarray(0, 11).equals(refusalBegins)) return { outcome: 'done', key, fresh: false, damaged: false };
  const { refusal } = JSON.parse(text.toString('utf8')) as StoredMeasurement & { refusal: never };
  return { outcome: 'failed', refusal, fresh: false, damaged: false };
}

const refusalBegins = Buffer.from('{"refusal":');
