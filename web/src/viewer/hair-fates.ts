import type { Hair, HairKind } from '../../../src/domain/hair.js';
import type { FollowUpResult } from '../../../src/domain/result.js';
import { notCountedWords } from '../../../src/report/view/terms.js';
import { numberFormats } from '../locale.js';

/** What became of a hair, seen from its photograph. */
export type Fate = 'kept' | 'lost' | 'new' | 'unclear' | 'unmatched';
export interface HairFate { fate: Fate; probability: number | null }

/** The fates of the hairs of both photographs by id; null where the photographs were not matched. */
export function readFates(hairs: FollowUpResult['hairs']): readonly [Map<number, HairFate>, Map<number, HairFate>] | null {
  if (hairs === null) return null;
  const before = new Map<number, HairFate>(), after = new Map<number, HairFate>();
  for (const { baseline, followUp, probability } of hairs.kept) {
    before.set(baseline, { fate: 'kept', probability });
    after.set(followUp, { fate: 'kept', probability });
  }
  for (const { id, probability } of hairs.lost) before.set(id, { fate: 'lost', probability });
  for (const { id, probability } of hairs.gained) after.set(id, { fate: 'new', probability });
  for (const { id, probability } of hairs.unclear?.baseline ?? []) before.set(id, { fate: 'unclear', probability });
  for (const { id, probability } of hairs.unclear?.followUp ?? []) after.set(id, { fate: 'unclear', probability });
  return [before, after];
}

export const kindWords: Record<HairKind, string> = { terminal: 'terminal', vellus: 'vellus', indeterminate: 'undecided' };

const fateWords: Record<Fate, string> = { kept: 'found in both photographs', lost: 'not found afterwards', new: 'not there before', unclear: 'in one photograph only, which may be an error', unmatched: 'outside the skin that both photographs show' };

/** One hair's figures in a sentence. */
export function describeHair(hair: Hair, photograph: string, fate: HairFate | null): string {
  const { diameterUm, diameterIntervalUm, lengthMm, kind, unit } = hair;
  const diameter = diameterUm === null ? 'thickness not given'
    : `${Math.round(diameterUm)} µm${diameterIntervalUm === null ? '' : ` (${Math.round(diameterIntervalUm[0])}–${Math.round(diameterIntervalUm[1])})`}`;
  const parts = [
    kind === null ? null : kindWords[kind], diameter, lengthMm === null ? null : `${numberFormats.number(lengthMm, 2)} mm long`,
    unit === null ? null : `unit ${unit}`,
    hair.counted ? `confidence ${Math.round(hair.confidence * 100)} %` : `not counted: ${hair.notCountedBecause === null ? 'no reason recorded' : notCountedWords[hair.notCountedBecause]}`,
    fate === null ? null : `${fateWords[fate.fate]}${fate.probability === null ? '' : ` (probability ${Math.round(fate.probability * 100)} %)`}`,
  ];
  return `${photograph}, hair ${hair.id}: ${parts.filter((part) => part !== null).join(', ')}.`;
}
