import { createRandom } from '../../src/phantom/random.js';
import { judgeOneSided, probabilityMissed, shippedDetectorErrors, type DetectorErrors, type OneSidedHair } from '../../src/registration/judge-one-sided.js';
import { measureDiscord, scaleMisses } from '../../src/registration/measure-discord.js';
import type { MatchedCounts } from '../../src/scoring/matched-hairs.js';

export interface SimulatedPatch {
  readonly seed: number;
  readonly hairs: number;
  /** True change of the number of hairs, −0.45…0.6, and the share that both comes and goes besides. */
  readonly change: number;
  readonly turnover: number;
  /** How much worse the second photograph is: share of the sure sightings that become faint. */
  readonly dimmed?: number;
  /** How the detector errs, and how it is believed to; default both as the one that ships. */
  readonly errors?: DetectorErrors;
  readonly believed?: DetectorErrors;
}

/** Nothing but shafts hides these hairs: no exit at their place, no edge. */
const inTheMiddle = { sameExitMm: Infinity, takenExitMm: Infinity, insideShare: 1, shownMm: Infinity };

/**
 * What a detector with the errors of the shipped one makes of a patch whose hairs truly come and go. Hairs that are hard to see are hard
 * to see at both visits; about one in eight is not surely seen at a visit, and most of these leave a trace.
 */
export function seePatch({ seed, hairs, change, turnover, dimmed = 0, errors = shippedDetectorErrors, believed = shippedDetectorErrors }: SimulatedPatch): { counts: MatchedCounts; trueLogRatio: number } {
  const random = createRandom(seed);
  const going = Math.max(0, -change) + turnover, coming = Math.max(0, change) + turnover;
  let keptBefore = 0, keptAfter = 0, countedBefore = 0, countedAfter = 0, kept = 0, before = 0, after = 0;
  const gone: OneSidedHair[] = [], come: OneSidedHair[] = [];
  const keep = (was: number | null, is: number | null): void => {
    kept++;
    if (was !== null) { countedBefore++; keptBefore += was; }
    if (is !== null) { countedAfter++; keptAfter += is; }
  };
  const look = (): (() => { sure: boolean; trace: boolean; confidence: number }) => {
    const ease = random.normal(0, 1);
    return () => {
      const clarity = 1.9 + 1.3 * ease + random.normal(0, 0.9);
      return { sure: clarity > 0, trace: clarity > -1.2, confidence: Math.max(0.34, 1 - 0.6 * Math.exp(-1.3 * Math.max(0, clarity))) };
    };
  };
  // Every twelfth shaft lies upon another one in the other photograph, every sixth beside one.
  const lie = (): number => (random.chance(1 / 12) ? 0.03 : random.chance(1 / 6) ? 0.07 : 0.15);
  for (let i = 0; i < hairs; i++) {
    const see = look(), gapMm = lie();
    before++;
    const was = see(), hides = random.chance(2 * probabilityMissed({ ...inTheMiddle, confidence: was.confidence, gapMm }, errors));
    if (random.chance(going)) {
      if (was.sure) gone.push({ confidence: was.confidence, ...inTheMiddle, gapMm });
      continue;
    }
    after++;
    const is = see(), sureLater = is.sure && !random.chance(dimmed);
    if (hides && random.chance(0.5)) {
      if (was.sure) gone.push({ confidence: was.confidence, ...inTheMiddle, gapMm });
    } else if (hides) {
      if (sureLater) come.push({ confidence: is.confidence, ...inTheMiddle, gapMm });
    }
    if (!hides && ((was.sure && is.trace) || (sureLater && was.trace))) {
      keep(was.sure ? was.confidence : null, sureLater ? is.confidence : null);
    }
  }
  for (let i = random.poisson(coming * hairs); i > 0; i--) {
    after++;
    const is = look()();
    if (is.sure && !random.chance(dimmed)) come.push({ confidence: is.confidence, ...inTheMiddle, gapMm: lie() });
  }
  // Things taken for hairs: fewer the surer they look, against the sure hairs.
  for (const list of [gone, come]) {
    for (let k = 0; k < hairs; k++) {
      const like = look()();
      if (like.sure && random.chance((errors.falseOdds * (1 - like.confidence)) / like.confidence)) list.push({ confidence: like.confidence, ...inTheMiddle, gapMm: lie() });
    }
  }
  // And things that stay where they are and look like hairs at both visits.
  for (let k = 0; k < hairs; k++) {
    const see = look(), [was, is] = [see(), see()];
    if (was.sure && random.chance(((1 - errors.falseOdds) * (1 - was.confidence)) / was.confidence)) keep(was.confidence, is.sure ? is.confidence : null);
  }
  // Photographs that miss more hairs than usual also show more of the others badly (docs/registration.md), and so it is found out.
  const contradicted = 0.045 * (errors.missedSure / believed.missedSure);
  const askAgain = (): number => measureDiscord(Array.from({ length: Math.round(0.8 * kept) }, () => ({ sure: 0.97, asked: random.chance(contradicted) ? 0.5 : 0.97 })));
  const judged = [gone, come].map((list) => judgeOneSided(list, kept, scaleMisses(believed, askAgain()))), sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const [lost, gained] = judged.map(sum), [lostVariance, gainedVariance] = judged.map((list) => sum(list.map((value) => value * (1 - value))));
  return {
    counts: { keptBefore, keptAfter, countedBefore, countedAfter, lost: lost!, gained: gained!, lostVariance: lostVariance!, gainedVariance: gainedVariance! },
    trueLogRatio: Math.log(after / before),
  };
}
