import type { VNode } from 'preact';
import type { Photograph } from '../answers.js';
import { numberFormats } from '../locale.js';
import { type MarkedPoint, readNumber, type Scale } from './build-request.js';
import { MarkedLine, MarkPane } from './mark-pane.js';

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
export function RulerMarker({ name, photograph, scale, onPoints }: Props): VNode {
  if (photograph === null) return <p class="quiet">Choose the photograph {name} first, then mark the ruler in it.</p>;
  const { points } = scale;
  const mark = (row: number, column: number, pixels: number): void => {
    const point = { row: Math.round(row * 100) / 100, column: Math.round(column * 100) / 100, errorPx: Math.max(leastErrorPx, placingErrorScreenPx * pixels) };
    onPoints(points.length >= 2 ? [point] : [...points, point]);
  };
  const [from, to] = points;
  return (
    <div class="ruler">
      <MarkPane key={photograph.id} photograph={photograph} points={points} onMark={mark} label={`Photograph ${name}: click the two ends of a known length on the ruler, or move the cross with the arrow keys and press Enter.`}>
        {from !== undefined && to !== undefined && <MarkedLine path={`M${from.column},${from.row}L${to.column},${to.row}`} />}
      </MarkPane>
      <p role="status" class="quiet">{describePoints(scale)}</p>
    </div>
  );
}

function describePoints({ points, text }: Scale): string {
  if (points.length === 0) return 'Mark the first end. Zoom in for an exact place.';
  if (points.length === 1) return 'Mark the second end, as far away as the ruler allows.';
  const [from, to] = points;
  const lengthPx = Math.hypot(from!.row - to!.row, from!.column - to!.column);
  const millimetres = readNumber(text, 'mm'), { number, significant } = numberFormats;
  const uncertainty = `± ${number((100 * Math.hypot(from!.errorPx, to!.errorPx)) / lengthPx, 1)} % from the marks`;
  return millimetres === null
    ? `${number(lengthPx)} pixels between the marks (${uncertainty}). Give their distance in millimetres.`
    : `${number(lengthPx)} pixels for ${significant(millimetres, 6)} mm: ${significant((millimetres * 1000) / lengthPx, 4)} µm per pixel (${uncertainty}). A third click starts again.`;
}
