import type { ComponentChildren, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Photograph } from '../answers.js';
import { PictureLayer } from '../stored-picture.js';
import { ZoomButtons } from '../viewer/zoom-buttons.js';
import { placeUnder, usePanZoom } from '../viewer/use-pan-zoom.js';
import { keepInside, paneShape, type ViewBox, wholePicture } from '../viewer/view-box.js';

interface Props {
  photograph: Photograph;
  /** What is to be marked, for those who do not see it. */
  label: string;
  points: readonly { row: number; column: number }[];
  /** A place in pixels of the upright original; `pixels` of them are one of the screen. */
  onMark: (row: number, column: number, pixels: number) => void;
  /** Drawn below the marks. */
  children?: ComponentChildren;
}

/** A photograph in which places are marked: by a click, or by a cross that the arrow keys move and Enter sets. */
export function MarkPane({ photograph, label, points, onMark, children }: Props): VNode {
  const whole = wholePicture(photograph.width, photograph.height);
  const [view, setView] = useState<ViewBox>(whole);
  const [cross, setCross] = useState<{ x: number; y: number } | null>(null);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const { onKeyDown: _moves, onDblClick: _zooms, ...events } = usePanZoom({ view, whole, setView });

  const click = (event: MouseEvent): void => {
    // A drag that moved the picture is no mark.
    if (pressed.current !== null && Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) > 4) return;
    const { x, y, pixels } = placeUnder(event.currentTarget as Element, view, event.clientX, event.clientY);
    onMark(y, x, pixels);
  };
  const press = (event: KeyboardEvent): void => {
    const pixels = view.width / (event.currentTarget as Element).getBoundingClientRect().width;
    const by = pixels * (event.shiftKey ? 20 : 2);
    const moves: Record<string, [number, number]> = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
    const at = cross ?? { x: view.x + view.width / 2, y: view.y + view.height / 2 };
    const move = moves[event.key];
    if (move !== undefined) {
      const next = { x: Math.min(whole.width - 1, Math.max(0, at.x + move[0])), y: Math.min(whole.height - 1, Math.max(0, at.y + move[1])) };
      setCross(next);
      if (next.x < view.x || next.x > view.x + view.width || next.y < view.y || next.y > view.y + view.height) {
        setView(keepInside({ ...view, x: next.x - view.width / 2, y: next.y - view.height / 2 }, whole));
      }
    } else if (event.key === 'Enter' || event.key === ' ') onMark(at.y, at.x, pixels);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <ZoomButtons view={view} whole={whole} setView={setView} />
      <svg
        class={`pane${view.width < whole.width ? ' zoomed' : ''} marking`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)} tabindex={0} role="application" aria-label={label}
        {...events}
        onPointerDown={(event) => { pressed.current = { x: event.clientX, y: event.clientY }; events.onPointerDown(event); }}
        onClick={click} onKeyDown={press}
      >
        <PictureLayer key={photograph.id} address={photograph.picture} width={photograph.width} height={photograph.height} />
        {children}
        {points.map(({ row, column }, at) => <Cross key={`${at} ${row} ${column}`} x={column} y={row} size={view.width / 40} />)}
        {cross !== null && <Cross x={cross.x} y={cross.y} size={view.width / 25} />}
      </svg>
    </>
  );
}

function Cross({ x, y, size }: { x: number; y: number; size: number }): VNode {
  return <MarkedLine path={`M${x - size},${y}H${x + size}M${x},${y - size}V${y + size}`} />;
}

/** A line that is seen on skin and on hair. */
export function MarkedLine({ path }: { path: string }): VNode {
  return <g><path class="line-edge" d={path} /><path class="line line-mark" d={path} /></g>;
}
