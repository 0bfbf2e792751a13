/**
 * Keeps the answers of a reading one after the other, so that the one given last is the one kept last. Of several that wait for the same pair, only the latest is sent.
 * @param keep  Sends one answer.
 * @returns Takes another answer; done when this pair is kept, rejected when it was refused.
 */
export function keepInOrder<Answer>(keep: (pair: string, answer: Answer) => Promise<unknown>): (pair: string, answer: Answer) => Promise<unknown> {
  const answers = new Map<string, Answer>(), turns = new Map<string, Promise<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  return (pair, answer) => {
    answers.set(pair, answer);
    const waiting = turns.get(pair);
    if (waiting !== undefined) return waiting;
    const turn = last.then(() => {
      turns.delete(pair);
      return keep(pair, answers.get(pair)!);
    });
    turns.set(pair, turn);
    // The next pair has its turn whatever became of this one.
    last = turn.catch(() => undefined);
    return turn;
  };
}
