import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Photograph } from '../answers.js';
import { toRefusal, uploadPhotograph } from '../api.js';
import { calibrationOf, emptyScale, type Scale, type ScaleMethod, scaleProblem } from '../compare/build-request.js';
import { DeviceChoice, useDevices } from '../compare/device-choice.js';
import { RulerMarker } from '../compare/ruler-marker.js';
import { methodWords } from '../compare/scale-choice.js';
import { UploadCheck } from '../compare/upload-check.js';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useSending } from '../use-sending.js';

/** The photograph of another visit: the file, its day, its scale. The scale of the last one stays for the next. */
export function AddPhotograph({ areaId, onAdded }: { areaId: string; onAdded: () => void }): VNode {
  const [photograph, setPhotograph] = useState<Photograph | null>(null);
  const [date, setDate] = useState('');
  const [scale, setScale] = useState<Scale>(emptyScale);
  const [reading, setReading] = useState(false);
  const { sending, refusal, setRefusal, attempt } = useSending(), sendOnce = useSendOnce();
  const chosen = useRef<File | null>(null);
  const { devices, methods, refusal: noDevices } = useDevices();

  const choose = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement, file = input.files?.[0] ?? null;
    chosen.current = file;
    setReading(file !== null);
    setRefusal(null);
    // Nothing of the photograph before may be stored with this one.
    setPhotograph(null);
    setDate('');
    setScale({ ...scale, points: [] });
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
      input.value = '';
    }
    setReading(false);
  };
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = [photograph === null ? 'Choose a photograph.' : null, date === '' ? 'Give the day of the photograph.' : null, scaleProblem(scale, null)].filter((text) => text !== null);
    if (missing.length > 0) return setRefusal({ code: '', message: missing.join(' '), hint: '' });
    await attempt(async () => {
      await sendOnce(`/api/v1/target-areas/${areaId}/timepoints`, { photograph: photograph!.id, name: photograph!.name, date, calibration: calibrationOf(scale) });
      setPhotograph(null);
      setDate('');
      (event.target as HTMLFormElement).reset();
      onAdded();
    });
  };
  return (
    <details class="extras">
      <summary>Add the photograph of a visit</summary>
      <form class="add" noValidate onSubmit={(event) => { void add(event); }}>
        <label>Photograph<input type="file" disabled={sending} accept="image/*,.heic,.heif,.tif,.tiff" onChange={(event) => { void choose(event); }} /></label>
        <label>Taken on<input type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} /></label>
        <label>Scale
          <select value={scale.method} onChange={(event) => setScale({ ...scale, method: event.currentTarget.value as ScaleMethod })}>
            {methods.map((method) => <option key={method} value={method}>{methodWords[method].name}</option>)}
          </select>
        </label>
        {scale.method === 'device' && <DeviceChoice label="Device" devices={devices} chosen={scale.device} onChoose={(device) => setScale({ ...scale, device })} />}
        {scale.method !== 'unknown' && scale.method !== 'device' && <label>{methodWords[scale.method].field}<input value={scale.text} inputMode="decimal" autocomplete="off" onInput={(event) => setScale({ ...scale, text: event.currentTarget.value })} /></label>}
        <button type="submit" disabled={reading || sending}>Add photograph</button>
      </form>
      <p role="status">{reading ? 'Reading the photograph …' : photograph === null ? '' : `${photograph.name}, ${photograph.width} × ${photograph.height}: ready`}</p>
      {photograph !== null && <UploadCheck photograph={photograph} />}
      {scale.method === 'twoPoint' && <RulerMarker name="of this visit" photograph={photograph} scale={scale} onPoints={(points) => setScale({ ...scale, points })} />}
      {noDevices !== null && <Notice refusal={noDevices} />}
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
