import type { VNode } from 'preact';
import type { Refusal } from './answers.js';

/** Why something did not work, and what to do; read out at once. */
export function Notice({ refusal }: { refusal: Refusal }): VNode {
  return <div class="notice" role="alert"><p><strong>{refusal.message}</strong> {refusal.hint}</p></div>;
}

/** Sentences as a list; nothing for none. */
export function Sentences({ sentences }: { sentences: readonly string[] }): VNode | null {
  return sentences.length === 0 ? null : <ul class="notes">{sentences.map((sentence) => <li key={sentence}>{sentence}</li>)}</ul>;
}
