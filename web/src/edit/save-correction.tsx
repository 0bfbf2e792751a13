import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Correction } from '../../../src/domain/correction.js';
import type { MeasurementVersions, Refusal } from '../answers.js';
import { read, saveCorrection, toRefusal } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { nothingUnsaved } from '../unsaved.js';

interface Props { comparison: string; photograph: number; newest: number; correction: Correction; isChanged: boolean; isRefused: boolean; onVersions: (versions: MeasurementVersions) => void }

/** Keeps a correction with its reason, and goes to the comparison that shows it. */
export function SaveCorrection({ comparison, photograph, newest, correction, isChanged, isRefused, onVersions }: Props): VNode {
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // The newest version that whoever corrects here knows of.
  const [seen, setSeen] = useState(newest);
  /** What was corrected here is kept as it is: whoever was quicker has a version of their own, and both stay. */
  const describeConflict = async (refused: Refusal): Promise<Refusal> => {
    if (refused.code !== 'request.outdated') return refused;
    const all = await read<MeasurementVersions>(`/api/v1/comparisons/${comparison}/corrections?photograph=${photograph}`), { newest: now, versions } = all;
    const theirs = versions.find(({ version }) => version === now);
    setSeen(now);
    onVersions(all);
    return { ...refused, message: `${theirs?.madeBy ?? 'Somebody'} has saved version ${now} in the meantime${theirs?.reason == null ? '' : `, because: “${theirs.reason}”`}.`, hint: `Your changes are still here. Keep them as version ${now + 1}, which then holds; version ${now} stays in the list.` };
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const problem = !isChanged ? 'Nothing was changed yet.' : isRefused ? 'This correction cannot be measured; see above.' : reason.trim().length < 3 ? 'Give the reason of the correction: it is kept with it.' : null;
    if (problem !== null) return setRefusal({ code: '', message: problem, hint: '' });
    setSending(true);
    try {
      const saved = await saveCorrection(comparison, seen, { photograph, reason: reason.trim(), correction });
      nothingUnsaved();
      goTo(`/comparisons/${saved.comparison.id}`);
    } catch (error) {
      setRefusal(await describeConflict(toRefusal(error)).catch(toRefusal));
      setSending(false);
    }
  };
  return (
    <section aria-labelledby="save">
      <h2 id="save">Keep the correction</h2>
      <form class="add" noValidate onSubmit={(event) => { void save(event); }}>
        <label class="wide">Reason, kept in the audit trail and printed in reports<input value={reason} maxLength={500} autocomplete="off" required onInput={(event) => setReason(event.currentTarget.value)} /></label>
        <button type="submit" class="main-button" disabled={sending}>{sending ? 'Keeping …' : `Keep as version ${seen + 1}`}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
