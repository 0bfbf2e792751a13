import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Correction } from '../../../src/domain/correction.js';
import type { Refusal } from '../answers.js';
import { saveCorrection, toRefusal } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { nothingUnsaved } from '../unsaved.js';

interface Props { comparison: string; photograph: number; newest: number; correction: Correction; isChanged: boolean; isRefused: boolean }

/** Keeps a correction with its reason, and goes to the comparison that shows it. */
export function SaveCorrection({ comparison, photograph, newest, correction, isChanged, isRefused }: Props): VNode {
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const problem = !isChanged ? 'Nothing was changed yet.' : isRefused ? 'This correction cannot be measured; see above.' : reason.trim().length < 3 ? 'Give the reason of the correction: it is kept with it.' : null;
    if (problem !== null) return setRefusal({ code: '', message: problem, hint: '' });
    setSending(true);
    try {
      const saved = await saveCorrection(comparison, newest, { photograph, reason: reason.trim(), correction });
      nothingUnsaved();
      goTo(`/comparisons/${saved.comparison.id}`);
    } catch (error) {
      setRefusal(toRefusal(error));
      setSending(false);
    }
  };
  return (
    <section aria-labelledby="save">
      <h2 id="save">Keep the correction</h2>
      <form class="add" noValidate onSubmit={(event) => { void save(event); }}>
        <label class="wide">Reason, kept in the audit trail and printed in reports<input value={reason} maxLength={500} autocomplete="off" required onInput={(event) => setReason(event.currentTarget.value)} /></label>
        <button type="submit" class="main-button" disabled={sending}>{sending ? 'Keeping …' : `Keep as version ${newest + 1}`}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
