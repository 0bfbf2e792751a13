import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { AreaRequest } from '../../../src/domain/correction.js';
import type { Position } from '../../../src/domain/hair.js';
import type { TimepointResult } from '../../../src/domain/result.js';
import { PictureLayer } from '../stored-picture.js';
import { HairMarks, nearestHair } from '../viewer/hair-marks.js';
import { placeUnder, usePanZoom } from '../viewer/use-pan-zoom.js';
import { keepInside, paneShape, type ViewBox } from '../viewer/view-box.js';
import type { EditableHair } from './correction-steps.js';
import type { Tool } from './edit-tool.js';
import { isArrowKey, nextInDirection, pointOnPath, shareNearest, stepOf } from './hair-paths.js';

/** What a person wants of the pane; the page decides what it means. */
export interface PaneActs {
  choose(hair: EditableHair | null): void;
  setTool(tool: Tool): void;
  setPoint(place: Position, isBend: boolean): void;
  splitAt(share: number): void;
  joinWith(hair: EditableHair): void;
  layArea(area: AreaRequest): void;
  /** A key that stands for a button of the tool bar. @returns Whether there is one. */
  pressKey(key: string): boolean;
}

interface Props {
  photo: TimepointResult['photo'];
  hairs: readonly EditableHair[];
  chosen: EditableHair | null;
  outline: readonly Position[];
  tool: Tool;
  view: ViewBox;
  whole: ViewBox;
  setView: (view: ViewBox) => void;
  acts: PaneActs;
  paneRef: { current: SVGSVGElement | null };
}

/** A hair is under the pointer within this distance, and the cross goes so far at a key press, pixels of the screen. */
const reachScreenPx = 14, stepScreenPx = 2, largeStepScreenPx = 20;

/** The photograph with its hairs, to choose, draw, cut and join them with the mouse, the finger or the keyboard. */
export function EditPane({ photo, hairs, chosen, outline, tool, view, whole, setView, acts, paneRef }: Props): VNode {
  const { onKeyDown: movesView, onDblClick: _zooms, ...events } = usePanZoom({ view, whole, setView });
  const pressed = useRef<{ x: number; y: number } | null>(null);
  const [drag, setDrag] = useState<{ from: Position; to: Position } | null>(null);

  const placeOf = (event: MouseEvent): Position & { pixels: number } => {
    const { x, y, pixels } = placeUnder(event.currentTarget as Element, view, event.clientX, event.clientY);
    return { row: y, column: x, pixels };
  };
  const click = (event: MouseEvent): void => {
    // A drag that moved the picture chooses nothing.
    if (tool.name === 'area' || (pressed.current !== null && Math.hypot(event.clientX - pressed.current.x, event.clientY - pressed.current.y) > 4)) return;
    const { row, column, pixels } = placeOf(event), place = keepOn(photo, { row, column });
    if (tool.name === 'add') return acts.setPoint(place, event.shiftKey);
    if (tool.name === 'split' && chosen !== null) return acts.splitAt(shareNearest(chosen.path, place));
    const hair = nearestHair(hairs, column, row, reachScreenPx * pixels) as EditableHair | null;
    if (tool.name === 'join' && hair !== null) return acts.joinWith(hair);
    if (tool.name === 'pick') acts.choose(hair);
  };
  const show = ({ row, column }: Position): void => {
    const margin = view.width / 12;
    if (column > view.x + margin && column < view.x + view.width - margin && row > view.y + margin && row < view.y + view.height - margin) return;
    setView(keepInside({ ...view, x: column - view.width / 2, y: row - view.height / 2 }, whole));
  };
  const chooseAndShow = (hair: EditableHair | null): void => {
    if (hair === null) return;
    acts.choose(hair);
    show(hair.root);
  };
  const pressKey = (event: KeyboardEvent): boolean => {
    const { key } = event, pixels = view.width / (event.currentTarget as Element).getBoundingClientRect().width;
    if (tool.name === 'add' && isArrowKey(key)) {
      const by = pixels * (event.shiftKey ? largeStepScreenPx : stepScreenPx), step = stepOf(key);
      const cross = keepOn(photo, { row: tool.cross.row + by * step.row, column: tool.cross.column + by * step.column });
      acts.setTool({ ...tool, cross });
      show(cross);
      return true;
    }
    if (tool.name === 'add' && (key === 'Enter' || key === ' ')) { acts.setPoint(tool.cross, event.shiftKey); return true; }
    if (tool.name === 'split' && isArrowKey(key)) {
      const step = stepOf(key), share = Math.min(0.95, Math.max(0.05, tool.share + 0.05 * (step.row + step.column)));
      acts.setTool({ name: 'split', share });
      return true;
    }
    if (tool.name === 'split' && key === 'Enter') { acts.splitAt(tool.share); return true; }
    if (tool.name === 'join' && key === 'Enter' && chosen !== null) { acts.joinWith(chosen); return true; }
    if (isArrowKey(key) && !event.shiftKey && tool.name !== 'area') {
      chooseAndShow(nextInDirection(hairs.filter((hair) => hair !== chosen), chosen?.root ?? { row: view.y + view.height / 2, column: view.x + view.width / 2 }, key));
      return true;
    }
    if ((key === 'n' || key === 'p') && tool.name !== 'split') {
      const at = chosen === null ? (key === 'n' ? -1 : 0) : hairs.indexOf(chosen);
      chooseAndShow(hairs[(at + (key === 'n' ? 1 : -1) + hairs.length) % hairs.length] ?? null);
      return true;
    }
    return acts.pressKey(key);
  };
  const dragged = (event: PointerEvent): void => {
    if (tool.name !== 'area' || drag === null) return;
    const { row, column } = placeOf(event);
    setDrag({ ...drag, to: keepOn(photo, { row, column }) });
  };
  const release = (event: PointerEvent): void => {
    events.onPointerUp(event);
    if (tool.name !== 'area' || drag === null) return;
    const area = areaOf(tool.shape, drag, photo);
    setDrag(null);
    if (area !== null) acts.layArea(area);
  };
  const line = tool.name === 'add' ? tool.points : [];
  const preview = tool.name === 'area' && drag !== null ? areaOf(tool.shape, drag, photo) : null;
  return (
    <svg
      ref={paneRef} class={`pane editing${view.width < whole.width ? ' zoomed' : ''}${tool.name === 'pick' ? '' : ' marking'}`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)}
      tabindex={0} role="application" aria-label={`Hairs of ${photo.name}. Arrow keys go from hair to hair, Delete takes one out, A adds one; the keys are listed below.`}
      {...events}
      onPointerDown={(event) => {
        pressed.current = { x: event.clientX, y: event.clientY };
        if (tool.name !== 'area') return events.onPointerDown(event);
        const { row, column } = placeOf(event), from = keepOn(photo, { row, column });
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        setDrag({ from, to: from });
      }}
      onPointerMove={(event) => { dragged(event); events.onPointerMove(event); }} onPointerUp={release}
      onClick={click}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (pressKey(event)) event.preventDefault();
        else movesView(event);
      }}
    >
      <PictureLayer key={photo.sha256} address={`/api/v1/photographs/${photo.sha256}/picture`} width={photo.width} height={photo.height} />
      {outline.length > 2 && <Outline points={outline} />}
      <HairMarks hairs={hairs} fates={null} marking="kinds" chosen={chosen?.id ?? null} />
      {tool.name === 'split' && chosen !== null && <Cross at={pointOnPath(chosen.path, tool.share)} size={view.width / 40} />}
      {line.length > 0 && tool.name === 'add' && <Line points={[...line, tool.cross]} />}
      {tool.name === 'add' && <Cross at={tool.cross} size={view.width / 25} />}
      {preview !== null && <AreaShape area={preview} />}
    </svg>
  );
}

