import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { clinicianWords } from '../../../src/scoring/words.js';
import { useUnsaved } from '../unsaved.js';
import { type BlindPair, scores } from './answers.js';

interface Props {
  pair: BlindPair;
  /** Whether the reader chose that it cannot be judged; it is kept with its reason. */
  doubting: boolean;
  locked: boolean;
  /** Whether both photographs can be seen; until then no score can be chosen, only that the pair cannot be judged. */
  shown: boolean;
  onDoubt: () => void;
  onScore: (score: number) => void;
  onReason: (reason: string) => void;
  /** Told whether what is shown is chosen and not kept. */
  onUnkept: (isUnkept: boolean) => void;
}

/** Letters of a reason, at least. */
const leastReason = 3;

/** The seven words, left against right, and the way out for a pair that cannot be judged. */
export function AnswerScale({ pair, doubting, locked, shown, onDoubt, onScore, onReason, onUnkept }: Props): VNode {
  const [reason, setReason] = useState(pair.reason ?? '');
  // What was typed stays where no other reason is kept: it may just have been refused, as by a lost network.
  useEffect(() => { if (pair.reason !== null) setReason(pair.reason); }, [pair.id, pair.reason]);
  const isUnkept = doubting && !locked && reason !== pair.reason;
  useUnsaved(isUnkept, '“Cannot be judged” is kept with its reason only, and none is kept yet. Go on without it?');
  useLayoutEffect(() => {
    onUnkept(isUnkept);
    return () => onUnkept(false);
  }, [isUnkept]);
  // Whoever writes a reason and goes on to the next pair has said it; the button beside it keeps it by itself.
  const keepOnLeaving = (event: FocusEvent & { currentTarget: HTMLInputElement }): void => {
    const { value, form } = event.currentTarget, to = event.relatedTarget;
    if (value.trim().length >= leastReason && value !== pair.reason && !(to instanceof Node && form?.contains(to) === true)) onReason(value);
  };
  return (
    <fieldset class="answer" disabled={locked}>
      <legend>Compared with the left photograph, the amount of hair in the right photograph has</legend>
      <div class="answers">
        {scores.map((score, at) => (
          <label key={score} class="answer-choice">
            <input type="radio" name="score" disabled={!shown} checked={!doubting && pair.answer === score} onChange={() => onScore(score)} />
            <span>{score === 0 ? 'not changed' : clinicianWords(score)}</span>
            <kbd aria-hidden="true">{at + 1}</kbd>
          </label>
        ))}
        <label class="answer-choice cannot">
          <input type="radio" name="score" checked={doubting} onChange={onDoubt} />
          <span>cannot be judged</span>
        </label>
      </div>
      {doubting && (
        <form class="add" onSubmit={(event) => { event.preventDefault(); onReason(reason); }}>
          <label>Why it cannot be judged<input value={reason} required minLength={leastReason} maxLength={300} autocomplete="off" onBlur={keepOnLeaving} onInput={(event) => setReason(event.currentTarget.value)} /></label>
          <button type="submit">Keep the reason</button>
        </form>
      )}
    </fieldset>
  );
}
