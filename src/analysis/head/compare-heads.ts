import type { FollowUpResult, Issue, Registration, TimepointResult } from '../../domain/result.js';
import { AnalysisError } from '../../errors.js';
import { layRegion, type RegionRequest } from '../../measurement/head/lay-region.js';
import { measureHeadCoverage } from '../../measurement/head/measure-coverage.js';
import { applyAffine, describeAffine, identityAffine, invertAffine, type Affine } from '../../raster/affine.js';
import type { Mask, RasterImage } from '../../raster/raster-image.js';
import { sampleMap } from '../../raster/sample-map.js';
import { alignHeads, type HeadAlignment } from '../../registration/head/align-heads.js';
import type { HeadView } from '../../registration/head/head-view.js';
import { areMirrored } from '../../registration/head/recognise-mirrored.js';
import { isProven, trustAlignment } from '../../registration/head/trust-alignment.js';
import type { GlobalSegmenter } from '../../segmentation/global-segmenter.js';
import { findComparisonRefusals } from '../../scoring/comparison-refusals.js';
import { findComparisonWarnings } from '../../scoring/comparison-warnings.js';
import { assessCoverageChange, coverageCutsPoints, measureCoverageChange } from '../../scoring/coverage-change.js';
import type { VisitDates } from '../../scoring/describe-visits.js';
import { coverageIntervalWith, describeCover, describeRegion, isDrawn, oddShareOf, rounded, wornShareOf, type HeadAnalysis } from './analyse-head.js';
import { compareColours, type ColourChange } from './compare-colours.js';
import { findBaredShare } from './find-bared-share.js';
import { findCoverings } from './find-coverings.js';
import { judgePair } from './judge-pair.js';
import { layHeads, type LaidHeads } from './lay-heads.js';
import { mapChange } from './map-change.js';
import { coverPair, samplePair } from './sample-pair.js';

/** A follow-up must show at least this share of the baseline's region. */
const leastSeen = 0.6;

/**
 * Standard deviation, percentage points, of the coverage of one visit. Unchanged heads, turned, cropped, relit, resized and compressed
 * again, give far less (docs/global.md), but no sample shows one head at two sittings, and combing and light do more then. A site's own
 * repeat study replaces it. Where colours could not be compared the networks' answers are all there is, and they err that much more.
 */
const repeatPoints = 3, repeatPointsByNetwork = 6;
/** Standard deviation of a change as a share of it: painted losses come out this much wrong. */
const ofChange = 0.25;
/** Points of error where all of the region differs and the colours do not tell how. */
const undecidedPoints = 40;
/** Points of error where all of the hair would be called lost or gained if nothing were put down to light or to grain: as many as would be. */
const overlookedPoints = 100;
/** From so many points of error on it is said that light and evenly thinned hair look alike: a step of the score. */
const leastDoubtPoints = coverageCutsPoints[0];
/** Points that something lying on all of the scalp may move; from this share on two photographs are not compared. */
const coveredPoints = 100, mostCovered = 0.1;
/** Where something worn hides so much more of a head at one visit than at the other, the two are not compared. */
const mostWornOnce = 0.3;
/** Details agree this badly over the whole head, not at all and wholly, where a part of it is another; a share of the scalp from which on that is said. */
const partAlike = 0.7, partOther = 0.65, leastSaid = 0.02;

/** Proposed regions that share less than this are said to differ. Convention. */
const leastAgreed = 0.8;

/** A photograph that shows less than this share of the region says so. Convention. */
const mostlyShown = 0.9;

/** Laying one head over the other may be off by this share of the head's radius. */
const misplaced = 0.015;

/** A photograph of a head as far as it is compared. */
type Head = Pick<HeadAnalysis, 'result' | 'head'>;

export interface HeadComparisonOptions extends VisitDates {
  /** Standard deviation of one visit's coverage from the site's own repeat study, percentage points. */
  readonly repeatabilityPoints?: number;
}

