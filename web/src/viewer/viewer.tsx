import type { VNode } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { FollowUpResult, TimepointResult } from '../../../src/domain/result.js';
import { followLink } from '../navigation.js';
import { PictureLayer } from '../stored-picture.js';
import { fitAlignment, svgMatrix, undoAlignment } from './fit-alignment.js';
import { describeHair, readFates } from './hair-fates.js';
import { HairMarks, type Marking, nearestHair } from './hair-marks.js';
import { MarkingKey } from './marking-key.js';
import { photographsSeen } from './photographs-seen.js';
import { placeUnder, usePanZoom } from './use-pan-zoom.js';
import { paneShape, type ViewBox, wholePicture } from './view-box.js';
import { ZoomButtons } from './zoom-buttons.js';

const modes = { side: 'Side by side', slider: 'Slider', fade: 'Fade', blink: 'Blink' } as const;
type Mode = keyof typeof modes;

interface Props {
  baseline: TimepointResult;
  followUp: FollowUpResult;
  visitNames: readonly [string, string];
  /** Addresses at which the hairs of each photograph can be corrected; null where they cannot. */
  corrections: readonly [string | null, string | null];
}
interface Chosen { photograph: 0 | 1; id: number }
/** Which photographs are seen at a place, that many percent of the way from left to right. */
type Seen = (along: number) => readonly (0 | 1)[];

/** A hair is under the pointer within this distance, pixels of the screen. */
const reachScreenPx = 10;
const blinkMs = 900;

/**
 * Both photographs on one another, the follow-up laid onto the baseline. Where they could not be matched they stand side
 * by side, each by itself, and the other ways to compare are not offered: they would show change that is none.
 */
