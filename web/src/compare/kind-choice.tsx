import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { PhotographKind } from './build-request.js';

const words: Record<PhotographKind, string> = { closeup: 'Close-ups of the skin', global: 'The whole head', auto: 'Not sure: told from the photographs' };

/** What the photographs show: hairs are counted on close-ups, coverage is measured on heads. */
export function KindChoice({ kind, onKind }: { kind: PhotographKind; onKind: (kind: PhotographKind) => void }): VNode {
  const id = useId();
  return (
    <fieldset class="scale">
      <legend>What the photographs show</legend>
      <div class="choices">
        {(Object.keys(words) as PhotographKind[]).map((name) => <label key={name}><input type="radio" name={id} checked={kind === name} onChange={() => onKind(name)} /><span>{words[name]}</span></label>)}
      </div>
      {kind === 'global' && <p class="quiet">The share of the scalp that hair covers is measured; heads have no scale. Faces are covered on every picture and in reports.</p>}
    </fieldset>
  );
}
