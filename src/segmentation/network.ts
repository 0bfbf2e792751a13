import type { InferenceRuntime } from './inference-runtime.js';

export interface NetworkAnswer {
  readonly outputs: Readonly<Record<string, Float32Array>>;
  /** Time spent inside the network. */
  readonly milliseconds: number;
}

/** A network that is open. */
export interface Network {
  readonly runtime: InferenceRuntime['name'];
  readonly hasOwnThread: boolean;
  /**
   * Answers in the order of the questions.
   * @param input  Taken over: not to be used again.
   */
  run(input: Float32Array, shape: readonly number[]): Promise<NetworkAnswer>;
}