/**
 * Compares a follow-up of a head with its baseline: laid over it, conditions compared, coverage of the same places at both.
 *
 * A part of the head that was asked for, proposed or drawn, is that of the photograph it was asked for on, and is carried to the other: all
 * follow-ups of a baseline are compared in the same one. Where both were asked for a part it is the baseline's. All of the scalp is laid in an
 * order that does not depend on which of the two is called the baseline. So exchanged photographs, each with what was asked of it, give
 * exactly the negative change, unless both were asked for a part.
 */
export function compareHeads(baseline: Head, followUp: Head, options: HeadComparisonOptions = {}, laid?: LaidHeads | null): FollowUpResult {
  const [one, two] = [baseline.result, followUp.result];
  const refusals = findComparisonRefusals(one, two), warnings = findComparisonWarnings(one, two, options);
  const nothing = (registration: Registration, more: readonly Issue[], rest: Partial<FollowUpResult> = {}): FollowUpResult =>
    ({ measurement: isPart(baseline.head.request) ? withoutRegion(two) : two, registration, hairs: null, change: null, globalAssessment: null, warnings: [...more, ...refusals, ...warnings], ...rest });
  if (refusals.length > 0) return nothing(notLaid, []);

  const forth = isLaidForth(baseline, followUp), [first, second] = forth ? [baseline, followUp] : [followUp, baseline];
  // What is worn beside a drawn region does no harm; what is worn on it is known of both once it is carried.
  const wornOnce = isDrawn(first.head.request) ? [] : refuseWorn(first, second);
  if (wornOnce.length > 0) return nothing(notLaid, wornOnce);
  const pair = one.photo.sha256 === two.photo.sha256 ? { first: first.head.view, second: second.head.view, inLikeLight: second.head.view.picture, alignment: sameHead, inFrame: identityAffine } : pairOf(first, second, laid);
  const doubt = pair === null ? 'One of the photographs shows too little scalp.' : trustAlignment(pair.alignment);
  if (pair !== null && doubt !== null && areMirrored(first.head.view, second.head.view)) {
    return nothing(notLaid, [refuse('registration.mirrored', 'The photographs cannot be compared because one of them shows the head as in a mirror (some apps and front cameras do that). Mirror it back, or take it anew with the camera at the back of the phone.')]);
  }
  if (pair === null || doubt !== null) {
    return nothing(notLaid, [refuse('comparison.headsNotAligned', `The photographs cannot be compared because one head could not be laid over the other. ${doubt} Take the follow-up from the same place, with the head held as at the baseline.`)]);
  }
  const { alignment } = pair, carried = carryRegion(first, second, alignment.map), measurement = forth ? carried.result : two, wornInRegion = refuseWorn(first, carried), mostHidden = hiddenShareOf(first, carried);
  const region = regionOf(pair, first), byColour = compareColoursOf(pair, region), shift = byColour?.change ?? null, samples = samplePair(pair.first, pair.second, pair.inFrame, region, isProven(alignment), shift), covered = coverPair(samples);
  const registration = describeRegistration(alignment, forth, first, second, samples.seen), { checks, refusals: differences } = judgePair(first.head.view, second.head.view, alignment, samples);
  const pairQuality = { comparable: differences.length === 0, checks };
  const seen = isPart(first.head.request) ? samples.seen : Math.min(samples.seen, shareShown(second, first, invertAffine(alignment.map)));
  if (covered === null || seen < leastSeen) {
    return nothing(registration, [refuse('comparison.regionNotShown', `The photographs cannot be compared because only ${Math.round(100 * seen)} % of the region is shown by both (at least ${100 * leastSeen} %).`)], { pairQuality });
  }
  if (wornInRegion.length > 0) return nothing(registration, wornInRegion, { measurement, pairQuality });
  if (differences.length > 0) {
    return nothing(registration, differences.map((difference) => refuse('comparison.conditionsDiffer', `The photographs cannot be compared: ${difference}`)), { measurement, pairQuality });
  }
  const covering = pair.inLikeLight === undefined ? null : findCoverings(pair.first, pair.second, pair.inLikeLight), odd = Math.max(...[first, carried].map(({ head: { view, region: own } }) => oddShareOf(view, own))), hidden = Math.max(odd, mostHidden, covering === null ? 0 : covering.foreignShare + covering.doubtfulShare);
  const replaced = (covering?.replacedShare ?? 0) * Math.min(1, Math.max(0, (partAlike - alignment.agreement.detail) / (partAlike - partOther)));
  if (covering !== null && covering.foreignShare > mostCovered) {
    return nothing(registration, [refuse('comparison.headCovered', `The photographs cannot be compared: ${Math.round(100 * covering.foreignShare)} % of the scalp has colours at one visit that neither its hair nor its skin shows at the other (at most ${100 * mostCovered} %): something lies on it, or its hair was dyed. Photograph the bare head, without cap, cloth, plaster, comb or hand.`)], { measurement, pairQuality });
  }
  const [before, after] = (forth ? [covered.first, covered.second] : [covered.second, covered.first]).map(rounded);
  const flagged = checks.filter(({ passed }) => !passed);
  const visits = Math.SQRT2 * (options.repeatabilityPoints ?? (byColour === null ? repeatPointsByNetwork : repeatPoints));
  const error = standardErrorOf(pair, region, isPart(first.head.request) ? first.head.view.region : region, flagged.length, [visits, 100 * ofChange * (after - before), undecidedPoints * Math.max(byColour?.undecidedShare ?? 0, replaced), overlookedPoints * (byColour?.overlookedShare ?? 0), 100 * (byColour?.addedShare ?? 0), coveredPoints * hidden]);
  const globalAssessment = assessCoverageChange({ before, after }, error), bared = covering === null || globalAssessment.supported === 0 ? 0 : findBaredShare(pair.first, pair.second, region);
  return {
    measurement, registration, hairs: null,
    change: measureCoverageChange({ before, after }, error),
    globalAssessment,
    warnings: [...flagged.map(({ check, message }): Issue => ({ code: `pair.${check}`, field: 'followUps.pairQuality', message })), ...describeDoubt(hidden, replaced), ...describeLight(byColour), ...describePatch(bared), ...describeProposals(agreeOnRegion(first, second, alignment.map)), ...warnings],
    pairQuality,
    changeMap: mapChange({ ...pair, map: pair.inFrame, region, shift }, forth ? null : { view: baseline.head.view, region: carried.head.region, toFirst: invertAffine(alignment.map) }),
  };
}

