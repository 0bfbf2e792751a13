import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
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
import { contraindicationNames, kindNames } from './treatment-words.js';
import { dayOf } from './use-camera.js';

interface Props { subjectId: string; treatments: readonly LoggedTreatment[]; warnings: readonly TreatmentWarning[]; onChanged: () => void }

/** The treatments of a person with what is worth a second look, and a new entry. Nothing is blocked. */
export function TreatmentLog({ subjectId, treatments, warnings, onChanged }: Props): VNode {
  const { sending, refusal, attempt } = useSending();
  const mayRecord = useMay('record');
  const remove = (id: string): Promise<void> => attempt(async () => {
    const reason = askReason('Why is this treatment taken out of the log?');
    if (reason === null) return;
    await send('DELETE', `/api/v1/treatments/${id}`, { reason });
    onChanged();
  });
  return (
    <section aria-labelledby="treatments">
      <h2 id="treatments">Treatments</h2>
      {treatments.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Table of treatments">
          <table class="stacked">
            <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">To look at</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
            <tbody>
              {treatments.map((treatment) => (
                <tr key={treatment.id}>
                  <th scope="row" class="date">{writeDay(treatment.date)}</th>
                  <td>{describeTreatment(treatment)}</td>
                  <td>{warnings.filter(({ about }) => about === treatment.id).map(({ message }) => <p key={message} class="small"><span class="warning-mark" aria-hidden="true">! </span>{numberFormats.rewrite(message)}</p>)}</td>
                  <td>{mayRecord && <button type="button" class="quiet-button" disabled={sending} onClick={() => { void remove(treatment.id); }}>Remove<span class="for-ears"> {kindNames[treatment.kind]}, {writeDay(treatment.date)}</span></button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {refusal !== null && <Notice refusal={refusal} />}
      {mayRecord && <TreatmentForm subjectId={subjectId} onAdded={onChanged} />}
    </section>
  );
}

function describeTreatment({ kind, needleMm, minutes, deviceSince, note }: LoggedTreatment): string {
  return [
    kindNames[kind], needleMm == null ? null : `${numberFormats.significant(needleMm, 4)} mm`, minutes == null ? null : `${numberFormats.significant(minutes, 4)} minutes`,
    deviceSince == null ? null : `device in use since ${writeDay(deviceSince)}`, note === undefined || note === '' ? null : note,
  ].filter((part) => part !== null).join(', ');
}

function TreatmentForm({ subjectId, onAdded }: { subjectId: string; onAdded: () => void }): VNode {
  const [kind, setKind] = useState<TreatmentKind>('microneedling');
  const [typed, setTyped] = useState({ date: '', time: '', needleMm: writeForField(1.5, 1), minutes: '', deviceSince: '', note: '' });
  const [ticked, setTicked] = useState<readonly Contraindication[]>([]);
  const { sending, refusal, setRefusal, attempt } = useSending(), sendOnce = useSendOnce();
  const set = (name: keyof typeof typed) => (event: Event): void => setTyped({ ...typed, [name]: (event.currentTarget as HTMLInputElement).value });
  const needling = kind === 'microneedling', [said, setSaid] = useState('');
  useUnsaved(typed.date !== '' || typed.note !== '', 'The treatment that was typed is not logged yet. Leave the page without it?');

  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const numbers = { needleMm: needling ? typed.needleMm : '', minutes: typed.minutes };
    const needleMm = readNumber(numbers.needleMm, 'mm'), minutes = readNumber(numbers.minutes, 'min');
    if (typed.date === '' || (numbers.needleMm.trim() !== '' && needleMm === null) || (numbers.minutes.trim() !== '' && minutes === null)) {
      return setRefusal({ code: '', message: typed.date === '' ? 'Give the day of the treatment.' : 'Lengths and minutes are numbers.', hint: '' });
    }
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
    <details class="extras">
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
      <div role="status">{typed.date > dayOf(new Date()) && <p class="care">{writeDay(typed.date)} is still to come. Correct the day if that is not meant.</p>}</div>
      <p role="status" class="quiet">{said}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
