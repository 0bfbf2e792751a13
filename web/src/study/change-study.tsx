import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StudyWithSubjects } from '../answers.js';
import { send } from '../api.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';

/** Another name for a study, and a place apart for one that is over. */
export function ChangeStudy({ study: { id, name, archived_at }, onChanged }: { study: StudyWithSubjects; onChanged: () => void }): VNode {
  const [typed, setTyped] = useState(name), [said, setSaid] = useState('');
  const { sending, refusal, attempt } = useSending(), isArchived = archived_at !== null;
  useEffect(() => setTyped(name), [name]);
  const change = (what: { name: string } | { isArchived: boolean }, words: string): Promise<void> => attempt(async () => {
    await send('PATCH', `/api/v1/studies/${id}`, what);
    setSaid(words);
    onChanged();
  });
  return (
    <details class="extras">
      <summary>Rename or archive this study</summary>
      <form class="add" onSubmit={(event) => { event.preventDefault(); void change({ name: typed }, 'Renamed.'); }}>
        <label>Name of this study<input value={typed} required maxLength={100} autocomplete="off" onInput={(event) => setTyped(event.currentTarget.value)} /></label>
        <button type="submit" disabled={sending}>Rename</button>
        <button type="button" disabled={sending} onClick={() => { void change({ isArchived: !isArchived }, isArchived ? 'Taken back.' : 'Archived.'); }}>{isArchived ? 'Take it back from the archive' : 'Archive'}</button>
      </form>
      <p class="quiet small">An archived study stands apart at the end of the list; nothing of it changes, and it can be taken back.</p>
      <p role="status">{said}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </details>
  );
}