/** Two heads ready to be compared place by place; without `inLikeLight` only their networks' answers can be. */
interface HeadPair extends Omit<LaidHeads, 'inLikeLight'> {
  readonly inLikeLight?: RasterImage;
  /** From the first view's grid to the second's. */
  readonly inFrame: Affine;
}

function pairOf(first: Head, second: Head, laid: LaidHeads | null | undefined): HeadPair | null {
  if (laid !== undefined) return laid === null ? null : { ...laid, inFrame: identityAffine };
  const alignment = alignHeads(first.head.view, second.head.view);
  return alignment === null ? null : { first: first.head.view, second: second.head.view, alignment, inFrame: alignment.map };
}

/**
 * The region on the first grid. All of the scalp is what either photograph shows of it, where both lie exactly on one
 * another: skin that was bared at one visit may have been taken for forehead there.
 */
function regionOf({ second, inFrame, alignment }: HeadPair, { head: { region, request } }: Head): Mask {
  if (request.shape !== 'scalp' || inFrame !== identityAffine || !isProven(alignment) || second.region.data.length !== region.data.length) return region;
  return { ...region, data: region.data.map((value, at) => (value !== 0 || second.region.data[at] !== 0 ? 1 : 0)) };
}

/** Share, 0…1, of what either photograph proposes as the region that both propose, of the places that both show; 1 for regions that are not proposed, or cannot be on the second. */
function agreeOnRegion(first: Head, second: Head, map: Affine): number {
  const { region: { width, data }, request } = first.head, other = request.shape === 'vertex' || request.shape === 'frontal' ? proposeRegion(request, second.head.view) : null;
  if (other === null) return 1;
  let both = 0, either = 0;
  for (let at = 0; at < data.length; at++) {
    const place = applyAffine(map, at % width, Math.floor(at / width)), x = Math.round(place.x), y = Math.round(place.y);
    if (x < 0 || y < 0 || x >= other.width || y >= other.height) continue;
    const [here, there] = [data[at] !== 0, other.data[y * other.width + x] !== 0];
    if (here || there) either++;
    if (here && there) both++;
  }
  return either === 0 ? 1 : both / either;
}

