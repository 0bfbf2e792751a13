import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Clinic } from '../answers.js';
import { send } from '../api.js';
import { paper as usualPaper } from '../locale.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { LogoChoice } from './logo-choice.js';

const papers = { a4: 'A4', letter: 'Letter' } as const;

/** What stands above every report of this installation. */
export function SettingsPage(): VNode {
  const { answer, refusal, reload } = useLoaded<Clinic>('/api/v1/clinic');
  useEffect(() => { document.title = 'Settings – trichoscore'; }, []);
  return (
    <>
      <h1>Settings</h1>
      <p class="lead">What stands above the reports that you hand over.</p>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer !== null && <ClinicForm kept={answer} onKept={reload} />}
      {answer !== null && <LogoChoice kept={answer} onKept={reload} />}
    </>
  );
}

function ClinicForm({ kept, onKept }: { kept: Clinic; onKept: () => void }): VNode {
  const [name, setName] = useState(kept.name);
  const [address, setAddress] = useState(kept.address);
  const [paper, setPaper] = useState(kept.paper);
  // Of what is being changed here; what others save meanwhile must not be written over unseen.
  const [seen, setSeen] = useState(kept.etag);
  const [isSaved, setSaved] = useState(false);
  const { sending, refusal, attempt } = useSending();
  const isChanged = name !== kept.name || address !== kept.address || paper !== kept.paper;
  useUnsaved(isChanged, 'What was typed is not saved yet. Leave the page without it?');
  const save = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      const { name: shownName, address: shownAddress, etag } = await send<Clinic>('PUT', '/api/v1/clinic', { name, address, paper }, { 'If-Match': seen });
      setName(shownName);
      setAddress(shownAddress);
      setSeen(etag);
      setSaved(true);
      onKept();
    });
  };
  return (
    <form class="settings" onSubmit={(event) => { void save(event); }} onInput={() => setSaved(false)}>
      <label>Name of the clinic<input value={name} maxLength={200} autocomplete="organization" onInput={(event) => setName(event.currentTarget.value)} /></label>
      <label>Address, in one line<input value={address} maxLength={200} autocomplete="street-address" onInput={(event) => setAddress(event.currentTarget.value)} /></label>
      <label>Paper
        <select value={paper ?? ''} onChange={(event) => setPaper(event.currentTarget.value === '' ? null : event.currentTarget.value as 'a4')}>
          <option value="">As is usual here ({papers[usualPaper]})</option>
          <option value="a4">A4</option>
          <option value="letter">Letter</option>
        </select>
      </label>
      <p class="quiet small">Reports of a comparison beside which another clinic is typed show that name alone.</p>
      <button type="submit" class="main-button" disabled={sending}>Save</button>
      <span role="status">{isSaved && !isChanged ? 'Saved.' : ''}</span>
      {refusal !== null && <Notice refusal={refusal} />}
    </form>
  );
}
