/** The 7-point scale; the schema of the service would bring its whole library into the page. */
export const scores = [-3, -2, -1, 0, 1, 2, 3] as const;

/** What the service answers about blinded readings, as the pages use it. */
export interface Signature { name: string; at: string; sha256: string }

/** A score, or why there is none. */
export type Answer = { score: number } | { cannotJudge: string };
export interface BlindPair { id: string; answer: number | null; reason: string | null }
export interface BlindReading { pairs: BlindPair[]; signature: Signature | null }

export interface ReadingFile {
  id: string;
  name: string;
  study: string;
  cases: number;
  seed: string;
  readers: { name: string; role: 'reader' | 'adjudicator'; page: string; pairs: number; answered: number; signature: Signature | null; intact: boolean | null; renewedAt: string | null }[];
  toAdjudicate: number | null;
}

export function isAnswered({ answer, reason }: BlindPair): boolean {
  return answer !== null || reason !== null;
}

/** A pair with the answer that was just given and may still be on its way. */
export function withAnswer(pair: BlindPair, given: Answer | undefined): BlindPair {
  if (given === undefined) return pair;
  return 'score' in given ? { ...pair, answer: given.score, reason: null } : { ...pair, answer: null, reason: given.cannotJudge };
}
