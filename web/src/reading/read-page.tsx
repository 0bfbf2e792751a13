import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { send, toRefusal } from '../api.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { AnswerScale } from './answer-scale.js';
import { type BlindReading, isAnswered, scores } from './answers.js';
import { PairView, picturesOf } from './pair-view.js';
import { SignForm } from './sign-form.js';

/** What a blinded reader sees: one pair after the other, the scale, how far it is, and in the end the signature. */
export function ReadPage({ id }: { id: string }): VNode {
  const { answer: reading, refusal, reload } = useLoaded<BlindReading>(`/api/v1/blind/${id}`);
  const [chosen, setChosen] = useState<number | null>(null);
  const [problem, setProblem] = useState<Refusal | null>(null);
  const [said, setSaid] = useState('');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = 'Blinded reading – trichoscore'; }, []);

  const pairs = reading?.pairs ?? [], firstOpen = pairs.findIndex((pair) => !isAnswered(pair));
  const at = chosen ?? Math.max(0, firstOpen), pair = pairs[at], locked = reading?.signature != null;
  const goTo = (place: number): void => {
    if (place < 0 || place >= pairs.length) return;
    setChosen(place);
    setSaid('');
    heading.current?.focus();
  };
  const keep = async (body: { score: number } | { cannotJudge: string }): Promise<void> => {
    if (pair === undefined || locked) return;
    try {
      await send('PUT', `/api/v1/blind/${id}/pairs/${pair.id}`, body);
      setProblem(null);
      setSaid('Kept. N goes to the next pair.');
      setChosen(at);
      reload();
    } catch (error) {
      setProblem(toRefusal(error));
    }
  };
  const sign = async (name: string): Promise<void> => {
    try {
      await send('POST', `/api/v1/blind/${id}/signature`, { name });
      reload();
    } catch (error) {
      setProblem(toRefusal(error));
    }
  };
  useEffect(() => {
    const follow = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement && event.target.type !== 'radio';
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const score = scores[Number(event.key) - 1];
      if (score !== undefined) void keep({ score });
      else if (event.key === 'n') goTo(at + 1);
      else if (event.key === 'p') goTo(at - 1);
    };
    addEventListener('keydown', follow);
    return () => removeEventListener('keydown', follow);
  });
  useEffect(() => {
    const next = pairs[at + 1];
    if (next !== undefined) for (const address of picturesOf(id, next.id)) new Image().src = address;
  }, [at, pairs.length]);

  if (refusal !== null) return <Notice refusal={refusal} />;
  if (reading === null || pair === undefined) return <p role="status">Loading …</p>;
  const answered = pairs.filter(isAnswered).length;
  return (
    <>
      <div class="title-row">
        <h1 ref={heading} tabIndex={-1}>Pair {at + 1} of {pairs.length}</h1>
        <p class="reading-progress"><span id="answered">{answered} of {pairs.length} answered</span><progress aria-labelledby="answered" max={pairs.length} value={answered} /></p>
      </div>
      <PairView key={pair.id} pictures={picturesOf(id, pair.id)} />
      <AnswerScale key={`answer ${pair.id}`} pair={pair} locked={locked} onScore={(score) => { void keep({ score }); }} onReason={(reason) => { void keep({ cannotJudge: reason }); }} />
      {problem !== null && <Notice refusal={problem} />}
      <div class="reading-steps">
        <button type="button" onClick={() => goTo(at - 1)} disabled={at === 0}>Previous pair</button>
        <button type="button" class="main-button" onClick={() => goTo(at + 1)} disabled={at === pairs.length - 1}>Next pair</button>
        <p role="status">{said}</p>
      </div>
      <p class="small quiet">Keys: 1 to 7 answer, N and P go to the next and the previous pair. Which photograph is earlier is not said, and differs from pair to pair.</p>
      <details class="extras">
        <summary>All pairs</summary>
        <ol class="all-pairs">{pairs.map((each, place) => (
          <li key={each.id}><button type="button" aria-current={place === at ? 'step' : undefined} onClick={() => goTo(place)}>{place + 1}<span class="for-ears">{isAnswered(each) ? ', answered' : ', open'}</span><span aria-hidden="true">{isAnswered(each) ? ' ✓' : ''}</span></button></li>
        ))}</ol>
      </details>
      <SignForm open={pairs.length - answered} signature={reading.signature} onSign={(name) => { void sign(name); }} />
    </>
  );
}
