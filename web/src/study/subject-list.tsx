import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { StudyWithSubjects } from '../answers.js';
import { writeDay } from '../locale.js';
import { followLink } from '../navigation.js';

/** From how many on they are searched and ordered. */
const many = 10;

/** The subjects of a study: by pseudonym, or those first whose last photograph is the longest ago; of many, those that are looked for. */
export function SubjectList({ subjects }: { subjects: StudyWithSubjects['subjects'] }): VNode {
  const [words, setWords] = useState(''), [order, setOrder] = useState('');
  const wanted = words.trim().toLowerCase(), found = subjects.filter(({ pseudonym }) => pseudonym.toLowerCase().includes(wanted));
  const shown = order === '' ? found : found.toSorted((one, other) => (one.latest ?? '').localeCompare(other.latest ?? '') * (order === 'oldest' ? 1 : -1));
  return (
    <>
      {subjects.length >= many && (
        <form class="add" onSubmit={(event) => event.preventDefault()}>
          <label>Find a pseudonym<input type="search" value={words} autocomplete="off" onInput={(event) => setWords(event.currentTarget.value)} /></label>
          <label>Order<select value={order} onChange={(event) => setOrder(event.currentTarget.value)}><option value="">by pseudonym</option><option value="oldest">longest not photographed first</option><option value="newest">last photographed first</option></select></label>
          <p role="status" class="quiet small">{wanted === '' ? `${subjects.length} subjects` : `${found.length} of ${subjects.length} subjects`}</p>
        </form>
      )}
      <ul class="list">{shown.map(({ id, pseudonym, photographs, latest }) => (
        <li key={id}><a href={`/subjects/${id}`} onClick={followLink}><bdi>{pseudonym}</bdi></a><span class="quiet">{latest === null ? 'no photograph yet' : `${photographs === 1 ? '1 photograph' : `${photographs} photographs`}, last on ${writeDay(latest)}`}</span></li>
      ))}</ul>
    </>
  );
}
