import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useMay } from '../account/session.js';
import { send } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { nothingUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';

interface Props {
  /** What is erased, as `person`. */
  what: string;
  /** How it is called, and the field of the request that says so again. */
  named: { field: 'pseudonym' | 'name'; value: string };
  path: string;
  goes: string;
  /** The page that is shown afterwards. */
  next: string;
}

/** As a browser shows it: of several blanks one is seen, and nobody could write the others again. */
const asShown = (text: string): string => text.trim().replace(/\s+/g, ' ');

/** Everything that is kept of a person or a study, taken out for good, for whoever may; named once more before, with the reason. */
export function EraseForGood({ what, named: { field, value }, path, goes, next }: Props): VNode | null {
  const [again, setAgain] = useState(''), [reason, setReason] = useState('');
  const { sending, refusal, setRefusal, attempt } = useSending();
  if (!useMay('erase')) return null;
  const erase = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = [asShown(again) === asShown(value) ? '' : `Write the ${field} of this ${what} as it stands above.`, reason.trim().length >= 3 ? '' : 'Say why, in three letters or more.'].filter((text) => text !== '');
    if (missing.length > 0) return setRefusal({ code: '', message: missing.join(' '), hint: '' });
    await attempt(async () => {
      await send('DELETE', path, { [field]: value, reason });
      nothingUnsaved();
      goTo(next);
    });
  };
  return (
    <details class="extras">
      <summary>Erase this {what}</summary>
      <p>{goes} The audit trail keeps that it was done, by whom and why. Reports and backups made earlier are not reached, nor is what was compared without a study of other photographs.</p>
      <form class="add" noValidate onSubmit={(event) => { void erase(event); }}>
        <label>The {field} again<input value={again} maxLength={100} autocomplete="off" onInput={(event) => setAgain(event.currentTarget.value)} /></label>
        <label>Why (without names)<input value={reason} maxLength={500} autocomplete="off" onInput={(event) => setReason(event.currentTarget.value)} /></label>
        <button type="submit" disabled={sending}>{sending ? 'Erasing …' : 'Erase for good'}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
