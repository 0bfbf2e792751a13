import type { VNode } from 'preact';
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { Photograph, SubjectArea } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { isPassing, toRefusal, uploadPhotograph } from '../api.js';
import { calibrationOf, changeMethod, emptyScale, type Scale, type ScaleMethod, scaleProblem } from '../compare/build-request.js';
import { DeviceChoice, useDevices } from '../compare/device-choice.js';
import { type MarkedRegion, regionOf, regionProblem, wholeScalp } from '../compare/region.js';
import { RegionChoice } from '../compare/region-choice.js';
import { RulerMarker } from '../compare/ruler-marker.js';
import { methodWords } from '../compare/scale-choice.js';
import { UploadCheck } from '../compare/upload-check.js';
import { useScaleCheck } from '../compare/use-scale-check.js';
import { pastedFiles } from '../dropped-files.js';
import { numberFormats, writeDay } from '../locale.js';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { BaselineOverlay } from './baseline-overlay.js';
import { Camera } from './camera.js';
import { dayDoubt } from './day-doubt.js';
import { dayOf } from './use-camera.js';

/** The photograph of another visit: the file, its day, its scale. The scale of the last one stays for the next. Of heads, the region on the earliest one. */
export function AddPhotograph({ area: { id: areaId, kind, timepoints }, onAdded }: { area: SubjectArea; onAdded: () => void }): VNode {
  const [photograph, setPhotograph] = useState<Photograph | null>(null);
  const [date, setDate] = useState('');
  const [scale, setScale] = useState<Scale>(emptyScale);
  const [region, setRegion] = useState<MarkedRegion>(wholeScalp);
  const [reading, setReading] = useState(false);
  /** A file that did not arrive, and may at another try. */
  const [unsent, setUnsent] = useState<File | null>(null);
  const { sending, refusal, setRefusal, attempt } = useSending(), sendOnce = useSendOnce();
  const [filming, setFilming] = useState(false);
  const [isAsked, setIsAsked] = useState(false), [said, setSaid] = useState('');
  const chosen = useRef<File | null>(null), fileInput = useRef<HTMLInputElement>(null), cameraButton = useRef<HTMLButtonElement>(null);
  const { devices, methods, refusal: noDevices } = useDevices();
  const isHead = kind === 'global', atScale = useScaleCheck(photograph, isHead ? null : scale);
  // In an area without photographs, it is what comes next.
  const [isNew] = useState(timepoints.length === 0);
  const [first] = timepoints, isFirst = first === undefined || (date !== '' && date < first.date);
  useUnsaved(photograph !== null, 'The photograph that was chosen is not added yet. Leave the page without it?');

  const take = async (file: File | null, day: string): Promise<void> => {
    chosen.current = file;
    setReading(file !== null);
    setRefusal(null);
    setUnsent(null);
    setIsAsked(false);
    setSaid('');
    // Nothing of the photograph before may be stored with this one.
    setPhotograph(null);
    setDate(day);
    setScale({ ...scale, points: [] });
    setRegion({ ...region, points: [] });
    if (file === null) return;
    try {
      const uploaded = await uploadPhotograph(file);
      if (chosen.current !== file) return;
      setPhotograph(uploaded);
      // A day that was typed meanwhile stays.
      setDate((typed) => (typed === '' ? uploaded.capturedAt?.slice(0, 10) ?? '' : typed));
    } catch (error) {
      if (chosen.current !== file) return;
      setRefusal(toRefusal(error));
      setUnsent(isPassing(error) ? file : null);
      fileInput.current!.value = '';
    }
    setReading(false);
  };
  const retry = (): void => { void take(unsent, date); }, session = useContext(SessionContext);
  // Whoever had to sign in again meanwhile has it taken then.
  useEffect(() => { if (unsent !== null) retry(); }, [session]);
  const takeDropped = (event: DragEvent | ClipboardEvent): void => {
    const files = 'dataTransfer' in event ? [...event.dataTransfer?.files ?? []] : pastedFiles(event as ClipboardEvent);
    // The field takes what is dropped on it by itself.
    if (files.length === 0 || sending || (event.type === 'drop' && event.target === fileInput.current)) return;
    event.preventDefault();
    (event.currentTarget as HTMLDetailsElement).open = true;
    if (files.length > 1) return setRefusal({ code: '', message: `These are ${files.length} files; a visit has one photograph.`, hint: 'Add one after the other.' });
    fileInput.current!.value = '';
    void take(files[0]!, '');
  };
  const closeCamera = (): void => setFilming(false), wasFilming = useRef(false);
  useEffect(() => {
    // The button can be focused again only now.
    if (wasFilming.current && !filming) cameraButton.current?.focus();
    wasFilming.current = filming;
  }, [filming]);
  const drawn = isHead && isFirst && region.shape !== 'scalp' ? region : null;
  const missing = [
    photograph === null ? 'Choose a photograph.' : null, date === '' ? 'Give the day of the photograph.' : null,
    isHead ? null : scaleProblem(scale, null), drawn === null ? null : regionProblem(drawn),
  ].filter((text) => text !== null);
  const doubt = dayDoubt(date), gap = isAsked && missing.length > 0 ? { code: '', message: numberFormats.rewrite(missing.join(' ')), hint: '' } : null;
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    setIsAsked(missing.length > 0);
    if (missing.length > 0) return setRefusal(null);
    await attempt(async () => {
      await sendOnce(`/api/v1/target-areas/${areaId}/timepoints`, {
        photograph: photograph!.id, name: photograph!.name, date, calibration: isHead ? null : calibrationOf(scale), ...(drawn === null ? {} : { region: regionOf(drawn) }),
      });
      setPhotograph(null);
      setDate('');
      setRegion(wholeScalp);
      setSaid(`Added: the photograph of ${writeDay(date)}.`);
      (event.target as HTMLFormElement).reset();
      onAdded();
    });
  };
  return (
    <details class="extras" open={isNew} onDrop={takeDropped} onPaste={takeDropped} onToggle={(event) => { if (!event.currentTarget.open) setFilming(false); }}>
      <summary>Add the photograph of a visit</summary>
      <form class="add" noValidate onSubmit={(event) => { void add(event); }}>
        <label>Photograph<input ref={fileInput} type="file" disabled={sending} accept="image/*,.heic,.heif,.tif,.tiff" onChange={(event) => { void take(event.currentTarget.files?.[0] ?? null, ''); }} /></label>
        <button ref={cameraButton} type="button" disabled={sending || filming} onClick={() => setFilming(true)}>Use the camera</button>
        <label>Taken on<input type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} /></label>
        {!isHead && (
          <label>Scale
            <select value={scale.method} onChange={(event) => setScale(changeMethod(scale, event.currentTarget.value as ScaleMethod))}>
              {methods.map((method) => <option key={method} value={method}>{methodWords[method].name}</option>)}
            </select>
          </label>
        )}
        {!isHead && scale.method === 'device' && <DeviceChoice label="Device" devices={devices} chosen={scale.device} onChoose={(device) => setScale({ ...scale, device })} />}
        {!isHead && scale.method !== 'unknown' && scale.method !== 'device' && <label>{methodWords[scale.method].field}<input value={scale.text} inputMode="decimal" autocomplete="off" onInput={(event) => setScale({ ...scale, text: event.currentTarget.value })} /></label>}
        <button type="submit" disabled={reading || sending}>Add photograph</button>
      </form>
      {filming && (
        <Camera baseline={first?.picture ?? null} onClose={closeCamera} onTaken={(file, now) => {
          fileInput.current!.value = '';
          closeCamera();
          void take(file, dayOf(now));
        }} />
      )}
      {!isHead && <p class="quiet small">{methodWords[scale.method].help}</p>}
      <div role="status">{doubt !== null && <p class="care">{doubt}</p>}</div>
      <p role="status">{reading ? 'Reading the photograph …' : photograph === null ? said : `${photograph.name}: ready`}</p>
      {gap !== null ? <Notice refusal={gap} /> : refusal !== null && <Notice refusal={refusal} />}
      {unsent !== null && <p><button type="button" onClick={() => { fileInput.current?.focus(); retry(); }}>Send <bdi>{unsent.name}</bdi> again</button></p>}
      {photograph !== null && <UploadCheck photograph={photograph} atScale={atScale} isHead={isHead} ifHead="If it is one, add a target area that is photographed as the whole head." />}
      {!isHead && scale.method === 'twoPoint' && <RulerMarker name="of this visit" photograph={photograph} scale={scale} onPoints={(points) => setScale({ ...scale, points })} />}
      {isHead && isFirst && <RegionChoice name="of this visit" photograph={photograph} region={region} onRegion={setRegion} />}
      {photograph !== null && !isFirst && <BaselineOverlay picture={photograph.picture} baseline={first.picture} />}
      {noDevices !== null && <Notice refusal={noDevices} />}
    </details>
  );
}
