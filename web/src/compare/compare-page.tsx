import type { VNode } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { terminalThresholdLimitsUm, usualTerminalThresholdUm } from '../../../src/domain/terminal-threshold.js';
import type { Photograph, Refusal } from '../answers.js';
import { SessionContext, useMay } from '../account/session.js';
import { askForComparison, isPassing, read, readComparison, toRefusal, uploadPhotograph } from '../api.js';
import { pastedFiles } from '../dropped-files.js';
import { numberFormats, writeForField } from '../locale.js';
import { goTo } from '../navigation.js';
import { dayOf } from '../study/use-camera.js';
import { Notice } from '../notice.js';
import { nothingUnsaved, useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { buildRequest, emptyScale, type Labels, readNumber, type Scale, scaleProblem } from './build-request.js';
import { formerEntriesOf } from './former-request.js';
import { KindChoice } from './kind-choice.js';
import { orderFiles } from './order-files.js';
import { pairDoubt } from './pair-doubt.js';
import { PhotographSlot } from './photograph-slot.js';
import { type MarkedRegion, regionProblem, wholeScalp } from './region.js';
import { RegionChoice } from './region-choice.js';
import { SampleOffer } from './sample-offer.js';
import { ScaleChoice } from './scale-choice.js';
import { type Both, emptySlot, fillSlot, type Slot, swapScales } from './slots.js';

const names = ['Before', 'After'] as const;

function isTaken({ file, photograph }: Slot): boolean {
  return file !== null || photograph !== null;
}

function isThreshold(text: string): boolean {
  const value = readNumber(text, 'µm');
  return value !== null && value >= terminalThresholdLimitsUm.smallest && value <= terminalThresholdLimitsUm.largest;
}

/** The first page: two photographs and their scale in, a comparison out. */
export function ComparePage(): VNode {
  const [slots, setSlots] = useState<Both<Slot>>([emptySlot, emptySlot]);
  const [scales, setScales] = useState<Both<Scale>>([emptyScale, emptyScale]);
  const [shared, setShared] = useState(true);
  const [labels, setLabels] = useState<Labels>({ subject: '', targetArea: '', clinicName: '', terminalThresholdUm: String(usualTerminalThresholdUm), preset: 'standard', kind: 'closeup' });
  const [region, setRegion] = useState<MarkedRegion>(wholeScalp);
  const [isAsked, setIsAsked] = useState(false);
  /** What a former comparison was asked with, while it stands here as it was. */
  const [former, setFormer] = useState<readonly unknown[]>([]);
  const { sending, refusal, setRefusal, attempt } = useSending();
  const [dragging, setDragging] = useState(false);
  /** Said where more was dropped than is compared. */
  const [surplus, setSurplus] = useState<string | null>(null);
  const problems = useRef<HTMLDivElement>(null), kinds = useRef<HTMLDivElement>(null);
  const mayPlan = useMay('plan');

  function change<Value>(set: (update: (both: Both<Value>) => Both<Value>) => void, at: number, next: (value: Value) => Value): void {
    set((both) => (at === 0 ? [next(both[0]), both[1]] : [both[0], next(both[1])]));
  }

  async function take(at: number, file: File): Promise<void> {
    setSurplus(null);
    change(setSlots, at, () => ({ ...emptySlot, file }));
    change(setScales, at, (scale) => ({ ...scale, points: [] }));
    if (at === 0) setRegion((marked) => ({ ...marked, points: [] }));
    const put = (next: Partial<Slot>): void => setSlots((both) => fillSlot(both, file, next));
    try {
      const photograph = await uploadPhotograph(file);
      put({ photograph, date: photograph.capturedAt?.slice(0, 10) ?? '' });
    } catch (error) {
      put({ refusal: toRefusal(error), mayPass: isPassing(error) });
    }
  }

  function takeAll(files: readonly File[]): void {
    // Which two of many are meant, nobody can tell.
    setSurplus(files.length > 2 ? `These are ${files.length} files; two are compared here. Choose two. More visits go into a study: Studies, above.` : null);
    const ordered = orderFiles(files.length > 2 ? [] : files);
    if (ordered.length === 2) ordered.forEach((file, at) => { void take(at, file); });
    else if (ordered.length === 1) void take(isTaken(slots[0]) ? 1 : 0, ordered[0]!);
  }

  // Dropping and pasting work anywhere on the page.
  const session = useContext(SessionContext);
  // Whoever had to sign in again meanwhile has it taken then.
  useEffect(() => slots.forEach(({ file, mayPass }, at) => { if (mayPass) void take(at, file!); }), [session]);
  const latest = useRef(takeAll);
  latest.current = takeAll;
  useEffect(() => {
    let leaving = 0;
    const over = (): void => {
      clearTimeout(leaving);
      leaving = setTimeout(() => setDragging(false), 200) as unknown as number;
      setDragging(true);
    };
    const drop = (event: DragEvent): void => {
      setDragging(false);
      const files = [...event.dataTransfer?.files ?? []];
      latest.current(files);
      if (files.length === 0) setSurplus('That is no file. Save the picture, then drop its file.');
    };
    const paste = (event: ClipboardEvent): void => latest.current(pastedFiles(event));
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
      clearTimeout(leaving);
    };
  }, []);
  const isAsBefore = [slots, scales, shared, labels, region].every((value, at) => value === former[at]);
  useUnsaved(!isAsBefore && slots.some(({ photograph }) => photograph !== null), 'The photographs chosen here are not compared yet. Leave the page without comparing them?');
  useEffect(() => { document.title = 'Compare two photographs – trichoscore'; }, []);

  // From a result, to change one thing of it: the same photographs, scale and words are there again.
  useEffect(() => {
    const id = new URLSearchParams(location.search).get('again');
    if (id === null) return;
    const take = async (): Promise<void> => {
      const former = formerEntriesOf((await readComparison(id)).request, (value) => writeForField(value));
      if (former === null) return;
      const [before, after] = await Promise.all(former.entries.map(async ({ photograph, name, date }): Promise<Slot> => {
        const known = await read<Photograph>(`/api/v1/photographs/${photograph}`);
        return { ...emptySlot, photograph: { ...known, name: name ?? known.name }, date: date ?? '' };
      })) as [Slot, Slot];
      const again: Both<Slot> = [before, after];
      setSlots(again);
      setScales(former.scales);
      setShared(former.isShared);
      setLabels(former.labels);
      setRegion(former.region);
      setFormer([again, former.scales, former.isShared, former.labels, former.region]);
    };
    take().catch((error: unknown) => setRefusal(toRefusal(error)));
  }, []);

  const used: Both<Scale> = shared && scales[0].method !== 'twoPoint' ? [scales[0], scales[0]] : scales;
  const ofHeads = labels.kind === 'global', doubt = pairDoubt(slots, dayOf(new Date()));
  const missing = [
    ...slots.flatMap(({ photograph, file }, at) => (photograph === null ? [file === null ? `Choose the photograph ${names[at]!.toLowerCase()}.` : `The photograph ${names[at]!.toLowerCase()} is not ready.`] : [])),
    ...(isThreshold(labels.terminalThresholdUm) ? [] : [`The limit between vellus and terminal hair must lie between ${terminalThresholdLimitsUm.smallest} and ${terminalThresholdLimitsUm.largest} µm.`]),
    ...(ofHeads ? [regionProblem(region)].filter((problem) => problem !== null) : []),
    ...new Set(ofHeads ? [] : used.flatMap((scale, at) => scaleProblem(scale, used[0] === used[1] ? null : names[at]!) ?? [])),
  ].map(numberFormats.rewrite);

  // What is missing is said once somebody asks, and no longer than it is.
  const isScaleMissing = !ofHeads && used.some((scale) => scale.method === 'given' && scaleProblem(scale, null) !== null);
  const gap: Refusal | null = !isAsked || missing.length === 0 ? null : {
    code: '', message: missing.join(' '), hint: isScaleMissing ? 'If you do not know it: where a ruler lies in the picture, two clicks on it tell; of a dermatoscope, the width of its field is often known.' : '',
  };
  useEffect(() => { if (missing.length === 0) setIsAsked(false); }, [missing.length === 0]);

  async function compare(event: Event): Promise<void> {
    event.preventDefault();
    setRefusal(null);
    if (missing.length > 0) {
      setIsAsked(true);
      problems.current?.focus();
      return;
    }
    await attempt(async () => {
      const { id } = await askForComparison(buildRequest(slots, used, labels, region));
      nothingUnsaved();
      // Whoever goes back finds the photographs and their scale again, to change one of them.
      history.replaceState(history.state, '', `/?again=${id}`);
      goTo(`/comparisons/${id}`);
    });
  }

  const swap = (): void => {
    setSlots(([before, after]) => [after, before]);
    setScales((both) => swapScales(both, shared));
    setRegion((marked) => ({ ...marked, points: [] }));
  };
  const setLabel = (name: keyof Labels) => (event: Event): void => setLabels({ ...labels, [name]: (event.currentTarget as HTMLInputElement).value });

  return (
    <form class="compare" onSubmit={(event) => { void compare(event); }} noValidate>
      <h1>Compare two photographs</h1>
      <p class="lead">How much hair changed from one {ofHeads ? 'photograph of a head' : 'close-up of the skin'} to the next, and how sure that is. Take both alike: {ofHeads ? 'same pose, same parting, same light, hair dry and' : 'same place, same magnification, same light, hair'} cut to the same length.</p>
      <p class="small"><a href="/photo-guide.html" download>How to take such photographs, on one page to print</a></p>
      <div class={`slots${dragging ? ' dragging' : ''}`}>
        {slots.map((slot, at) => (
          <PhotographSlot
            key={names[at]} name={names[at]!} slot={slot} isHead={ofHeads} scale={ofHeads ? null : used[at]!}
            onFiles={(files) => (files.length > 1 ? takeAll(files) : void take(at, files[0]!))}
            onDate={(date) => change(setSlots, at, (value) => ({ ...value, date }))}
            onHead={() => {
              setLabels({ ...labels, kind: 'global' });
              // The button is gone then, and what it changed is shown.
              kinds.current?.focus();
            }}
            onRetry={() => { void take(at, slot.file!); }}
            onRemove={() => change(setSlots, at, () => emptySlot)}
          />
        ))}
      </div>
      <div role="status">{(surplus ?? doubt) !== null && <p class="care">{surplus ?? doubt}</p>}</div>
      {slots.some(isTaken) && <p><button type="button" class="quiet-button" onClick={swap}>Swap before and after</button></p>}

      <div ref={kinds} tabIndex={-1}><KindChoice kind={labels.kind} onKind={(kind) => setLabels({ ...labels, kind })} /></div>
      {ofHeads && <RegionChoice photograph={slots[0].photograph} name="before" region={region} onRegion={setRegion} />}
      {!ofHeads && <ScaleChoice
        scales={scales} shared={shared} slots={slots} onShared={setShared}
        onScale={(at, scale) => change(setScales, at, () => scale)}
      />}

      <details class="extras">
        <summary>For the report, and how it is measured</summary>
        <div class="fields">
          <label>Subject (pseudonym)<input value={labels.subject} maxLength={200} autocomplete="off" onInput={setLabel('subject')} /></label>
          <label>Target area<input value={labels.targetArea} maxLength={200} autocomplete="off" placeholder="vertex, tattoo 3" onInput={setLabel('targetArea')} /></label>
          <label>Clinic<input value={labels.clinicName} maxLength={200} autocomplete="off" onInput={setLabel('clinicName')} /></label>
          <label>Terminal hair is thicker than, µm<input value={labels.terminalThresholdUm} inputMode="decimal" autocomplete="off" onInput={setLabel('terminalThresholdUm')} /></label>
          <label>Steps of the score
            <select value={labels.preset} onChange={setLabel('preset')}>
              <option value="standard">standard: 10, 25, 50 %</option>
              <option value="strict">strict: 10, 30, 60 %</option>
            </select>
          </label>
        </div>
      </details>

      <div ref={problems} tabIndex={-1}>{gap !== null ? <Notice refusal={gap} /> : refusal !== null && <Notice refusal={refusal} />}</div>
      <p><button type="submit" class="main-button" disabled={sending}>{sending ? 'Sending …' : 'Compare'}</button></p>
      {mayPlan && !slots.some(isTaken) && <SampleOffer />}
    </form>
  );
}
