import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';

/** The blinded readings that wait for whoever is signed in; not even their names are said, because a name may tell. */
export function OwnReadings(): VNode {
  const { answer, refusal } = useLoaded<{ readings: { page: string; pairs: number; answered: number; signed: boolean }[] }>('/api/v1/blind');
  useEffect(() => { document.title = 'Readings – trichoscore'; }, []);
  return (
    <>
      <h1>Your readings</h1>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer?.readings.length === 0 && <p class="quiet">Nothing waits for you.</p>}
      <ul class="list">{answer?.readings.map(({ page, pairs, answered, signed }, at) => <li key={page}><a href={page} onClick={followLink}>Reading {at + 1}</a><span class="quiet">{signed ? 'signed' : `${answered} of ${pairs} answered`}</span></li>)}</ul>
    </>
  );
}