export function Viewer({ baseline, followUp, visitNames, corrections }: Props): VNode {
  const id = useId();
  const results = [baseline, followUp.measurement] as const;
  const alignment = useMemo(() => fitAlignment(baseline, followUp), [baseline, followUp]);
  const fates = useMemo(() => readFates(followUp.hairs), [followUp]);
  const [mode, setMode] = useState<Mode>('side');
  const [marking, setMarking] = useState<Marking>('kinds');
  const [share, setShare] = useState(50);
  const [blinking, setBlinking] = useState(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  const [showsAfter, setShowsAfter] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const whole = wholePicture(baseline.photo.width, baseline.photo.height);
  const [view, setView] = useState<ViewBox>(whole);
  const events = usePanZoom({ view, whole, setView });

  useEffect(() => {
    if (mode !== 'blink' || !blinking) return;
    const timer = setInterval(() => setShowsAfter((shown) => !shown), blinkMs);
    return () => clearInterval(timer);
  }, [mode, blinking]);

  // Unmatched photographs of different size are shown equally wide.
  const fitted = baseline.photo.width / followUp.measurement.photo.width;
  const transform = alignment === null ? `scale(${fitted})` : svgMatrix(alignment);
  const inFollowUp = (x: number, y: number): { x: number; y: number } => (alignment === null ? { x: x / fitted, y: y / fitted } : undoAlignment(alignment, x, y));
  const pointAt = (seen: Seen) => (event: PointerEvent): void => {
    if (event.buttons !== 0) return;
    const { x, y, pixels } = placeUnder(event.currentTarget as Element, view, event.clientX, event.clientY);
    for (const photograph of seen((100 * (x - view.x)) / view.width)) {
      const place = photograph === 0 ? { x, y } : inFollowUp(x, y);
      const hair = nearestHair(results[photograph].hairs, place.x, place.y, reachScreenPx * pixels);
      if (hair !== null) return setChosen({ photograph, id: hair.id });
    }
  };

  const ofHeads = results.every(({ kind }) => kind === 'global');
  const layer = (photograph: 0 | 1): VNode => {
    const { photo, hairs, kind, targetArea: { outline } } = results[photograph];
    return (
      <g transform={photograph === 1 ? transform : undefined}>
        <PictureLayer key={photo.sha256} address={`/api/v1/photographs/${photo.sha256}/picture`} width={photo.width} height={photo.height} />
        {kind === 'global' && outline.length > 2 && <path class="line area-line" d={`M${outline.map(({ row, column }) => `${column} ${row}`).join('L')}Z`} />}
        <HairMarks hairs={hairs} fates={fates?.[photograph] ?? null} marking={marking} chosen={chosen?.photograph === photograph ? chosen.id : null} />
      </g>
    );
  };
  const pane = (label: string, seen: Seen, stepped: 0 | 1, content: VNode | VNode[]): VNode => (
    <svg
      class={`pane${view.width < whole.width ? ' zoomed' : ''}`} viewBox={`${view.x} ${view.y} ${view.width} ${view.height}`} style={paneShape(whole)} tabindex={0} role="img"
      aria-label={`${label}. Plus and minus zoom, arrow keys move, N and P go from hair to hair.`}
      {...events}
      onPointerMove={(event) => { events.onPointerMove(event); pointAt(seen)(event); }}
      onKeyDown={(event) => {
        if (event.key === 'n' || event.key === 'p') stepHair(stepped, event.key === 'n' ? 1 : -1);
        else events.onKeyDown(event);
      }}
    >
      {content}
    </svg>
  );

  const stepHair = (photograph: 0 | 1, by: 1 | -1): void => {
    const counted = results[photograph].hairs.filter((hair) => hair.counted);
    if (counted.length === 0) return;
    const at = chosen?.photograph === photograph ? counted.findIndex((hair) => hair.id === chosen.id) : by === 1 ? -1 : 0;
    setChosen({ photograph, id: counted[(at + by + counted.length) % counted.length]!.id });
  };
  const chosenHair = chosen === null ? undefined : results[chosen.photograph].hairs.find((hair) => hair.id === chosen.id);
  const split = view.x + (view.width * share) / 100;
  const only = showsAfter ? 1 : 0;
  const seenThrough = (how: 'slider' | 'fade'): Seen => (along) => photographsSeen(how, share, along);
  // Whoever sees a line between two pictures takes hold of it there.
  const dragLine = {
    onPointerDown: (event: PointerEvent): void => {
      event.stopPropagation();
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent): void => {
      const line = event.currentTarget as SVGElement;
      if (!line.hasPointerCapture(event.pointerId)) return;
      event.stopPropagation();
      const { x } = placeUnder(line.ownerSVGElement!, view, event.clientX, event.clientY);
      setShare(Math.round(Math.min(100, Math.max(0, (100 * (x - view.x)) / view.width))));
    },
  };

  return (
    <div class="viewer">
      <div class="viewer-bar">
        {ofHeads ? <p class="quiet">The dashed line is the measured region. Heads are shown side by side, without their faces.</p> : alignment === null
          ? <p class="quiet">The photographs could not be laid over one another, so they are shown side by side only.</p>
          : (
            <div class="segments" role="group" aria-label="How to compare">
              {(Object.keys(modes) as Mode[]).map((name) => <button type="button" key={name} aria-pressed={mode === name} onClick={() => setMode(name)}>{modes[name]}</button>)}
            </div>
          )}
        {!ofHeads && <label class="marking">Markings
          <select value={marking} onChange={(event) => setMarking(event.currentTarget.value as Marking)}>
            <option value="kinds">hairs by kind</option>
            {fates !== null && <option value="fates">kept, lost, new</option>}
            <option value="none">none</option>
          </select>
        </label>}
        <ZoomButtons view={view} whole={whole} setView={setView} />
      </div>

      {mode === 'side' && (
        <div class="pair">
          {([0, 1] as const).map((photograph) => (
            <figure key={photograph}>
              {pane(`${visitNames[photograph]}, ${results[photograph].photo.name}`, () => [photograph], photograph, layer(photograph))}
              <figcaption>
                <strong><bdi>{visitNames[photograph]}</bdi></strong> <span class="quiet"><bdi>{results[photograph].photo.name}</bdi></span>
                {corrections[photograph] !== null && <a class="correct" href={corrections[photograph]} onClick={followLink}>Correct the hairs<span class="for-ears"> of {visitNames[photograph]}</span></a>}
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      {mode === 'slider' && (
        <figure>
          {pane('Before on the left of the line, after on the right', seenThrough('slider'), chosen?.photograph ?? 0, [
            layer(0),
            <clipPath id={`${id}-clip`} key="clip"><rect x={split} y={view.y} width={Math.max(0, view.x + view.width - split)} height={view.height} /></clipPath>,
            <g key="after" clip-path={`url(#${id}-clip)`}><rect class="ground" x={whole.x} y={whole.y} width={whole.width} height={whole.height} />{layer(1)}</g>,
            <line key="line" class="split" x1={split} x2={split} y1={view.y} y2={view.y + view.height} />,
            <line key="grip" class="split-grip" x1={split} x2={split} y1={view.y + view.height / 2} y2={view.y + view.height / 2} />,
            <line key="handle" class="split-handle" x1={split} x2={split} y1={view.y} y2={view.y + view.height} {...dragLine} />,
          ])}
          <Share label="Place of the line between before and after" value={share} onValue={setShare} widest={paneShape(whole).maxWidth} />
        </figure>
      )}
      {mode === 'fade' && (
        <figure>
          {pane('Before and after faded into one another', seenThrough('fade'), seenThrough('fade')(0)[0]!, [layer(0), <g key="after" opacity={share / 100}>{layer(1)}</g>])}
          <Share label="From before to after" value={share} onValue={setShare} widest={paneShape(whole).maxWidth} />
        </figure>
      )}
      {mode === 'blink' && (
        <figure>
          {pane(`${visitNames[only]}, in turn with the other`, () => [only], only, layer(only))}
          <figcaption class="blink-bar">
            <button type="button" onClick={() => setBlinking(!blinking)} aria-pressed={blinking}>{blinking ? 'Stop' : 'Blink'}</button>
            <button type="button" onClick={() => setShowsAfter(!showsAfter)}>Show the other</button>
            <strong><bdi>{visitNames[only]}</bdi></strong>
          </figcaption>
        </figure>
      )}

      <MarkingKey marking={marking} results={results} matched={fates !== null} hasUnclear={(fates ?? []).some((of) => [...of.values()].some(({ fate }) => fate === 'unclear'))} />
      {!ofHeads && <HairFigures
        sentence={chosen === null || chosenHair === undefined ? null : describeHair(chosenHair, visitNames[chosen.photograph], fates === null ? null : fates[chosen.photograph].get(chosenHair.id) ?? { fate: 'unmatched', probability: null })}
        onStep={(by) => stepHair(chosen?.photograph ?? 0, by)} onOther={() => setChosen({ photograph: chosen?.photograph === 0 ? 1 : 0, id: otherHair(chosen, followUp, results) })}
      />}
    </div>
  );
}

/** The same hair in the other photograph, where it was found there; else that photograph's first counted one. */
function otherHair(chosen: Chosen | null, { hairs }: FollowUpResult, results: readonly [TimepointResult, TimepointResult]): number {
  const from = chosen?.photograph ?? 1;
  const kept = hairs?.kept.find(({ baseline, followUp }) => (from === 0 ? baseline : followUp) === chosen?.id);
  if (kept !== undefined) return from === 0 ? kept.followUp : kept.baseline;
  return results[from === 0 ? 1 : 0].hairs.find((hair) => hair.counted)?.id ?? 0;
}

function HairFigures({ sentence, onStep, onOther }: { sentence: string | null; onStep: (by: 1 | -1) => void; onOther: () => void }): VNode {
  return (
    <div class="hair-figures">
      <div role="group" aria-label="Hairs">
        <button type="button" onClick={() => onStep(-1)} aria-label="Previous hair">‹</button>
        <button type="button" onClick={() => onStep(1)} aria-label="Next hair">›</button>
        <button type="button" onClick={onOther}>Other photograph</button>
      </div>
      <p role="status">{sentence ?? 'Point at a hair, or step through them, for its figures.'}</p>
    </div>
  );
}

/** @param widest  As CSS: the slider ends where the picture above it ends. */
function Share({ label, value, onValue, widest }: { label: string; value: number; onValue: (value: number) => void; widest: string }): VNode {
  const input = useRef<HTMLInputElement>(null);
  return (
    <label class="share" style={{ maxWidth: widest }}><span>before</span>
      <input ref={input} type="range" min={0} max={100} value={value} aria-label={label} onInput={(event) => onValue(Number(event.currentTarget.value))} />
      <span>after</span>
    </label>
  );
}
