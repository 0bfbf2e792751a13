import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { Correction } from '../../../src/domain/correction.js';
import type { TimepointResult } from '../../../src/domain/result.js';
import type { MeasurementVersions } from '../answers.js';
import { Notice } from '../notice.js';
import { useUnsaved } from '../unsaved.js';
import { describeHair } from '../viewer/hair-fates.js';
import { MarkingKey } from '../viewer/marking-key.js';
import { centreOf, type ViewBox, wholePicture } from '../viewer/view-box.js';
import { ZoomButtons } from '../viewer/zoom-buttons.js';
import { AreaFields } from './area-fields.js';
import { drawHair, type EditableHair, joinHairs, keyOf, listHairs, moveArea, splitHair, takeForHair, takeOut, turnHair } from './correction-steps.js';
import { EditKeys } from './edit-keys.js';
import { EditPane, type PaneActs } from './edit-pane.js';
import { instructionOf, pick, type Tool } from './edit-tool.js';
import { FiguresBeside } from './figures-beside.js';
import { SaveCorrection } from './save-correction.js';
import { useHistory } from './use-history.js';
import { usePreview } from './use-preview.js';
import { VersionList } from './version-list.js';

interface Props { comparison: string; photograph: number; versions: MeasurementVersions; automatic: TimepointResult }

