import type { VNode } from 'preact';
import { numberFormats } from '../locale.js';
import { zoomStep } from './use-pan-zoom.js';
import { centreOf, type ViewBox, zoomAt } from './view-box.js';

/** Closer, farther, all of it. */
export function ZoomButtons({ view, whole, setView }: { view: ViewBox; whole: ViewBox; setView: (view: ViewBox) => void }): VNode {
  const zoom = (factor: number) => (): void => setView(zoomAt(view, whole, factor, centreOf(view)));
  const times = whole.width / view.width;
  return (
    <div class="zoom" role="group" aria-label="Zoom">
      {/* At the whole picture they do nothing, but keep the focus. */}
      <button type="button" onClick={zoom(1 / zoomStep)} aria-label="Farther" aria-disabled={times <= 1}>−</button>
      <button type="button" onClick={zoom(zoomStep)} aria-label="Closer">+</button>
      <button type="button" onClick={() => setView(whole)} aria-disabled={times <= 1}>Whole</button>
      <span class="quiet" role="status">{times < 1.05 ? '' : `${numberFormats.number(times, 1)} ×`}</span>
    </div>
  );
}
