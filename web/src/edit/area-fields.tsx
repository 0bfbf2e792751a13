import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { AreaRequest } from '../../../src/domain/correction.js';
import type { TimepointResult } from '../../../src/domain/result.js';
import { writeForField } from '../locale.js';
import { readNumber } from '../compare/build-request.js';

interface Props { result: TimepointResult; area: AreaRequest | null; onArea: (area: AreaRequest | null) => void; onDraw: (shape: 'circle' | 'rectangle') => void }

type Shape = AreaRequest['shape'];
const fields = {
  frame: [],
  circle: [['column', 'Middle, from the left'], ['row', 'Middle, from the top'], ['radius', 'Radius']],
  rectangle: [['column', 'Left edge'], ['row', 'Upper edge'], ['width', 'Width'], ['height', 'Height']],
} as const;

/** The target area in numbers: millimetres where the scale is known, else pixels. */
export function AreaFields({ result: { photo, calibration }, area, onArea, onDraw }: Props): VNode {
  const unit = calibration === null ? 'pixels' : 'mm', perUnit = calibration === null ? 1 : 1000 / calibration.micrometresPerPixel;
  const [shape, setShape] = useState<Shape>(area?.shape ?? 'frame');
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState('');
  useEffect(() => {
    setShape(area?.shape ?? 'frame');
    setTyped(Object.fromEntries(Object.entries(area ?? {}).flatMap(([name, value]) => (typeof value === 'number' ? [[name, writeForField(value / perUnit, calibration === null ? 0 : 2)]] : []))));
    setProblem('');
  }, [area]);

  const choose = (next: Shape): void => {
    setShape(next);
    setProblem('');
    if (next === 'frame') return onArea(null);
    // A first guess in the middle, to be moved.
    const side = Math.min(photo.width, photo.height), middle = { row: photo.height / 2, column: photo.width / 2 };
    onArea(next === 'circle' ? { shape: next, row: Math.round(middle.row), column: Math.round(middle.column), radius: Math.floor(side / 2) - 1 }
      : { shape: next, row: Math.round(middle.row - side / 2), column: Math.round(middle.column - side / 2), width: side, height: side });
  };
  const lay = (event: Event): void => {
    event.preventDefault();
    const numbers = Object.fromEntries(fields[shape].map(([name]) => [name, readNumber(typed[name] ?? '', calibration === null ? undefined : 'mm')]));
    if (Object.values(numbers).includes(null)) return setProblem(`Each place and size is a number of ${unit}.`);
    const inPixels = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.round(value! * perUnit)]));
    onArea({ shape, ...inPixels } as AreaRequest);
  };
  return (
    <form onSubmit={lay} noValidate class="area-fields">
      <fieldset class="choices"><legend>Target area</legend>
        {([['frame', 'the whole photograph'], ['circle', 'a circle'], ['rectangle', 'a rectangle']] as const).map(([name, words]) => (
          <label key={name}><input type="radio" name="area-shape" checked={shape === name} onChange={() => choose(name)} /><span>{words}</span></label>
        ))}
      </fieldset>
      {shape !== 'frame' && (
        <div class="add">
          {fields[shape].map(([name, words]) => <label key={name}>{words}, {unit}<input value={typed[name] ?? ''} inputMode="decimal" autocomplete="off" onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })} /></label>)}
          <button type="submit">Move the area</button>
          <button type="button" class="quiet-button" onClick={() => onDraw(shape)}>Draw it in the photograph</button>
        </div>
      )}
      <p role="status">{problem}</p>
    </form>
  );
}
