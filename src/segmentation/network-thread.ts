import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AnalysisError } from '../errors.js';
import type { Network, NetworkAnswer } from './network.js';
import { silenceRuntime } from './silence-runtime.js';

/** Runs in the thread, one question after the other. Kept as text: the same file serves sources and build. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const ort = require(workerData.module);
  const session = await ort.InferenceSession.create(workerData.model, workerData.options);
  const answer = async ({ id, input, shape }) => {
    try {
      const started = performance.now();
      const found = await session.run({ [workerData.input]: new ort.Tensor('float32', input, shape) });
      const milliseconds = performance.now() - started;
      const outputs = Object.fromEntries(Object.entries(found).map(([name, { data }]) => [name, data]));
      // Handed over, not copied.
      parentPort.postMessage({ id, milliseconds, outputs }, Object.values(outputs).map(({ buffer }) => buffer));
    } catch { parentPort.postMessage({ id, failed: true }); }
  };
  let last = Promise.resolve();
  parentPort.on('message', (question) => { last = last.then(() => answer(question)); });
  parentPort.postMessage({ ready: true });
})().catch(() => process.exit(1));
`;

type Message = { ready: true } | { id: number; failed: true } | ({ id: number } & NetworkAnswer);

/**
 * Opens a network in a thread of its own, on the native runtime: its `run` blocks the thread that calls it, and here that is none that has other work.
 * The thread does not keep the process alive while nobody waits for it.
 * @param options  Of the session.
 * @returns Null where the native runtime, or a thread, is not to be had.
 */
export async function openNetworkThread(model: Uint8Array, input: string, options: object): Promise<Network | null> {
  const thread = startThread({ model, input, options });
  if (thread === null) return null;
  let ended = false;
  const waiting = new Map<number, { resolve: (answer: NetworkAnswer) => void; reject: (error: unknown) => void }>();
  const started = await new Promise<boolean>((resolve) => {
    thread.on('message', (message: Message) => {
      if ('ready' in message) return resolve(true);
      const asker = waiting.get(message.id);
      waiting.delete(message.id);
      if (waiting.size === 0) thread.unref();
      if ('failed' in message) asker?.reject(stopped());
      else asker?.resolve(message);
    });
    thread.on('error', () => resolve(false));
    thread.on('exit', () => {
      ended = true;
      resolve(false);
      for (const { reject } of waiting.values()) reject(stopped());
      waiting.clear();
    });
  });
  if (!started) return null;
  thread.unref();
  let asked = 0;
  return {
    runtime: 'onnxruntime-node',
    hasOwnThread: true,
    run: (values, shape) => new Promise((resolve, reject) => {
      // Nobody answers what is sent to a thread that has ended, and sending it does not fail.
      if (ended) return reject(stopped());
      const id = ++asked;
      waiting.set(id, { resolve, reject });
      thread.ref();
      thread.postMessage({ id, input: values, shape }, [values.buffer as ArrayBuffer]);
    }),
  };
}

function startThread(data: { model: Uint8Array; input: string; options: object }): Worker | null {
  // The thread's own environment is a copy, which native code does not read.
  silenceRuntime();
  try {
    return new Worker(program, { eval: true, workerData: { ...data, module: createRequire(import.meta.url).resolve('onnxruntime-node') } });
  } catch {
    return null;
  }
}

function stopped(): AnalysisError {
  return new AnalysisError('internal', 'The network stopped while it looked at the photograph.');
}