/** What this photograph would propose; null where it cannot, as without a forehead. */
function proposeRegion(request: RegionRequest, view: HeadView): Mask | null {
  try {
    return layRegion(request, view);
  } catch (error) {
    if (error instanceof AnalysisError && error.code === 'region.notFound') return null;
    throw error;
  }
}

function describeProposals(agreed: number): Issue[] {
  return agreed >= leastAgreed ? [] : [{
    code: 'comparison.regionsDiffer', field: 'change',
    message: `The two photographs may not show the same part of the head, as the region proposed on one of them is not the one that the other would propose: they share ${Math.round(100 * agreed)} %. Look at where it lies on both, draw it on the baseline, or photograph the head as at the baseline.`,
  }];
}

/** What the colours say of the change, where both pictures lie in one frame and light and their details prove it. */
function compareColoursOf({ first, second, inLikeLight, alignment }: HeadPair, region: Mask): ColourChange | null {
  return inLikeLight === undefined || !isProven(alignment) ? null : compareColours(first, second, inLikeLight, region);
}

/** Share of one photograph's scalp that lies inside the other, 0…1. */
function shareShown({ head: { view: { region } } }: Head, { head: { view } }: Head, map: Affine): number {
  let all = 0, shown = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    const { x, y } = applyAffine(map, at % region.width, Math.floor(at / region.width));
    all++;
    if (x >= 0 && y >= 0 && x <= view.width - 1 && y <= view.height - 1) shown++;
  }
  return shown / Math.max(1, all);
}

/** Lays and compares, see `compareHeads` and `layHeads`. */
export async function layAndCompareHeads(baseline: Head, followUp: Head, segmenter: GlobalSegmenter, options: HeadComparisonOptions = {}): Promise<FollowUpResult> {
  const [first, second] = isLaidForth(baseline, followUp) ? [baseline, followUp] : [followUp, baseline], same = baseline.result.photo.sha256 === followUp.result.photo.sha256;
  return compareHeads(baseline, followUp, options, same ? undefined : await layHeads(first.head.view, second.head.view, segmenter));
}

/** Whether the follow-up is laid onto the baseline, or the other way about: onto the one that has the region. */
function isLaidForth(baseline: Head, followUp: Head): boolean {
  if (isPart(baseline.head.request) || isPart(followUp.head.request)) return isPart(baseline.head.request);
  return baseline.result.photo.sha256 <= followUp.result.photo.sha256;
}

function isPart({ shape }: RegionRequest): boolean {
  return shape !== 'scalp';
}

const notLaid: Registration = { method: 'none', overlapShare: null, residualUm: null, matchedHairs: null };
const sameHead: HeadAlignment = { map: identityAffine, agreement: { outline: 1, detail: 1, seen: 1 }, agreeingSpots: 0, stretch: 1 };

function refuse(code: string, message: string): Issue {
  return { code, field: 'change', message };
}

