import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { StoredPicture } from '../stored-picture.js';

/** The new photograph with the first one laid over it, to see whether it shows the same skin in the same place while it can still be taken again. */
export function BaselineOverlay({ picture, baseline }: { picture: string; baseline: string }): VNode {
  const [share, setShare] = useState(0);
  return (
    <figure class="overlaid">
      <div class="overlay-frame"><StoredPicture key={picture} address={picture} alt="The new photograph" /><img class="ghost" draggable={false} src={baseline} alt="" style={{ opacity: share / 100 }} /></div>
      <label class="share"><span>this photograph</span>
        <input type="range" min={0} max={100} value={share} aria-label="From this photograph to the first one" onInput={(event) => setShare(Number(event.currentTarget.value))} />
        <span>the first one</span>
      </label>
    </figure>
  );
}