function keepOn({ width, height }: TimepointResult['photo'], { row, column }: Position): Position {
  return { row: Math.min(height - 1, Math.max(0, row)), column: Math.min(width - 1, Math.max(0, column)) };
}

/** The area between two points of a drag; null for one too small to be meant. */
function areaOf(shape: 'circle' | 'rectangle', { from, to }: { from: Position; to: Position }, { width, height }: TimepointResult['photo']): AreaRequest | null {
  const whole = Math.round;
  if (shape === 'rectangle') {
    const area = { row: whole(Math.min(from.row, to.row)), column: whole(Math.min(from.column, to.column)), width: whole(Math.abs(to.column - from.column)), height: whole(Math.abs(to.row - from.row)) };
    return area.width < 10 || area.height < 10 ? null : { shape, ...area };
  }
  const row = whole(from.row), column = whole(from.column), room = Math.min(row, column, height - 1 - row, width - 1 - column);
  const radius = Math.min(room, whole(Math.hypot(to.row - from.row, to.column - from.column)));
  return radius < 5 ? null : { shape, row, column, radius };
}

function Line({ points }: { points: readonly Position[] }): VNode {
  const path = `M${points.map(({ row, column }) => `${column} ${row}`).join('L')}`;
  return <g><path class="line-edge" d={path} /><path class="line line-mark" d={path} /></g>;
}

function Outline({ points }: { points: readonly Position[] }): VNode {
  const path = `M${points.map(({ row, column }) => `${column} ${row}`).join('L')}Z`;
  return <g aria-hidden="true"><path class="line-edge" d={path} /><path class="line area-line" d={path} /></g>;
}

function AreaShape({ area }: { area: AreaRequest }): VNode | null {
  if (area.shape === 'circle') return <circle class="line line-mark" cx={area.column} cy={area.row} r={area.radius} />;
  return area.shape === 'rectangle' ? <rect class="line line-mark" x={area.column} y={area.row} width={area.width} height={area.height} /> : null;
}

function Cross({ at: { row, column }, size }: { at: Position; size: number }): VNode {
  const path = `M${column - size},${row}H${column + size}M${column},${row - size}V${row + size}`;
  return <g><path class="line-edge" d={path} /><path class="line line-mark" d={path} /></g>;
}
