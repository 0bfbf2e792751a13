import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useMay } from '../account/session.js';
import { send } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { nothingUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';

/** Everything that is kept of a person, taken out for good, for whoever may; named once more before, with the reason. */
export function EraseSubject({ subject: { id, pseudonym }, study }: { subject: { id: string; pseudonym: string }; study: string }): VNode | null {
  const [again, setAgain] = useState(''), [reason, setReason] = useState('');
  const { sending, refusal, setRefusal, attempt } = useSending();
  if (!useMay('erase')) return null;
  const erase = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = [again.trim() === pseudonym ? '' : 'Write the pseudonym of this person as it stands above.', reason.trim().length >= 3 ? '' : 'Say why, in three letters or more.'].filter((text) => text !== '');
    if (missing.length > 0) return setRefusal({ code: '', message: missing.join(' '), hint: '' });
    await attempt(async () => {
      await send('DELETE', `/api/v1/subjects/${id}`, { pseudonym: again, reason });
      nothingUnsaved();
      goTo(`/studies/${study}`);
    });
  };
  return (
    <details class="extras">
      <summary>Erase this person</summary>
      <p>Photographs, measurements, comparisons, treatments and answers of this person are erased for good; a photograph stays that a series or a blinded reading of another person holds, too. The audit trail keeps that it was done, by whom and why. Reports and backups made earlier are not reached.</p>
      <form class="add" noValidate onSubmit={(event) => { void erase(event); }}>
        <label>The pseudonym again<input value={again} maxLength={100} autocomplete="off" onInput={(event) => setAgain(event.currentTarget.value)} /></label>
        <label>Why (without names)<input value={reason} maxLength={500} autocomplete="off" onInput={(event) => setReason(event.currentTarget.value)} /></label>
        <button type="submit" disabled={sending}>{sending ? 'Erasing …' : 'Erase for good'}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
