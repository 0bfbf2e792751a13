import { useRef } from 'preact/hooks';
import { centreOf, keepInside, type ViewBox, zoomAt } from './view-box.js';

interface PanZoom {
  view: ViewBox;
  whole: ViewBox;
  setView: (view: ViewBox) => void;
}

interface PaneEvents {
  onPointerDown: (event: PointerEvent) => void;
  onPointerMove: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: (event: PointerEvent) => void;
  onWheel: (event: WheelEvent) => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onDblClick: (event: MouseEvent) => void;
}

const step = 1.4;

/** The point of the picture under a point of the screen, and how many of its pixels a screen pixel covers. */
export function placeUnder(pane: Element, view: ViewBox, clientX: number, clientY: number): { x: number; y: number; pixels: number } {
  const box = pane.getBoundingClientRect();
  const pixels = view.width / box.width;
  return { x: view.x + (clientX - box.left) * pixels, y: view.y + (clientY - box.top) * pixels, pixels };
}

/** Arrow keys, plus, minus and zero on a view; null for any other key. */
export function moveByKey(key: string, view: ViewBox, whole: ViewBox): ViewBox | null {
  const [dx, dy] = [view.width / 10, view.height / 10];
  switch (key) {
    case '+': case '=': return zoomAt(view, whole, step, centreOf(view));
    case '-': return zoomAt(view, whole, 1 / step, centreOf(view));
    case '0': return whole;
    case 'ArrowLeft': return keepInside({ ...view, x: view.x - dx }, whole);
    case 'ArrowRight': return keepInside({ ...view, x: view.x + dx }, whole);
    case 'ArrowUp': return keepInside({ ...view, y: view.y - dy }, whole);
    case 'ArrowDown': return keepInside({ ...view, y: view.y + dy }, whole);
    default: return null;
  }
}

/**
 * Dragging, pinching, Ctrl + wheel, double click and keys on a pane. The plain wheel goes on scrolling the page.
 * Panes that share `view` move in step.
 */
export function usePanZoom({ view, whole, setView }: PanZoom): PaneEvents {
  const fingers = useRef(new Map<number, { x: number; y: number }>());
  const latest = useRef(view);
  latest.current = view;
  const put = (next: ViewBox): void => {
    latest.current = next;
    setView(next);
  };
  const release = (event: PointerEvent): void => { fingers.current.delete(event.pointerId); };
  return {
    onPointerDown: (event) => {
      fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
    },
    onPointerMove: (event) => {
      const from = fingers.current.get(event.pointerId);
      if (from === undefined) return;
      const pane = event.currentTarget as Element;
      const to = { x: event.clientX, y: event.clientY };
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      const current = latest.current;
      if (other !== undefined) {
        const middle = placeUnder(pane, current, (to.x + other.x) / 2, (to.y + other.y) / 2);
        const before = Math.hypot(from.x - other.x, from.y - other.y), after = Math.hypot(to.x - other.x, to.y - other.y);
        if (before > 10 && after > 10) put(zoomAt(current, whole, after / before, middle));
      } else if (current.width < whole.width) {
        // The pane keeps the pointer only once it is dragged, so that a click still reaches a hair.
        if (Math.hypot(to.x - from.x, to.y - from.y) < 2) return;
        if (!pane.hasPointerCapture(event.pointerId)) pane.setPointerCapture(event.pointerId);
        const { pixels } = placeUnder(pane, current, to.x, to.y);
        put(keepInside({ ...current, x: current.x - (to.x - from.x) * pixels, y: current.y - (to.y - from.y) * pixels }, whole));
      }
      fingers.current.set(event.pointerId, to);
    },
    onPointerUp: release,
    onPointerCancel: release,
    onWheel: (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = placeUnder(event.currentTarget as Element, latest.current, event.clientX, event.clientY);
      put(zoomAt(latest.current, whole, Math.exp(-event.deltaY / 300), at));
    },
    onDblClick: (event) => {
      put(zoomAt(latest.current, whole, event.shiftKey ? 1 / 2 : 2, placeUnder(event.currentTarget as Element, latest.current, event.clientX, event.clientY)));
    },
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = moveByKey(event.key, latest.current, whole);
      if (next === null) return;
      event.preventDefault();
      put(next);
    },
  };
}

/** Buttons for people who neither pinch nor know the keys. */
export const zoomStep = step;
