/** Why a hair does not count; null when it does. Hairs are such, see `hair.ts`, whose schema is not needed to ask this. */
interface Judged { readonly notCountedBecause: string | null }

/** Whether a hair is taken for one on its photograph alone, counted or not; traces that are `uncertain` are not. */
export function isTakenForHair(hair: Judged): boolean {
  return hair.notCountedBecause !== 'uncertain';
}

/** How many of them are only faint traces, no hairs by themselves. */
export function countFaintTraces(hairs: readonly Judged[]): number {
  return hairs.filter((hair) => !isTakenForHair(hair)).length;
}
