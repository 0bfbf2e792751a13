import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Contraindication, TreatmentKind } from '../../../src/study/treatment.js';
import type { LoggedTreatment, TreatmentWarning } from '../../../src/study/treatment-warnings.js';
import { useMay } from '../account/session.js';
import { send } from '../api.js';
import { numberFormats, writeDay, writeForField } from '../locale.js';
import { useUnsaved } from '../unsaved.js';
import { readNumber } from '../compare/build-request.js';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useSending } from '../use-sending.js';
import { askReason } from './ask-reason.js';
import { dayDoubt } from './day-doubt.js';
import { contraindicationNames, kindNames } from './treatment-words.js';

interface Props { subjectId: string; treatments: readonly LoggedTreatment[]; warnings: readonly TreatmentWarning[]; onChanged: () => void }

/** The treatments of a person with what is worth a second look, and a new entry. Nothing is blocked. */
export function TreatmentLog({ subjectId, treatments, warnings, onChanged }: Props): VNode {
  const { sending, refusal, attempt } = useSending();
  const mayRecord = useMay('record'), heading = useRef<HTMLHeadingElement>(null), [removed, setRemoved] = useState<LoggedTreatment | null>(null);
  const remove = (treatment: LoggedTreatment): Promise<void> => attempt(async () => {
    const reason = askReason('Why is this treatment taken out of the log?');
    if (reason === null) return;
    await send('DELETE', `/api/v1/treatments/${treatment.id}`, { reason });
    // The row is gone, and the focus with it.
    heading.current?.focus();
    setRemoved(treatment);
    onChanged();
  });
  return (
    <section aria-labelledby="treatments">
      <h2 id="treatments" ref={heading} tabIndex={-1}>Treatments</h2>
      <p role="status" class="for-ears">{removed === null ? '' : `Taken out: ${kindNames[removed.kind]}, ${writeDay(removed.date)}.`}</p>
      {treatments.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Table of treatments">
          <table class="stacked">
            <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">To look at</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
            <tbody>
              {treatments.map((treatment) => (
                <tr key={treatment.id}>
                  <th scope="row" class="date">{writeDay(treatment.date)}</th>
                  <td>{describeTreatment(treatment)}{(treatment.note ?? '') !== '' && <>, <bdi>{treatment.note}</bdi></>}</td>
                  <td>{warnings.filter(({ about }) => about === treatment.id).map(({ message }) => <p key={message} class="small"><span class="warning-mark" aria-hidden="true">! </span>{numberFormats.rewrite(message)}</p>)}</td>
                  <td>{mayRecord && <button type="button" class="quiet-button" disabled={sending} onClick={() => { void remove(treatment); }}>Remove<span class="for-ears"> {kindNames[treatment.kind]}, {writeDay(treatment.date)}</span></button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {refusal !== null && <Notice refusal={refusal} />}
      {mayRecord && <TreatmentForm subjectId={subjectId} removed={removed} onAdded={onChanged} />}
    </section>
  );
}

function describeTreatment({ kind, needleMm, minutes, deviceSince }: LoggedTreatment): string {
  return [
    kindNames[kind], needleMm == null ? null : `${numberFormats.significant(needleMm, 4)} mm`, minutes == null ? null : `${numberFormats.significant(minutes, 4)} minutes`,
    deviceSince == null ? null : `device in use since ${writeDay(deviceSince)}`,
  ].filter((part) => part !== null).join(', ');
}

/** A new entry. What was just taken out stands in it, to be logged again as it should have been: an entry is never changed. */
function TreatmentForm({ subjectId, removed, onAdded }: { subjectId: string; removed: LoggedTreatment | null; onAdded: () => void }): VNode {
  const [kind, setKind] = useState<TreatmentKind>('microneedling');
  const [typed, setTyped] = useState({ date: '', time: '', needleMm: writeForField(1.5, 1), minutes: '', deviceSince: '', note: '' });
  const [ticked, setTicked] = useState<readonly Contraindication[]>([]);
  const { sending, refusal, setRefusal, attempt } = useSending(), sendOnce = useSendOnce();
  const set = (name: keyof typeof typed) => (event: Event): void => setTyped({ ...typed, [name]: (event.currentTarget as HTMLInputElement).value });
  const needling = kind === 'microneedling', [said, setSaid] = useState('');
  const form = useRef<HTMLDetailsElement>(null), [filled, setFilled] = useState<typeof typed | null>(null);
  // Who only wanted an entry gone has typed nothing, though the form is filled.
  const isTyped = typed !== filled && (typed.date !== '' || typed.note !== '');
  useEffect(() => {
    // Nothing that somebody is typing gives way to it.
    if (removed === null || isTyped) return;
    const { date, needleMm, minutes, deviceSince, contraindications = [], note = '' } = removed, write = (value: number | null | undefined): string => (value == null ? '' : writeForField(value));
    const again = { date: date.slice(0, 10), time: date.slice(11), needleMm: write(needleMm), minutes: write(minutes), deviceSince: deviceSince ?? '', note };
    setKind(removed.kind);
    setTyped(again);
    setFilled(again);
    setTicked(contraindications);
    setSaid(`What was taken out stands here (${kindNames[removed.kind]}, ${writeDay(date)}), to be corrected and logged again.`);
    if (form.current !== null) form.current.open = true;
  }, [removed]);
  useUnsaved(isTyped, 'The treatment that was typed is not logged yet. Leave the page without it?');

  const doubt = dayDoubt(typed.date) ?? (needling && typed.date !== '' && typed.deviceSince > typed.date ? 'The device was not yet in use on the day of the treatment.' : null);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const numbers = { needleMm: needling ? typed.needleMm : '', minutes: typed.minutes };
    const needleMm = readNumber(numbers.needleMm, 'mm'), minutes = readNumber(numbers.minutes, 'min');
    const isWithin = (text: string, value: number | null, least: number, most: number): boolean => text.trim() === '' || (value !== null && value >= least && value <= most);
    const missing = [
      typed.date === '' ? 'Give the day of the treatment.' : '', isWithin(numbers.needleMm, needleMm, 0.1, 5) ? '' : 'The length of needles is a number from 0.1 to 5 mm.',
      isWithin(numbers.minutes, minutes, 0.1, 240) ? '' : 'Minutes are a number up to 240.',
    ].filter((text) => text !== '');
    setSaid('');
    if (missing.length > 0) return setRefusal({ code: '', message: numberFormats.rewrite(missing.join(' ')), hint: '' });
    await attempt(async () => {
      await sendOnce(`/api/v1/subjects/${subjectId}/treatments`, {
        kind, date: typed.time === '' ? typed.date : `${typed.date}T${typed.time}`, needleMm, minutes,
        deviceSince: needling && typed.deviceSince !== '' ? typed.deviceSince : null, contraindications: needling ? ticked : [], note: typed.note,
      });
      setSaid(`Logged: ${kindNames[kind]}, ${writeDay(typed.date)}.`);
      setTyped({ ...typed, date: '', time: '', note: '' });
      onAdded();
    });
  };
  return (
    <details class="extras" ref={form}>
      <summary>Log a treatment</summary>
      <form class="add" noValidate onSubmit={(event) => { void add(event); }}>
        <label>Treatment<select value={kind} onChange={(event) => setKind(event.currentTarget.value as TreatmentKind)}>{(Object.keys(kindNames) as TreatmentKind[]).map((name) => <option key={name} value={name}>{kindNames[name]}</option>)}</select></label>
        <label>Day<input type="date" value={typed.date} onInput={set('date')} /></label>
        <label>Time (if it matters)<input type="time" value={typed.time} onInput={set('time')} /></label>
        {needling && <label>Needle length, mm<input value={typed.needleMm} inputMode="decimal" onInput={set('needleMm')} /></label>}
        <label>Minutes<input value={typed.minutes} inputMode="numeric" onInput={set('minutes')} /></label>
        {needling && <label>Device in use since<input type="date" value={typed.deviceSince} onInput={set('deviceSince')} /></label>}
        <label>Note<input value={typed.note} maxLength={1000} onInput={set('note')} /></label>
        {needling && (
          <fieldset><legend>Advised against with</legend>
            {(Object.keys(contraindicationNames) as Contraindication[]).map((name) => (
              <label key={name} class="check"><input type="checkbox" checked={ticked.includes(name)} onChange={(event) => setTicked(event.currentTarget.checked ? [...ticked, name] : ticked.filter((other) => other !== name))} /> {contraindicationNames[name]}</label>
            ))}
          </fieldset>
        )}
        <button type="submit" disabled={sending}>Log treatment</button>
      </form>
      <div role="status">{doubt !== null && <p class="care">{doubt}</p>}</div>
      <p role="status" class="quiet">{said}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
