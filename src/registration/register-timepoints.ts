import type { Position } from '../domain/hair.js';
import type { FollowUpResult, Issue, Registration, TimepointResult } from '../domain/result.js';
import { alignConstellations } from './align-constellations.js';
import type { AlignmentOptions } from './align-constellations.js';
import { constellationOfTimepoint } from './constellation-of-timepoint.js';

/** A follow-up laid onto its baseline, in the terms of the result contract. */
export interface RegisteredPair {
  readonly registration: Registration;
  /** By the ids of the hairs in each result; null when the photographs could not be aligned. */
  readonly hairs: FollowUpResult['hairs'];
  /** Skin that both photographs show, in cm²; null when they could not be aligned. */
  readonly commonAreaCm2: number | null;
  /** Probability, 0…1, that the alignment is right (aligned), or that the best one found is (not aligned). */
  readonly confidence: number;
  /** Carries a pixel of the follow-up to the baseline, and back; null when not aligned. */
  readonly toBaseline: ((place: Position) => Position) | null;
  readonly toFollowUp: ((place: Position) => Position) | null;
  /** Why the photographs could not be aligned; null when they were. */
  readonly reason: Issue | null;
}

/** Registers two measured close-ups by their hair roots; see `alignConstellations`. Never throws for what a photograph shows. */
export function registerTimepoints(baseline: TimepointResult, followUp: TimepointResult, options: AlignmentOptions = {}): RegisteredPair {
  const [first, second] = [constellationOfTimepoint(baseline), constellationOfTimepoint(followUp)];
  if (first === null || second === null) {
    return unregistered('registration.noScale', 'Photographs without a scale cannot be registered: their sizes could not be told from growth.', 0);
  }
  if (first.outline.length < 3 || second.outline.length < 3) {
    return unregistered('registration.noOutline', 'One of the measurements does not say which part of the photograph was measured.', 0);
  }
  const alignment = alignConstellations(first, second, options);
  if (!alignment.aligned) return unregistered(alignment.reason.code, alignment.reason.message, alignment.confidence);
  const [mmBefore, mmAfter] = [baseline.calibration!.micrometresPerPixel / 1000, followUp.calibration!.micrometresPerPixel / 1000];
  const carry = (map: (place: { x: number; y: number }) => { x: number; y: number }, from: number, to: number) => ({ row, column }: Position): Position => {
    const place = map({ x: column * from, y: row * from });
    return { row: place.y / to, column: place.x / to };
  };
  return {
    registration: {
      method: 'constellation', overlapShare: alignment.overlapShare, residualUm: alignment.residualUm, matchedHairs: alignment.kept.length,
    },
    hairs: {
      kept: [...alignment.kept], lost: [...alignment.lost], gained: [...alignment.gained],
      unclear: { baseline: [...alignment.unclear.baseline], followUp: [...alignment.unclear.followUp] },
    },
    commonAreaCm2: alignment.commonAreaMm2 / 100,
    confidence: alignment.confidence,
    toBaseline: carry(alignment.toBaseline, mmAfter, mmBefore),
    toFollowUp: carry(alignment.toFollowUp, mmBefore, mmAfter),
    reason: null,
  };
}

function unregistered(code: string, message: string, confidence: number): RegisteredPair {
  return {
    registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
    hairs: null, commonAreaCm2: null, confidence, toBaseline: null, toFollowUp: null,
    reason: { code, field: 'followUps.registration', message },
  };
}
