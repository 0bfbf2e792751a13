import { availableParallelism } from 'node:os';
import type { InferenceSession } from 'onnxruntime-node';
import { AnalysisError } from '../errors.js';
import { silenceRuntime } from './silence-runtime.js';

/** The part of onnxruntime that both of its packages share. */
type Ort = typeof import('onnxruntime-node');

export interface InferenceRuntime {
  readonly name: 'onnxruntime-node' | 'onnxruntime-web';
  readonly ort: Ort;
}

/**
 * At most two, and one where there is one processor: a second thread there would only take turns with the first. One and two threads give the same
 * bytes (each output is summed by one thread); the contract test of the segmenters holds them to it.
 */
let threads = Math.min(2, availableParallelism());

/** For processes that work side by side: one thread each keeps them from waiting for one another. Call before the first network is opened. */
export function runNetworksOnOneThread(): void {
  threads = 1;
}

export function inferenceThreads(): number {
  return threads;
}

/** How the native runtime runs a network. */
export function sessionOptions(): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'], graphOptimizationLevel: 'all', intraOpNumThreads: threads, interOpNumThreads: 1,
    // What a run took is kept for the next one, some 50 MB: fetching and clearing it anew was a twelfth of the processor time of a large close-up.
    executionMode: 'sequential', enableCpuMemArena: true,
    // A plan for each size of window asks for one large piece a run, and over photographs of many sizes such pieces heap up: 356 instead of 276 MB after 60 sizes, for no less time.
    enableMemPattern: false,
    // A thread that waits sleeps: turning round and round took a fifth of the network's processor time from whoever else had work.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** Loads the native runtime, or the WebAssembly one where there is no native binary for this machine. */
export async function loadInferenceRuntime(prefer?: InferenceRuntime['name']): Promise<InferenceRuntime> {
  if (prefer !== 'onnxruntime-web') {
    silenceRuntime();
    try {
      const loaded = await import('onnxruntime-node');
      return { name: 'onnxruntime-node', ort: (loaded as { default?: Ort }).default ?? loaded };
    } catch (cause) {
      if (prefer === 'onnxruntime-node') throw new AnalysisError('runtime.missing', 'The native inference runtime does not load on this machine.', { cause });
    }
  }
  try {
    const loaded = (await import('onnxruntime-web')) as unknown as Ort & { default?: Ort; env: { wasm: { numThreads: number } } };
    const ort = loaded.default ?? loaded;
    (ort as typeof loaded).env.wasm.numThreads = 1;
    return { name: 'onnxruntime-web', ort };
  } catch (cause) {
    throw new AnalysisError('runtime.missing', 'No inference runtime loads on this machine.', { cause });
  }
}

/** Opens a model that has already been checked against its sha256, in this thread. @throws AnalysisError `model.mismatch` for what is no model. */
export async function openSession(runtime: InferenceRuntime, bytes: Uint8Array): Promise<InferenceSession> {
  const options = runtime.name === 'onnxruntime-web' ? { executionProviders: ['wasm'], graphOptimizationLevel: 'all' } as const : sessionOptions();
  return runtime.ort.InferenceSession.create(bytes, options).catch((cause: unknown) => {
    // As both runtimes say it; what else may happen, as a lack of memory, says nothing of the model.
    if (!/protobuf|invalid model|load model|ModelProto|graph/i.test(String((cause as Error | null)?.message ?? cause))) throw cause;
    throw new AnalysisError('model.mismatch', 'A file that should be a model holds none.', { cause });
  });
}