/** Of two photographs of which one shows so much more that is worn that nothing can be said. */
function refuseWorn({ head: { wornShare: one } }: Head, { head: { wornShare: other } }: Head): Issue[] {
  return Math.abs(one - other) <= mostWornOnce ? [] : [refuse('comparison.headCovered', `The photographs cannot be compared: at one visit something seems to be worn on the head, or to lie on it, and to hide about ${Math.round(100 * Math.max(one, other))} % of it. Photograph the bare head, without cap, hat, hood, cloth, bandage or plaster.`)];
}

/** Share of the region that something worn may hide. Who drew a region has looked at what lies on it there: only what the other visit has besides counts. */
function hiddenShareOf({ head: { request, wornShare: one } }: Head, { head: { wornShare: other } }: Head): number {
  return isDrawn(request) ? Math.max(0, other - one) : Math.max(one, other);
}

/** Why the interval is wide where something may lie on the head. */
function describeDoubt(hidden: number, replaced: number): Issue[] {
  const say = (code: string, message: string): Issue => ({ code, field: 'change.interval95', message: `${message} The interval allows for it. Photograph the bare head with dry hair, without cap, cloth, plaster, comb or hand.` });
  return [
    ...(hidden < leastSaid ? [] : [say('comparison.headPerhapsCovered', `At one visit or both something may lie on ${Math.round(100 * hidden)} % of the scalp, or its hair was wet or dyed.`)]),
    ...(replaced < leastSaid ? [] : [say('comparison.partReplaced', `A part of the head shows the same hairs at both visits, another of about ${Math.round(100 * replaced)} % of the scalp nothing that is the same: something may lie on it, or its hair was cut.`)]),
  ];
}

/** Why the interval is wide where light may hide a change, or look like one. */
function describeLight(byColour: ColourChange | null): Issue[] {
  const points = byColour === null ? 0 : Math.max(undecidedPoints * byColour.undecidedShare, overlookedPoints * byColour.overlookedShare);
  return points < leastDoubtPoints ? [] : [{
    code: 'comparison.lightOrHair', field: 'change.interval95',
    message: 'On a part of the scalp the photographs differ in a way that other light or another colour of the picture explains as well as hair that was lost or gained, or became evenly thinner or fuller. The interval allows for either. Photograph the head in the light of the baseline, without filters of the camera.',
  }];
}

/** What colours cannot tell and whoever looks at the photographs can: a plaster in the colour of skin from a bald patch. */
function describePatch(bared: number): Issue[] {
  return bared < leastSaid ? [] : [{
    code: 'comparison.patchBared', field: 'globalAssessment.supported',
    message: `On ${Math.round(100 * bared)} % of the scalp one photograph shows nothing but hair and the other nothing but skin. A plaster or a bandage in the colour of skin looks the same to the method: look at both photographs before the score is used, and if something lies on the head, photograph it bare.`,
  }];
}

/** Turn and size of the follow-up against the baseline, whichever was laid on which. */
function describeRegistration({ map, agreement }: HeadAlignment, forth: boolean, first: Head, second: Head, seen: number): Registration {
  const { angle, scale } = describeAffine(map), ratio = (scale * first.head.view.scale) / second.head.view.scale, sign = forth ? 1 : -1;
  return {
    method: 'head', overlapShare: Number(seen.toFixed(4)), residualUm: null, matchedHairs: null,
    head: {
      rotationDegrees: Number(((sign * angle * 180) / Math.PI + 0).toFixed(1)) + 0, scaleRatio: Number((forth ? ratio : 1 / ratio).toPrecision(4)),
      outlineAgreement: Number(agreement.outline.toFixed(4)), detailAgreement: Number(agreement.detail.toFixed(4)),
    },
  };
}

/**
 * Standard error of the difference in points: what is given, how much a small misplacement matters, and a quarter more
 * for each condition that was flagged.
 */
