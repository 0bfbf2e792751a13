import type { DetectorErrors } from './judge-one-sided.js';

/** A hair as each of two photographs shows it. */
export interface SeenTwice {
  /** Confidence of the photograph whose word is taken, 0…1. */
  readonly sure: number;
  /** Confidence of the photograph that is asked how well it shows hairs. */
  readonly asked: number;
}

/** A photograph contradicts one that shows a hair with this confidence when it shows the same hair with less than the second. */
const sureFrom = 0.9, discordantBelow = 0.7;
/** Share of contradictions in usual photographs, and as how many hairs it counts where few hairs tell. */
const usualDiscord = 0.045, usualHairs = 12;

/**
 * How often a photograph shows badly what another one shows surely, against how often photographs usually do: 1 as usual, 2 twice as often.
 *
 * Hairs that are seen badly and hairs that leave no trace come from the same causes (focus, shafts that cover each other, light), and go together
 * from photograph to photograph. So the hairs that both show tell, without any truth, how many of the others were missed.
 */
export function measureDiscord(hairs: readonly SeenTwice[]): number {
  const surely = hairs.filter(({ sure }) => sure >= sureFrom), contradicted = surely.filter(({ asked }) => asked < discordantBelow);
  return (contradicted.length + usualDiscord * usualHairs) / (surely.length + usualHairs) / usualDiscord;
}

/** The detector's errors where the photograph that misses hairs does so `discord` times as often as usual. Things that are no hairs did not follow it. */
export function scaleMisses(errors: DetectorErrors, discord: number): DetectorErrors {
  return { ...errors, missedSure: errors.missedSure * discord, missedPerDoubt: errors.missedPerDoubt * discord };
}
