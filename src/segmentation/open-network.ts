import { inferenceThreads, loadInferenceRuntime, openSession, sessionOptions, type InferenceRuntime } from './inference-runtime.js';
import type { Network, NetworkAnswer } from './network.js';
import { openNetworkThread } from './network-thread.js';

/**
 * Opens a model that has already been checked against its sha256: in a thread of its own where there is more than one processor and the native
 * runtime loads, so that the caller can go on meanwhile; otherwise in this one. Either gives the same bytes.
 * @throws AnalysisError `runtime.missing`.
 */
export async function openNetwork(model: Uint8Array, input: string, prefer?: InferenceRuntime['name']): Promise<Network> {
  if (prefer !== 'onnxruntime-web' && inferenceThreads() > 1) {
    const inThread = await openNetworkThread(model, input, sessionOptions());
    if (inThread !== null) return inThread;
  }
  const runtime = await loadInferenceRuntime(prefer), session = await openSession(runtime, model);
  let last: Promise<unknown> = Promise.resolve();
  async function runAlone(values: Float32Array, shape: readonly number[]): Promise<NetworkAnswer> {
    const started = performance.now(), answer = await session.run({ [input]: new runtime.ort.Tensor('float32', values, shape) });
    const milliseconds = performance.now() - started;
    return { milliseconds, outputs: Object.fromEntries(Object.entries(answer).map(([name, { data }]) => [name, data as Float32Array])) };
  }
  return {
    runtime: runtime.name,
    hasOwnThread: false,
    run(values, shape) {
      const answer = last.then(() => runAlone(values, shape));
      last = answer.catch(() => undefined);
      return answer;
    },
  };
}