function standardErrorOf({ first, second, inFrame, alignment }: HeadPair, region: Mask, scalp: Mask, flagged: number, given: readonly number[]): number {
  const radius = Math.sqrt(scalp.data.reduce((sum, value) => sum + (value !== 0 ? 1 : 0), 0) / Math.PI), by = misplaced * radius;
  const covered = coverPair(samplePair(first, second, inFrame, region, isProven(alignment)))!, shifts = [[by, 0], [-by, 0], [0, by], [0, -by]];
  const moved = shifts.map(([dx, dy]) => {
    const shifted = coverPair(samplePair(first, second, shiftFirst(inFrame, dx, dy), region, isProven(alignment)));
    return shifted === null ? 0 : 100 * (shifted.second - shifted.first - covered.second + covered.first);
  });
  const placing = Math.sqrt(moved.reduce((sum, value) => sum + value * value, 0) / moved.length);
  return Number(((1 + flagged / 4) * Math.hypot(...given, placing)).toFixed(4));
}

function shiftFirst(map: Affine, dx: number, dy: number): Affine {
  return { ...map, tx: map.tx + map.a * dx + map.b * dy, ty: map.ty + map.c * dx + map.d * dy };
}

/** The second photograph measured in the first one's region, where that is not all of the scalp. @param map  From the first grid to the second. */
function carryRegion(first: Head, second: Head, map: Affine): Head {
  if (!isPart(first.head.request)) return second;
  const { view } = second.head, back = invertAffine(map), own = first.head.region, data = new Uint8Array(view.width * view.height);
  const mask = { width: own.width, height: own.height, data: Float32Array.from(own.data) };
  let inside = 0;
  for (let at = 0; at < data.length; at++) {
    const place = applyAffine(back, at % view.width, Math.floor(at / view.width));
    if (sampleMap(mask, place.x, place.y, 0) < 0.5) continue;
    data[at] = 1;
    inside++;
  }
  const region: Mask = { width: view.width, height: view.height, data }, expected = own.data.reduce((sum, value) => sum + value, 0) * describeAffine(map).scale ** 2;
  const about = { ...first.result.targetArea.region!, source: 'carried' as const, visibleShare: Number(Math.min(1, inside / Math.max(1, expected)).toFixed(4)) };
  const { coverage: measured, borderSpread } = measureHeadCoverage(view.scalp, view.hair, region), coverage = measured === null || !second.result.quality.usable ? null : rounded(measured);
  const wornShare = wornShareOf(second.head.worn, view, first.head.request, region), cover = { odd: oddShareOf(view, region), wornShare };
  return {
    ...second, head: { ...second.head, region, wornShare },
    result: {
      ...second.result, method: { ...second.result.method, options: { ...second.result.method.options, region: first.result.method.options.region } },
      targetArea: { ...describeRegion(region, view, about), validShare: about.visibleShare },
      measurements: { ...second.result.measurements, coverage }, intervals: coverage === null ? {} : { coverage: coverageIntervalWith(cover, coverage, borderSpread) },
      // What was said of the cover was said of all of the head.
      issues: [...describeCover(cover), ...describeVisible(about.visibleShare), ...second.result.issues.filter(({ code }) => code !== 'global.perhapsCovered')],
    },
  };
}

function describeVisible(share: number): Issue[] {
  return share >= mostlyShown ? [] : [{
    code: 'region.partlyShown', field: 'measurements.coverage',
    message: `This photograph shows ${Math.round(100 * share)} % of the region; its coverage is that of the part shown. Photograph the head as at the baseline.`,
  }];
}

/** Of a follow-up onto which the region could not be carried nothing is left to stand beside the baseline's: what it was measured in is another part of the head. */
function withoutRegion(followUp: TimepointResult): TimepointResult {
  if (followUp.measurements.coverage === null) return followUp;
  const { coverage: _ofOtherPart, ...intervals } = followUp.intervals;
  return {
    ...followUp, measurements: { ...followUp.measurements, coverage: null }, intervals,
    issues: [...followUp.issues, { code: 'region.notCarried', field: 'measurements.coverage', message: 'The region of the baseline was not carried to this photograph, and the coverage of another part of the head cannot stand beside it.' }],
  };
}