/** The photograph with its hairs, what can be done with them, and the figures that follow at once. */
export function HairEditor({ comparison, photograph, versions, automatic }: Props): VNode {
  // Others may save meanwhile; what is corrected here began with what was there then.
  const [listed, setListed] = useState(versions);
  const saved = versions.versions[versions.versions.length - 1]!.correction;
  const { present: correction, canUndo, canRedo, put, undo, redo } = useHistory<Correction>(saved);
  const { measured, isMeasuring, refusal, mayPass } = usePreview(comparison, photograph, correction);
  const [tool, setTool] = useState<Tool>(pick);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  const [showsAutomatic, setShowsAutomatic] = useState(false);
  const pane = useRef<SVGSVGElement | null>(null);
  const { photo } = automatic, whole = wholePicture(photo.width, photo.height);
  const [view, setView] = useState<ViewBox>(whole);

  const result = measured?.preview.measurement ?? automatic, isLatest = measured?.correction === correction;
  const hairs = useMemo(() => listHairs(result.hairs, correction, isLatest), [result, correction, isLatest]);
  const shown = useMemo(() => (showsAutomatic ? automatic.hairs.map((hair) => ({ ...hair, drawnAt: null })) : hairs), [showsAutomatic, automatic, hairs]);
  const chosen = shown.find((hair) => keyOf(hair) === chosenKey) ?? null;
  const isChanged = correction !== saved;
  useUnsaved(isChanged, 'The corrections of this photograph are not kept yet. Leave the page without them?');

  const step = (next: Correction, words: string): void => {
    put(next);
    setTool(pick);
    setChosenKey(null);
    setSaid(words);
    pane.current?.focus();
  };
  const nameOf = (hair: EditableHair): string => (hair.drawnAt === null ? `hair ${hair.id}` : `drawn hair ${hair.drawnAt + 1}`);
  const begin = (next: Tool): void => {
    setTool(next);
    setSaid(instructionOf(next) ?? '');
    pane.current?.focus();
  };
  const acts: PaneActs = {
    choose: (hair) => {
      setChosenKey(hair === null ? null : keyOf(hair));
      setSaid(hair === null ? '' : describeHair(hair, 'Chosen', null));
    },
    setTool,
    setPoint: (place, isBend) => {
      if (tool.name !== 'add') return;
      const points = [...tool.points, place];
      if (points.length === 1 || isBend) return begin({ name: 'add', points, cross: place });
      const [from, to] = [points[0]!, points[points.length - 1]!];
      if (Math.hypot(to.row - from.row, to.column - from.column) < 3) return setSaid('That is where it began. Put the tip farther away.');
      step(drawHair(correction, points), 'A hair was drawn.');
    },
    splitAt: (share) => { if (chosen !== null) step(splitHair(correction, chosen, share), `The ${nameOf(chosen)} was cut in two.`); },
    joinWith: (hair) => {
      const first = tool.name === 'join' ? hairs.find((other) => keyOf(other) === tool.first) : undefined;
      if (first === undefined || keyOf(first) === keyOf(hair)) return setSaid('Choose another hair to join it with.');
      step(joinHairs(correction, first, hair), `The ${nameOf(first)} and the ${nameOf(hair)} were joined.`);
    },
    layArea: (area) => step(moveArea(correction, area), 'The target area was moved.'),
    pressKey: (key) => {
      const act = keys[key.length === 1 ? key.toLowerCase() : key];
      if (act === undefined) return false;
      act();
      return true;
    },
  };
  const needsChosen = (act: (hair: EditableHair) => void) => (): void => {
    if (showsAutomatic) return setSaid('This is what the program found alone. Show the correction to change it.');
    if (chosen === null) return setSaid('Choose a hair first: click it, or go to it with the arrow keys.');
    act(chosen);
  };
  const remove = needsChosen((hair) => step(takeOut(correction, hair), `The ${nameOf(hair)} was taken out.`));
  const add = (): void => {
    if (showsAutomatic) return setSaid('This is what the program found alone. Show the correction to change it.');
    const { x, y } = chosen === null ? centreOf(view) : { x: chosen.root.column, y: chosen.root.row };
    begin({ name: 'add', points: [], cross: { row: y, column: x } });
  };
  const join = needsChosen((hair) => begin({ name: 'join', first: keyOf(hair) }));
  const split = needsChosen(() => begin({ name: 'split', share: 0.5 }));
  const turn = needsChosen((hair) => step(turnHair(correction, hair), `Exit and tip of the ${nameOf(hair)} changed places.`));
  const take = needsChosen((hair) => (hair.notCountedBecause === 'uncertain' ? step(takeForHair(correction, hair), `The trace ${hair.id} is taken for a hair.`) : setSaid('This is no faint trace: it is taken for a hair already.')));
  const goBack = (): void => {
    setTool(pick);
    setChosenKey(null);
    setSaid(canUndo ? 'Undone.' : 'There is nothing to undo.');
    undo();
  };
  const goForward = (): void => {
    setTool(pick);
    setChosenKey(null);
    setSaid(canRedo ? 'Done again.' : 'There is nothing to do again.');
    redo();
  };
  const giveUp = (): void => {
    if (tool.name === 'pick') setChosenKey(null);
    setTool(pick);
    setSaid(tool.name === 'pick' ? '' : 'Given up.');
  };
  const keys: Record<string, () => void> = { Delete: remove, Backspace: remove, a: add, j: join, s: split, t: turn, c: take, Escape: giveUp };
  const pressPage = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) goForward();
    else goBack();
  };

  return (
    <div class="editor viewer" onKeyDown={pressPage}>
      <div class="viewer-bar" role="toolbar" aria-label="Corrections">
        {/* Those that can do nothing say so and keep the focus: a disabled one would drop it, with the next Tab at the head of the page. */}
        <button type="button" onClick={add} aria-pressed={tool.name === 'add'}>Add a hair</button>
        <button type="button" onClick={remove} aria-disabled={chosen === null}>Take out</button>
        <button type="button" onClick={join} aria-disabled={chosen === null} aria-pressed={tool.name === 'join'}>Join …</button>
        <button type="button" onClick={split} aria-disabled={chosen === null} aria-pressed={tool.name === 'split'}>Split …</button>
        <button type="button" onClick={turn} aria-disabled={chosen === null}>Turn round</button>
        {chosen?.notCountedBecause === 'uncertain' && <button type="button" onClick={take}>Count this trace</button>}
        <span class="zoom"><button type="button" onClick={goBack} aria-disabled={!canUndo}>Undo</button><button type="button" onClick={goForward} aria-disabled={!canRedo}>Redo</button></span>
        <ZoomButtons view={view} whole={whole} setView={setView} />
      </div>
      <div class="edit-columns">
        <div>
          <EditPane photo={photo} hairs={shown} chosen={chosen} outline={(showsAutomatic ? automatic : result).targetArea.outline} tool={tool} view={view} whole={whole} setView={setView} acts={acts} paneRef={pane} />
          <p role="status" class="said">{said === '' ? 'Choose a hair to take it out, join, split or turn it; or add one.' : said}</p>
          <label class="check"><input type="checkbox" checked={showsAutomatic} onChange={(event) => { setShowsAutomatic(event.currentTarget.checked); giveUp(); }} /> Show what the program found alone</label>
          <MarkingKey marking="kinds" results={[{ ...result, hairs: [...shown] }]} matched={false} hasUnclear={false} />
          <EditKeys />
        </div>
        <div>
          <FiguresBeside automatic={automatic.measurements} preview={measured?.preview ?? null} isMeasuring={isMeasuring} />
          {refusal !== null && <Notice refusal={refusal} />}
          <AreaFields result={automatic} area={correction.area} onArea={(area) => { put(moveArea(correction, area)); setSaid('The target area was moved.'); }} onDraw={(shape) => begin({ name: 'area', shape })} />
        </div>
      </div>
      <SaveCorrection comparison={comparison} photograph={photograph} newest={versions.newest} correction={correction} isChanged={isChanged} isRefused={refusal !== null && !mayPass} onVersions={setListed} />
      <VersionList comparison={comparison} versions={listed} />
    </div>
  );
}
