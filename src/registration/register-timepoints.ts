import type { Position } from '../domain/hair.js';
import type { FollowUpResult, Issue, Registration, TimepointResult } from '../domain/result.js';
import { alignConstellations } from './align-constellations.js';
import type { AlignmentOptions } from './align-constellations.js';
import { constellationOfTimepoint } from './constellation-of-timepoint.js';
import { recogniseOtherwise } from './recognise-otherwise.js';

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
  /** How much larger the common skin is in the follow-up than in the baseline, by the scales given (1: alike); null when not aligned. */
  readonly sizeRatio: number | null;
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
  if (!alignment.aligned) {
    const otherwise = alignment.reason.code === 'registration.notFound' ? recogniseOtherwise(first, second) : null;
    if (otherwise === null) return unregistered(alignment.reason.code, alignment.reason.message, alignment.confidence);
    return otherwise.mirrored ? unregistered('registration.mirrored', mirroredWords, 0) : contradicted(baseline, followUp, otherwise.scaleFactor);
  }
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
    sizeRatio: alignment.pose.scale,
    toBaseline: carry(alignment.toBaseline, mmAfter, mmBefore),
    toFollowUp: carry(alignment.toFollowUp, mmBefore, mmAfter),
    reason: null,
  };
}

const mirroredWords = 'The photographs show the same skin, but one of them as in a mirror (some apps and front cameras do that): mirror it back, and the two are compared hair by hair.';

/** Photographs that show the same hairs at scales that cannot both be true. */
function contradicted(baseline: TimepointResult, followUp: TimepointResult, factor: number): RegisteredPair {
  const [before, after] = [baseline, followUp].map(({ calibration }) => calibration!.micrometresPerPixel), write = (value: number): string => String(Number(value.toPrecision(3)));
  return unregistered('registration.scalesContradict',
    `The photographs show the same hairs, but by the scales given those of ${factor < 1 ? 'the follow-up' : 'the baseline'} lie ${write(Math.max(factor, 1 / factor))} times as far apart as those of the other photograph: one scale is wrong, `
    + 'as when an app stored a picture smaller, or another device was meant. So no change is given. '
    + `With ${write(before!)} µm per pixel for the baseline goes ${write(after! * factor)} for the follow-up (${write(after!)} was given), with ${write(after!)} for the follow-up goes ${write(before! / factor)} for the baseline.`, 0);
}

function unregistered(code: string, message: string, confidence: number): RegisteredPair {
  return {
    registration: { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null },
    hairs: null, commonAreaCm2: null, confidence, sizeRatio: null, toBaseline: null, toFollowUp: null,
    reason: { code, field: 'followUps.registration', message },
  };
}
