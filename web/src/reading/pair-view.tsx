import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePanZoom } from '../viewer/use-pan-zoom.js';
import { paneShape, type ViewBox, wholePicture } from '../viewer/view-box.js';
import { ZoomButtons } from '../viewer/zoom-buttons.js';

const sides = ['left', 'right'] as const;

/** Addresses of both pictures of a pair; the next pair is fetched while this one is looked at. */
export function picturesOf(reader: string, pair: string): [string, string] {
  return [`/api/v1/blind/${reader}/pairs/${pair}/left`, `/api/v1/blind/${reader}/pairs/${pair}/right`];
}

/** Two pictures beside one another, zoomed and moved in step. Nothing is said about either but its side. */
export function PairView({ pictures }: { pictures: readonly [string, string] }): VNode {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let current = true;
    // Both are shown at once, when both are there.
    Promise.all(pictures.map(loadPicture)).then(([first]) => { if (current) setSize(first!); }, () => { if (current) setFailed(true); });
    return () => { current = false; };
  }, [pictures[0]]);
  if (failed) return <p class="notice" role="alert">This pair cannot be shown. Say below that it cannot be judged, and go on with the next.</p>;
  return size === null ? <p class="pair-wait" role="status">Loading the pair …</p> : <Panes pictures={pictures} {...size} />;
}

function Panes({ pictures, width, height }: { pictures: readonly [string, string]; width: number; height: number }): VNode {
  const whole = wholePicture(width, height);
  const [view, setView] = useState<ViewBox>(whole);
  const events = usePanZoom({ view, whole, setView });
  return (
    <div class="viewer">
      <div class="pair blind">
        {sides.map((side, at) => (
          <figure key={side}>
            <svg class={`pane${view.width < whole.width ? ' zoomed' : ''}`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)} tabindex={0} role="img" aria-label={`The ${side} photograph. Plus and minus zoom both, arrow keys move them.`} {...events}>
              <image href={pictures[at]} x={-0.5} y={-0.5} width={width} height={height} preserveAspectRatio="none" />
            </svg>
            <figcaption><strong>{side === 'left' ? 'Left' : 'Right'}</strong></figcaption>
          </figure>
        ))}
      </div>
      <div class="viewer-bar"><ZoomButtons view={view} whole={whole} setView={setView} /></div>
    </div>
  );
}

function loadPicture(address: string): Promise<{ width: number; height: number }> {
  return new Promise((resolve, reject) => {
    const picture = new Image();
    picture.onload = () => resolve({ width: picture.naturalWidth, height: picture.naturalHeight });
    picture.onerror = () => reject(new Error('not shown'));
    picture.src = address;
  });
}
