import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { askToSignIn } from '../api.js';
import { pauseBeforeNextTry } from '../picture-tries.js';
import { usePanZoom } from '../viewer/use-pan-zoom.js';
import { paneShape, type ViewBox, wholePicture } from '../viewer/view-box.js';
import { ZoomButtons } from '../viewer/zoom-buttons.js';

const sides = ['left', 'right'] as const;

/** Addresses of both pictures of a pair; the next pair is fetched while this one is looked at. */
export function picturesOf(reader: string, pair: string): [string, string] {
  return [`/api/v1/blind/${reader}/pairs/${pair}/left`, `/api/v1/blind/${reader}/pairs/${pair}/right`];
}

/**
 * Two pictures beside one another, zoomed and moved in step. Nothing is said about either but its side.
 * @param onShown  Told when both can be seen, and when they no longer can.
 */
export function PairView({ pictures, onShown }: { pictures: readonly [string, string]; onShown: (isShown: boolean) => void }): VNode {
  const [size, setSize] = useState<Size | null>(null);
  const [said, setSaid] = useState<'busy' | 'failed' | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    // Both are shown at once, when both are there.
    const load = (address: string): Promise<Size> => loadInTheEnd(address, gone.signal, () => setSaid('busy'));
    Promise.all(pictures.map(load)).then(([first]) => { if (!gone.signal.aborted) setSize(first!); }, () => { if (!gone.signal.aborted) setSaid('failed'); });
    return () => gone.abort();
  }, [pictures[0]]);
  useEffect(() => () => onShown(false), []);
  if (said === 'failed') return <p class="notice" role="alert">This pair cannot be shown. Say below that it cannot be judged, and go on with the next.</p>;
  return size === null ? <p class="pair-wait" role="status">{said === 'busy' ? 'The program is busy: the pair is asked for again by itself.' : 'Loading the pair …'} A score is taken once both photographs are shown.</p> : <Panes pictures={pictures} {...size} onShown={() => onShown(true)} />;
}

function Panes({ pictures, width, height, onShown }: { pictures: readonly [string, string]; onShown: () => void } & Size): VNode {
  const whole = wholePicture(width, height);
  const [view, setView] = useState<ViewBox>(whole);
  const events = usePanZoom({ view, whole, setView });
  const drawn = useRef(new Set<string>());
  const addDrawn = (side: string): void => {
    if (drawn.current.add(side).size === sides.length) onShown();
  };
  return (
    <div class="viewer">
      <div class="pair blind">
        {sides.map((side, at) => (
          <figure key={side}>
            <svg class={`pane${view.width < whole.width ? ' zoomed' : ''}`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)} tabindex={0} role="img" aria-label={`The ${side} photograph. Plus and minus zoom both, arrow keys move them.`} {...events}>
              <image href={pictures[at]} x={-0.5} y={-0.5} width={width} height={height} preserveAspectRatio="none" onLoad={() => addDrawn(side)} />
            </svg>
            <figcaption><strong>{side === 'left' ? 'Left' : 'Right'}</strong></figcaption>
          </figure>
        ))}
      </div>
      <div class="viewer-bar"><ZoomButtons view={view} whole={whole} setView={setView} /></div>
    </div>
  );
}

interface Size { width: number; height: number }

/** A pair that the service was too busy to send is no pair that cannot be judged: it is asked for again. @throws Error when there is no such picture. */
async function loadInTheEnd(address: string, gone: AbortSignal, onBusy: () => void): Promise<Size> {
  for (let tries = 1; ; tries++) {
    const size = await loadPicture(address).catch(() => null);
    if (size !== null || gone.aborted) return size ?? { width: 0, height: 0 };
    const pauseMs = await pauseBeforeNextTry(address, tries, { askToSignIn, isGone: () => gone.aborted });
    if (pauseMs === null) throw new Error('not shown');
    if (!gone.aborted) onBusy();
    await new Promise((resolve) => { setTimeout(resolve, pauseMs); });
  }
}

function loadPicture(address: string): Promise<Size> {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve({ width: picture.naturalWidth, height: picture.naturalHeight });
    picture.onerror = () => reject(new Error('not shown'));
    picture.src = address;
  });
}
