import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { patientWords } from '../../../src/report/view/terms.js';
import type { KeptAssessment } from '../../../src/study/assessments.js';
import { useMay } from '../account/session.js';
import { send } from '../api.js';
import { numberFormats, writeDay } from '../locale.js';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { askReason } from './ask-reason.js';
import { dayDoubt } from './day-doubt.js';

/** The answers as patients are offered them, from most to least. */
const scores = [3, 2, 1, 0, -1, -2, -3] as const;
const bandWords: Record<NonNullable<KeptAssessment['improvement']>, string> = { none: 'not improved', '1-25': '1–25 % improved', '26-50': '26–50 % improved', '51-75': '51–75 % improved', '76-100': 'more than 75 % improved' };

interface Props { subjectId: string; assessments: readonly KeptAssessment[]; onChanged: () => void }

/** What the patient says, beside what is measured and never mixed with it. */
export function PatientAnswers({ subjectId, assessments, onChanged }: Props): VNode {
  const { sending, refusal, attempt } = useSending(), mayRecord = useMay('record'), heading = useRef<HTMLHeadingElement>(null), [removed, setRemoved] = useState('');
  const remove = (id: string, date: string): Promise<void> => attempt(async () => {
    const reason = askReason('Why is this answer taken out?');
    if (reason === null) return;
    await send('DELETE', `/api/v1/assessments/${id}`, { reason });
    // The row is gone, and the focus with it.
    heading.current?.focus();
    setRemoved(`Taken out: the answer of ${writeDay(date)}.`);
    onChanged();
  });
  return (
    <section aria-labelledby="patient">
      <h2 id="patient" ref={heading} tabIndex={-1}>What the patient says</h2>
      <p role="status" class="for-ears">{removed}</p>
      {assessments.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Table of the patient’s answers">
          <table class="stacked">
            <thead><tr><th scope="col">When</th><th scope="col">Since the start, the amount of my hair has …</th><th scope="col">Altogether</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
            <tbody>
              {assessments.map(({ id, date, score, improvement }) => (
                <tr key={id}>
                  <th scope="row" class="date">{writeDay(date)}</th><td data-label="My hair has">{numberFormats.signed(score)} {patientWords[`${score}` as keyof typeof patientWords]}</td><td data-label="Altogether">{improvement === null ? 'not asked' : bandWords[improvement]}</td>
                  <td>{mayRecord && <button type="button" class="quiet-button" disabled={sending} onClick={() => { void remove(id, date); }}>Remove<span class="for-ears"> the answer of {writeDay(date)}</span></button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {refusal !== null && <Notice refusal={refusal} />}
      {mayRecord && <AnswerForm subjectId={subjectId} onAdded={onChanged} />}
    </section>
  );
}

function AnswerForm({ subjectId, onAdded }: { subjectId: string; onAdded: () => void }): VNode {
  const [date, setDate] = useState('');
  const [score, setScore] = useState('');
  const [improvement, setImprovement] = useState(''), [said, setSaid] = useState('');
  const { sending, refusal, setRefusal, attempt } = useSending(), sendOnce = useSendOnce();
  useUnsaved(date !== '' || score !== '', 'The patient’s answer is not kept yet. Leave the page without it?');
  const doubt = dayDoubt(date);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = [date === '' ? 'Give the day on which the patient was asked.' : '', score === '' ? 'Choose what the patient answered.' : ''].filter((text) => text !== '');
    setSaid('');
    if (missing.length > 0) return setRefusal({ code: '', message: missing.join(' '), hint: '' });
    await attempt(async () => {
      await sendOnce(`/api/v1/subjects/${subjectId}/assessments`, { date, score: Number(score), improvement: improvement === '' ? null : improvement });
      setSaid(`Kept: the answer of ${writeDay(date)}.`);
      setDate('');
      setScore('');
      setImprovement('');
      onAdded();
    });
  };
  return (
    <details class="extras">
      <summary>Ask the patient</summary>
      <p>“Since the start of the study, the amount of my hair has …” Ask before anybody shows or tells the result; it is printed nowhere as a measurement.</p>
      <form class="add" noValidate onSubmit={(event) => { void add(event); }}>
        <label>Asked on<input type="date" value={date} onInput={(event) => setDate(event.currentTarget.value)} /></label>
        <label>The patient’s answer
          <select value={score} onChange={(event) => setScore(event.currentTarget.value)}>
            <option value="">choose …</option>
            {scores.map((value) => <option key={value} value={value}>{patientWords[`${value}`]}</option>)}
          </select>
        </label>
        <label>Altogether, my hair has improved by
          <select value={improvement} onChange={(event) => setImprovement(event.currentTarget.value)}>
            <option value="">not asked</option>
            {Object.entries(bandWords).map(([value, words]) => <option key={value} value={value}>{words}</option>)}
          </select>
        </label>
        <button type="submit" disabled={sending}>Keep the answer</button>
      </form>
      <div role="status">{doubt !== null && <p class="care">{doubt}</p>}</div>
      <p role="status" class="quiet">{said}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
