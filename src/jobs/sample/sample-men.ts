import type { PhantomVisitsRequest } from '../../index.js';
import type { Treatment } from '../../study/treatment.js';

/** One simulated man: how his hair grows, and what was done. */
export interface SampleMan {
  readonly pseudonym: string;
  readonly area: string;
  /** Days of his photographs, the first as baseline. */
  readonly visits: readonly string[];
  readonly photographs: PhantomVisitsRequest;
  readonly treatments: readonly Treatment[];
}

export const sampleStudyName = 'Sample study: four simulated men';

/**
 * Four men as in the case series that the treatment log comes from (Dhurat and Mathapati, Indian J Dermatol 2015;60:260): fifteen sessions of
 * microneedling beside finasteride and minoxidil, first growth after eight to ten of them, moderately to greatly increased at the end, sustained at
 * 18 months. The paper states no counts: densities and changes are chosen so that its scores come out.
 */
const courses = [
  { pseudonym: 'Man 1', hairColour: 'darkBrown', skinTone: 2, densityPerCm2: 105, changesPercent: [3, 22, 66, 70], seed: 9101, begins: '2025-01-06' },
  { pseudonym: 'Man 2', hairColour: 'black', skinTone: 3, densityPerCm2: 118, changesPercent: [2, 16, 38, 40], seed: 9212, begins: '2025-01-13' },
  { pseudonym: 'Man 3', hairColour: 'brown', skinTone: 2, densityPerCm2: 96, changesPercent: [4, 25, 72, 74], seed: 9303, begins: '2025-02-03' },
  { pseudonym: 'Man 4', hairColour: 'black', skinTone: 4, densityPerCm2: 110, changesPercent: [1, 13, 36, 37], seed: 9404, begins: '2025-02-10' },
] as const;

/** Weeks after the first photograph: 0, 6, 12, 26 and 18 months. */
const visitWeeks = [0, 6, 12, 26, 78] as const;
const sessions = 15;

/** @param quick  One man with two visits and small photographs, for trying the installation. */
export function listSampleMen(quick: boolean): SampleMan[] {
  const side = quick ? 4 : 6;
  return courses.slice(0, quick ? 1 : courses.length).map(({ pseudonym, densityPerCm2, changesPercent, seed, begins, hairColour, skinTone }) => ({
    pseudonym, area: 'vertex',
    visits: visitWeeks.filter((week) => !quick || week === 0 || week === 26).map((week) => dayAfter(begins, 7 * week)),
    photographs: { seed, densityPerCm2, hairColour, skinTone, widthMm: side, heightMm: side, turn: 0.08, tilt: 0.03, changesPercent: quick ? [changesPercent[2]] : changesPercent },
    treatments: [...dailyDrugs(begins), ...needlings(begins)],
  }));
}

function dailyDrugs(begins: string): Treatment[] {
  return [
    { kind: 'finasteride', date: dayAfter(begins, -700), note: '1 mg a day, since before the study' },
    { kind: 'minoxidil', date: dayAfter(begins, -700), note: '5 %, twice a day, not within 24 hours after a session' },
  ];
}

/** Four weekly sessions, then every other week, each clear of the photographs by more than 72 hours; a new roller after half of them. */
function needlings(begins: string): Treatment[] {
  return Array.from({ length: sessions }, (_, at) => {
    const days = 1 + 7 * (at < 4 ? at : 3 + 2 * (at - 3));
    return { kind: 'microneedling', date: dayAfter(begins, days), needleMm: 1.5, minutes: 15, deviceSince: dayAfter(begins, at < 8 ? 1 : 92) };
  });
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000 * days).toISOString().slice(0, 10);
}
