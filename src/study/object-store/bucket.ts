import { createWriteStream, openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { S3mini } from 's3mini';
import { AnalysisError } from '../../errors.js';
import type { BucketAddress } from './bucket-address.js';

/** A store that has not begun to answer by then, or stands still for so long in the middle of an answer, is down; milliseconds. */
const answerMs = 4_000;
/** No way to a store is slower than this for long, bytes a second. */
const slowestBytesPerSecond = 500_000;
/** Nothing takes longer; a photograph is at most 200 MB. */
const longestMs = 450_000;

/** Files in an S3-compatible store. Every function throws AnalysisError `storage.unavailable` when the store does not answer or refuses. */
export interface Bucket {
  has(name: string): Promise<boolean>;
  /** @param sha256  Of the file. It goes along, so that a store keeps nothing that was cut off on its way, as when this program is killed: some would, in place of a whole one. */
  put(name: string, file: string, sha256: string): Promise<void>;
  /** @returns Whether there was such a file; it was written to `file` then. */
  get(name: string, file: string): Promise<boolean>;
  remove(name: string): Promise<void>;
  /** Names that begin so, some hundred at a time. */
  list(beginning: string): AsyncGenerator<string[]>;
  /** Whether the bucket is there and answers. */
  check(): Promise<void>;
}

export function openBucket({ prefix, ...address }: BucketAddress): Bucket {
  const bucket = new S3mini({ ...address, fetch: fetchInTime, minPartSize: 256 * 1024 * 1024 });
  const ask = async <Answer>(question: Promise<Answer>): Promise<Answer> => question.catch((cause: unknown) => {
    throw new AnalysisError('storage.unavailable', 'The object store does not answer.', { cause });
  });
  const has = async (name: string): Promise<boolean> => await ask(bucket.objectExists(prefix + name)) === true;
  return {
    has,
    put: async (name, file, sha256) => {
      const blob = await openAsBlob(file), checksum = { 'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64') };
      await ask(bucket.putObject(prefix + name, blob, 'application/octet-stream', undefined, checksum, blob.size));
    },
    get: async (name, file) => {
      const response = await ask(bucket.getObjectResponse(prefix + name));
      if (response === null) return false;
      await ask(pipeline(Readable.fromWeb(response.body as never), createWriteStream(file, { flags: 'wx', mode: 0o600 })));
      return true;
    },
    remove: async (name) => { await ask(bucket.deleteObject(prefix + name)); },
    list: async function* (beginning) {
      for (let next: string | undefined; ;) {
        const page = await ask(bucket.listObjectsPaged('/', prefix + beginning, 1000, next));
        yield (page?.objects ?? []).map(({ Key: name }) => name.slice(prefix.length));
        next = page?.nextContinuationToken;
        if (next === undefined || next === '') return;
      }
    },
    check: async () => { if (!await ask(bucket.bucketExists())) throw new AnalysisError('storage.unavailable', 'The object store has no such bucket.'); },
  };
}

/** An answer has to begin in time and to go on; what is sent or received may take as long as its bytes need. */
const fetchInTime: typeof fetch = async (input, init) => {
  const sent = init?.body instanceof Blob ? init.body.size : 0, slow = new AbortController();
  const inTime = async <Part>(ms: number, part: Promise<Part>): Promise<Part> => {
    const timer = setTimeout(() => slow.abort(new Error('The store did not answer in time.')), ms);
    return part.finally(() => clearTimeout(timer));
  };
  const answer = await inTime(answerMs + (1000 * sent) / slowestBytesPerSecond, fetch(input, { ...init, signal: AbortSignal.any([slow.signal, AbortSignal.timeout(longestMs)]) }));
  if (answer.body === null) return answer;
  const reader = answer.body.getReader(), body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await inTime(answerMs, reader.read());
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (why) => reader.cancel(why),
  });
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers: answer.headers });
};
