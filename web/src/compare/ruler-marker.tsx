import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Photograph } from '../answers.js';
import { ZoomButtons } from '../viewer/zoom-buttons.js';
import { placeUnder, usePanZoom } from '../viewer/use-pan-zoom.js';
import { keepInside, paneShape, type ViewBox, wholePicture } from '../viewer/view-box.js';
import { type MarkedPoint, readNumber, type Scale } from './build-request.js';

interface Props {
  name: string;
  photograph: Photograph | null;
  scale: Scale;
  onPoints: (points: readonly MarkedPoint[]) => void;
}

/** People place a point to about one pixel of the screen; never better than a pixel of the photograph. */
const placingErrorScreenPx = 1;
const leastErrorPx = 0.7;

/** Two clicks on a ruler in the photograph, or a cross moved with the arrow keys and set with Enter. */
export function RulerMarker(props: Props): VNode {
  return props.photograph === null ? <p class="quiet">Choose the photograph {props.name} first, then mark the ruler in it.</p> : <Marker {...props} key={props.photograph.id} photograph={props.photograph} />;
}

function Marker({ name, photograph, scale, onPoints }: Props & { photograph: Photograph }): VNode {
  const whole = wholePicture(photograph.width, photograph.height);
  const [view, setView] = useState<ViewBox>(whole);
  const [cross, setCross] = useState<{ x: number; y: number } | null>(null);
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const { onKeyDown: _moves, onDblClick: _zooms, ...events } = usePanZoom({ view, whole, setView });
  const { points } = scale;

  const mark = (x: number, y: number, pixels: number): void => {
    const point = { row: Math.round(y * 100) / 100, column: Math.round(x * 100) / 100, errorPx: Math.max(leastErrorPx, placingErrorScreenPx * pixels) };
    onPoints(points.length >= 2 ? [point] : [...points, point]);
  };
  const click = (event: MouseEvent): void => {
    // A drag that moved the picture is no mark.
    if (pressed.current !== null && Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) > 4) return;
    const { x, y, pixels } = placeUnder(event.currentTarget as Element, view, event.clientX, event.clientY);
    mark(x, y, pixels);
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
    } else if (event.key === 'Enter' || event.key === ' ') mark(at.x, at.y, pixels);
    else return;
    event.preventDefault();
  };
  return (
    <div class="ruler">
      <ZoomButtons view={view} whole={whole} setView={setView} />
      <svg
        class={`pane${view.width < whole.width ? ' zoomed' : ''} marking`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)} tabindex={0} role="application"
        aria-label={`Photograph ${name}: click the two ends of a known length on the ruler, or move the cross with the arrow keys and press Enter.`}
        {...events}
        onPointerDown={(event) => { pressed.current = { x: event.clientX, y: event.clientY }; events.onPointerDown(event); }}
        onClick={click} onKeyDown={press}
      >
        <image href={photograph.picture} x={-0.5} y={-0.5} width={photograph.width} height={photograph.height} preserveAspectRatio="none" />
        {points.length === 2 && <Line points={points} />}
        {points.map(({ row, column }) => <Cross key={`${row} ${column}`} x={column} y={row} size={view.width / 40} />)}
        {cross !== null && <Cross x={cross.x} y={cross.y} size={view.width / 25} />}
      </svg>
      <p role="status" class="quiet">{describePoints(scale)}</p>
    </div>
  );
}

function Line({ points }: { points: readonly MarkedPoint[] }): VNode {
  const [from, to] = points;
  const ends = { x1: from!.column, y1: from!.row, x2: to!.column, y2: to!.row };
  return <g><line class="line-edge" {...ends} /><line class="line line-mark" {...ends} /></g>;
}

function Cross({ x, y, size }: { x: number; y: number; size: number }): VNode {
  const path = `M${x - size},${y}H${x + size}M${x},${y - size}V${y + size}`;
  return <g><path class="line-edge" d={path} /><path class="line line-mark" d={path} /></g>;
}

function describePoints({ points, text }: Scale): string {
  if (points.length === 0) return 'Mark the first end. Zoom in for an exact place.';
  if (points.length === 1) return 'Mark the second end, as far away as the ruler allows.';
  const [from, to] = points;
  const lengthPx = Math.hypot(from!.row - to!.row, from!.column - to!.column);
  const millimetres = readNumber(text);
  const uncertainty = `± ${((100 * Math.hypot(from!.errorPx, to!.errorPx)) / lengthPx).toFixed(1)} % from the marks`;
  return millimetres === null
    ? `${lengthPx.toFixed(0)} pixels between the marks (${uncertainty}). Give their distance in millimetres.`
    : `${lengthPx.toFixed(0)} pixels for ${millimetres} mm: ${((millimetres * 1000) / lengthPx).toPrecision(4)} µm per pixel (${uncertainty}). A third click starts again.`;
}
