import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { send } from '../api.js';
import { followLink, goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { nothingUnsaved, useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import type { ReadingFile } from './answers.js';

/** The blinded readings of a study, and a new one. */
export function BeginReading({ study }: { study: string }): VNode {
  const { answer } = useLoaded<{ readings: { id: string; name: string }[] }>(`/api/v1/studies/${study}/readings`);
  const [name, setName] = useState('');
  const [readers, setReaders] = useState('');
  const [visits, setVisits] = useState<'all' | 'last'>('all');
  const { sending, refusal, attempt } = useSending();
  useUnsaved(name !== '' || readers !== '', 'The reading is not begun yet. Leave the page without it?');
  const begin = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      const names = readers.split(',').map((one) => one.trim()).filter((one) => one !== '');
      const { id } = await send<ReadingFile>('POST', `/api/v1/studies/${study}/readings`, { name, readers: names, visits });
      nothingUnsaved();
      goTo(`/readings/${id}`);
    });
  };
  return (
    <section aria-labelledby="readings">
      <h2 id="readings">Blinded readings</h2>
      <ul class="list">{answer?.readings.map((reading) => <li key={reading.id}><a href={`/readings/${reading.id}`} onClick={followLink}><bdi>{reading.name}</bdi></a></li>)}</ul>
      <details>
        <summary>Begin a blinded reading</summary>
        <p>Every follow-up of every subject is shown beside its baseline, in random order and on random sides, without days, names or metadata. One pair in ten comes twice.</p>
        <form class="add" onSubmit={(event) => { void begin(event); }}>
          <label>Name of the reading<input value={name} required maxLength={100} autocomplete="off" onInput={(event) => setName(event.currentTarget.value)} /></label>
          <label>Readers, with commas between<input value={readers} required maxLength={500} autocomplete="off" onInput={(event) => setReaders(event.currentTarget.value)} /></label>
          <label>Visits<select value={visits} onChange={(event) => setVisits(event.currentTarget.value as 'all' | 'last')}><option value="all">every follow-up</option><option value="last">the last only</option></select></label>
          <button type="submit" disabled={sending}>Begin</button>
        </form>
        {refusal !== null && <Notice refusal={refusal} />}
      </details>
    </section>
  );
}
