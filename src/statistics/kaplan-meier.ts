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

/**
 * The time by which half have had the event; null when fewer ever did. Where exactly half had had it until it happened to the next, the middle of
 * that stretch, as R's survfit and SAS have it.
 */
export function medianTime(steps: readonly SurvivalStep[]): number | null {
  const at = steps.findIndex(({ without }) => without <= 0.5 + 1e-12);
  if (at < 0) return null;
  const next = steps[at].without >= 0.5 - 1e-12 ? steps[at + 1] : undefined;
  return next === undefined ? steps[at].time : (steps[at].time + next.time) / 2;
}
