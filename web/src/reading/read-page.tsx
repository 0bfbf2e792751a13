import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { read, RefusedRequest, send, toRefusal } from '../api.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { mayLeave } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { AnswerScale } from './answer-scale.js';
import { type Answer, type BlindPair, type BlindReading, isAnswered, scores, withAnswer } from './answers.js';
import { keepInOrder } from './keep-in-order.js';
import { PairView, picturesOf } from './pair-view.js';
import { SignForm } from './sign-form.js';

/**
 * A name is put under the answers that were seen: those that another window of the reader changed meanwhile are shown first.
 * @throws RefusedRequest naming the pairs.
 */
function refuseOtherAnswers(shown: readonly BlindPair[], now: readonly BlindPair[], reload: () => void): void {
  const others = now.flatMap(({ answer, reason }, at) => (shown[at]?.answer === answer && shown[at].reason === reason ? [] : [at + 1]));
  if (others.length === 0) return;
  reload();
  throw new RefusedRequest({
    code: 'page.otherAnswers', message: `Since this page was shown, the answer to pair ${others.join(', ')} was changed elsewhere, as in another window.`, hint: 'The page now shows the answers that would be signed. Look at them, then sign.',
  }, false);
}

/** What a blinded reader sees: one pair after the other, the scale, how far it is, and in the end the signature. */
export function ReadPage({ id }: { id: string }): VNode {
  const { answer: reading, refusal, reload } = useLoaded<BlindReading>(`/api/v1/blind/${id}`);
  const [chosen, setChosen] = useState<number | null>(null);
  const [problem, setProblem] = useState<{ pair: string; refusal: Refusal } | null>(null);
  const [keptPair, setKeptPair] = useState<string | null>(null);
  const [given, setGiven] = useState<Readonly<Record<string, Answer>>>({});
  const [byKeys, setByKeys] = useState(true);
  const [keeping, setKeeping] = useState(0);
  const [shownPair, setShownPair] = useState<string | null>(null);
  const [doubted, setDoubted] = useState<string | null>(null);
  const [isUnkept, setUnkept] = useState(false);
  const { sending, refusal: unsigned, attempt } = useSending();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { document.title = 'Blinded reading – trichoscore'; }, []);

  const pairs = reading?.pairs ?? [], firstOpen = pairs.findIndex((pair) => !isAnswered(pair));
  const at = chosen ?? Math.max(0, firstOpen), pair = pairs[at], locked = reading?.signature != null;
  const goTo = (place: number): void => {
    if (place < 0 || place >= pairs.length || !mayLeave()) return;
    setDoubted(null);
    setChosen(place);
    heading.current?.focus();
  };
  const keepAnswer = useMemo(() => keepInOrder((kept: string, body: Answer) => send('PUT', `/api/v1/blind/${id}/pairs/${kept}`, body)), [id]);
  const keep = async (body: Answer): Promise<void> => {
    // A score of a pair that the reader has not seen yet would be a slip of the hand.
    if (pair === undefined || locked || ('score' in body && shownPair !== pair.id)) return;
    // The pair stays in sight: with its answer it is no longer the first open one.
    setChosen(at);
    setDoubted(null);
    setGiven((all) => ({ ...all, [pair.id]: body }));
    setKeeping((count) => count + 1);
    try {
      await keepAnswer(pair.id, body);
      setProblem((last) => (last?.pair === pair.id ? null : last));
      setKeptPair(pair.id);
    } catch (error) {
      const refusal = toRefusal(error);
      setGiven(({ [pair.id]: refused, ...others }) => (refused === undefined || refused === body ? others : { ...others, [pair.id]: refused }));
      setKeptPair((last) => (last === pair.id ? null : last));
      setProblem({ pair: pair.id, refusal: { ...refusal, message: `The answer to pair ${at + 1} was not kept. ${refusal.message}` } });
    }
    setKeeping((count) => count - 1);
    reload();
  };
  // What the service says now is what is shown from now on: another window of the same reader may have changed it.
  useEffect(() => { if (keeping === 0) setGiven({}); }, [reading]);
  const sign = (name: string): Promise<void> => attempt(async () => {
    refuseOtherAnswers(pairs.map((each) => withAnswer(each, given[each.id])), (await read<BlindReading>(`/api/v1/blind/${id}`)).pairs, reload);
    await send('POST', `/api/v1/blind/${id}/signature`, { name });
    reload();
  });
  // With the page itself, not a moment after it: a key must never answer a pair that has just gone.
  useLayoutEffect(() => {
    if (!byKeys) return;
    const follow = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement && !['radio', 'checkbox'].includes(event.target.type);
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

  if (reading === null || pair === undefined) return refusal === null ? <p role="status">Loading …</p> : <Notice refusal={refusal} />;
  // A score that was given before "cannot be judged" was chosen is not what the reader says now.
  const isDone = (each: BlindPair): boolean => isAnswered(each) && !(each.id === pair.id && isUnkept);
  const answered = pairs.filter(isDone).length, shown = withAnswer(pair, given[pair.id]);
  return (
    <>
      <div class="title-row">
        <h1 ref={heading} tabIndex={-1}>Pair {at + 1} of {pairs.length}</h1>
        <p class="reading-progress"><span id="answered">{answered} of {pairs.length} answered</span><progress aria-labelledby="answered" max={pairs.length} value={answered} /></p>
      </div>
      <PairView key={pair.id} pictures={picturesOf(id, pair.id)} onShown={(isShown) => setShownPair(isShown ? pair.id : null)} />
      <AnswerScale key={`answer ${pair.id}`} pair={shown} doubting={doubted === pair.id || shown.reason !== null} locked={locked} shown={shownPair === pair.id} onDoubt={() => setDoubted(pair.id)} onUnkept={setUnkept} onScore={(score) => { void keep({ score }); }} onReason={(reason) => { void keep({ cannotJudge: reason }); }} />
      {problem !== null && <Notice refusal={problem.refusal} />}
      {refusal !== null && <Notice refusal={refusal} />}
      <div class="reading-steps">
        <button type="button" onClick={() => goTo(at - 1)} disabled={at === 0}>Previous pair</button>
        <button type="button" class="main-button" onClick={() => goTo(at + 1)} disabled={at === pairs.length - 1}>Next pair</button>
        <p role="status">{isUnkept ? 'Not kept yet: say why it cannot be judged.' : keptPair === pair.id ? byKeys && at < pairs.length - 1 ? 'Kept. N goes to the next pair.' : 'Kept.' : ''}</p>
      </div>
      <p><label class="check small"><input type="checkbox" checked={byKeys} onChange={(event) => setByKeys(event.currentTarget.checked)} /> Keys act: 1 to 7 answer, N and P go to the next and the previous pair</label></p>
      <p class="small quiet">Which photograph is earlier is not said, and differs from pair to pair.</p>
      <details class="extras">
        <summary>All pairs</summary>
        <ol class="all-pairs">{pairs.map((each, place) => (
          <li key={each.id}><button type="button" aria-current={place === at ? 'step' : undefined} onClick={() => goTo(place)}>{place + 1}<span class="for-ears">{isDone(each) ? ', answered' : ', open'}</span><span aria-hidden="true">{isDone(each) ? ' ✓' : ''}</span></button></li>
        ))}</ol>
      </details>
      <SignForm open={pairs.length - answered} signature={reading.signature} sending={sending || keeping > 0} onSign={(name) => { void sign(name); }} />
      {unsigned !== null && <Notice refusal={unsigned} />}
    </>
  );
}
