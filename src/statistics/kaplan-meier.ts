/** When something was first seen, or until when it was not. */
export interface TimeToEvent {
  time: number;
  happened: boolean;
}

export interface SurvivalStep {
  time: number;
  /** Still without the event just before. */
  atRisk: number;
  events: number;
  /** Share still without the event afterwards, 0…1. */
  without: number;
}

/** Kaplan and Meier's estimate (1958), one step a time at which the event happened to somebody. */
export function estimateSurvival(subjects: readonly TimeToEvent[]): SurvivalStep[] {
  const times = [...new Set(subjects.filter(({ happened }) => happened).map(({ time }) => time))].sort((a, b) => a - b);
  let without = 1;
  return times.map((time) => {
    const atRisk = subjects.filter((subject) => subject.time >= time).length;
    const events = subjects.filter((subject) => subject.happened && subject.time === time).length;
    without *= 1 - events / atRisk;
    return { time, atRisk, events, without };
  });
}

/** The first time by which half have had the event; null when fewer ever did. */
export function medianTime(steps: readonly SurvivalStep[]): number | null {
  return steps.find(({ without }) => without <= 0.5 + 1e-12)?.time ?? null;
}
