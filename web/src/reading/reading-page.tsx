import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { send } from '../api.js';
import { writeMoment } from '../locale.js';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { useSavedLinks } from '../use-saved-links.js';
import { useSending } from '../use-sending.js';
import type { ReadingFile } from './answers.js';

/** A blinded reading for whoever leads the study: the readers' pages, how far they are, adjudication, and the tables. */
export function ReadingPage({ id }: { id: string }): VNode {
  const { answer: reading, refusal, reload } = useLoaded<ReadingFile>(`/api/v1/readings/${id}`);
  const [adjudicator, setAdjudicator] = useState('');
  const { sending, refusal: problem, attempt } = useSending(), { refusal: unsaved, save } = useSavedLinks();
  useEffect(() => { document.title = `${reading?.name ?? 'Reading'} – trichoscore`; }, [reading]);
  const adjudicate = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      await send('POST', `/api/v1/readings/${id}/adjudication`, { adjudicator });
      reload();
    });
  };
  if (reading === null) return refusal === null ? <p role="status">Loading …</p> : <Notice refusal={refusal} />;
  const { readers, toAdjudicate } = reading, done = readers.every(({ signature }) => signature !== null), hasAdjudicator = readers.some(({ role }) => role === 'adjudicator');
  return (
    <>
      <p class="small"><a href={`/studies/${reading.study}`} onClick={followLink}>Study</a></p>
      <h1><bdi>{reading.name}</bdi></h1>
      {refusal !== null && <Notice refusal={refusal} />}
      <p>{reading.cases === 1 ? 'One case, a follow-up beside its baseline.' : `${reading.cases} cases, each a follow-up beside its baseline.`} The readers see neither days nor names; whoever reads must not see this page.</p>
      <div class="scroll readers" tabIndex={0} role="group" aria-label="Readers">
        <table class="stacked">
          <thead><tr><th scope="col">Reader</th><th scope="col">Page of the reader</th><th scope="col" class="figure">Answered</th><th scope="col">Signed</th></tr></thead>
          <tbody>{readers.map(({ name, role, page, pairs, answered, signature, intact, renewedAt }) => (
            <tr key={page}>
              <th scope="row"><bdi>{name}</bdi>{role === 'adjudicator' && <><br /><span class="quiet small">adjudicator</span></>}</th>
              <td><a class="hash" href={page} onClick={followLink}>{location.origin}{page}</a></td>
              <td class="figure" data-label="Answered">{answered} of {pairs}</td>
              <td data-label="Signed">{signature === null ? 'not yet' : <><bdi>{signature.name}</bdi>, {writeMoment(signature.at)}{intact === false && <p class="small"><span class="warning-mark" aria-hidden="true">! </span>The answers are not those that were signed.</p>}{intact !== false && renewedAt !== null && <p class="small quiet">Without the answers about a person who was erased, {writeMoment(renewedAt)}.</p>}</>}</td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <section aria-labelledby="adjudication">
        <h2 id="adjudication">Adjudication</h2>
        {toAdjudicate === null ? <p>When every reader has signed, the cases about which two of them differ by two or more go to an adjudicator.</p>
          : toAdjudicate === 0 ? <p>Nothing to adjudicate: no two readers differ by two or more.</p>
            : hasAdjudicator ? <p>{toAdjudicate === 1 ? 'One case went' : `${toAdjudicate} cases went`} to the adjudicator, as blinded as before and without the readers’ scores.</p> : (
              <>
                <p>{toAdjudicate === 1 ? 'One case needs' : `${toAdjudicate} cases need`} an adjudicator: two readers differ by two or more, or one could not judge it.</p>
                <form class="add" onSubmit={(event) => { void adjudicate(event); }}>
                  <label>Adjudicator<input value={adjudicator} required maxLength={100} autocomplete="off" onInput={(event) => setAdjudicator(event.currentTarget.value)} /></label>
                  <button type="submit" disabled={sending}>Give the cases to the adjudicator</button>
                </form>
              </>
            )}
        {problem !== null && <Notice refusal={problem} />}
      </section>
      <section aria-labelledby="scores">
        <h2 id="scores">Scores</h2>
        {done ? (
          <ul class="notes">
            <li><a href={`/api/v1/readings/${id}/ratings.csv`} download onClick={save}>ratings.csv</a>: every score of every reader, for <code>trichoscore agreement</code></li>
            <li><a href={`/api/v1/readings/${id}/panel.csv`} download onClick={save}>panel.csv</a>: one row a case, with the final score</li>
            <li><a href={`/api/v1/readings/${id}/signatures.csv`} download onClick={save}>signatures.csv</a>: who signed what, and when</li>
          </ul>
        ) : <p>Given out when everybody has signed.</p>}
        {unsaved !== null && <Notice refusal={unsaved} />}
        <p class="small quiet">Seed of order, sides and repeats, to be kept from readers: <code>{reading.seed}</code></p>
      </section>
    </>
  );
}
