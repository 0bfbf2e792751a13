import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { writeMoment } from '../locale.js';
import type { Signature } from './answers.js';

/** The end of a reading: what is open, or the name that locks it. */
export function SignForm({ open, signature, sending, onSign }: { open: number; signature: Signature | null; sending: boolean; onSign: (name: string) => void }): VNode {
  const [name, setName] = useState('');
  if (signature !== null) {
    return (
      <section aria-labelledby="signed">
        <h2 id="signed">Signed and locked</h2>
        <p>Signed by <strong><bdi>{signature.name}</bdi></strong> on {writeMoment(signature.at)}. Thank you; nothing more is to be done.</p>
        <p class="small quiet">sha256 of the answers, name and time: <code class="hash">{signature.sha256}</code></p>
      </section>
    );
  }
  return (
    <section aria-labelledby="sign">
      <h2 id="sign">Sign and lock</h2>
      {open > 0 ? <p>{open === 1 ? 'One pair has' : `${open} pairs have`} no answer yet. When all have one, you sign here.</p> : (
        <>
          <p>Every pair has an answer. Your name locks them: nothing can be changed afterwards.</p>
          <form class="add" onSubmit={(event) => { event.preventDefault(); onSign(name); }}>
            <label>Your full name<input value={name} required maxLength={100} autocomplete="name" onInput={(event) => setName(event.currentTarget.value)} /></label>
            <button type="submit" class="main-button" disabled={sending}>Sign and lock</button>
          </form>
        </>
      )}
    </section>
  );
}
