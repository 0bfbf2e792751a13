import { straightPose, type CameraPose } from './camera.js';
import { noOverlay, type OverlayParameters } from './conditions.js';
import { createRandom, type Random } from './random.js';
import { renderPhantom, type RenderedPhantom } from './render-phantom.js';
import { sampleCapture, sampleGrowth, sampleOverlay, type PhantomStyle, type PhantomWishes } from './sample-conditions.js';
import { wetFilm, wetScalp } from './wet-hair.js';
import { bendPath, growScalp, kindOfTruth, type GrowthParameters, type PhantomHair, type Scalp, type SkinRectangle } from './scalp.js';

/** A photograph of a simulated scalp that somebody asks for. */
export interface PhantomRequest extends PhantomWishes {
  /** Any whole number; the same request gives the same picture. */
  readonly seed: number;
  /** Hairs per cm² on average, 0…400; default 120. */
  readonly densityPerCm2?: number;
  /** Default 5. */
  readonly micrometresPerPixel?: number;
  /** Size of the field, default 10 × 10 mm. */
  readonly widthMm?: number;
  readonly heightMm?: number;
  /** Default `immersion`: clipped hair under a contact scope. */
  readonly style?: PhantomStyle;
  /** Text, circles, bars and strips over the picture: `none` (default), `some` as they occur, or given. */
  readonly overlay?: 'none' | 'some' | OverlayParameters;
  /** Wet hair, stuck together in tufts under a film of water, as no photograph should be taken; default false. */
  readonly wetHair?: boolean;
}

/** How differently the later photographs of a series were taken. */
export interface PhantomVisitsRequest extends PhantomRequest {
  /** Wanted change of the number of hairs at each later visit against the first, percent, −90…+200. */
  readonly changesPercent: readonly number[];
  /** How many times as thick every hair is at each later visit as at the first, 0.3…2; default 1. */
  readonly thickenings?: readonly number[];
  /** Largest turn, radians; default 0.15. */
  readonly turn?: number;
  /** Largest shift as a share of the field; default 0.04. */
  readonly shiftShare?: number;
  /** Largest change of scale, as a share; default 0.02. Each picture's `micrometresPerPixel` says the true one. */
  readonly scaleShare?: number;
  /** Whether no later photograph has more µm per pixel than the first, so that one at a resolution gate stays inside it; default false. */
  readonly neverCoarser?: boolean;
  /** Largest stretch of the skin, mm; default 0.05. */
  readonly stretchMm?: number;
  /** Largest tilt, radians; default 0.05. */
  readonly tilt?: number;
}

export interface PhantomPairRequest extends Omit<PhantomVisitsRequest, 'changesPercent'> {
  readonly changePercent: number;
}

/** A later photograph of a series. Hairs carry the same `id` in every photograph, all over the scalp. */
export interface PhantomFollowUp {
  readonly phantom: RenderedPhantom;
  readonly lostIds: ReadonlySet<number>;
  readonly gainedIds: ReadonlySet<number>;
}

export interface PhantomPair {
  readonly baseline: RenderedPhantom;
  readonly followUp: RenderedPhantom;
  /** Hairs by their `id`, which is the same in both photographs, all over the scalp. */
  readonly lostIds: ReadonlySet<number>;
  readonly gainedIds: ReadonlySet<number>;
}

/** Renders one photograph of a simulated scalp with its exact truth. */
export function photographPhantom(request: PhantomRequest): RenderedPhantom {
  const { seed, style, width, height, pose, growth } = prepare(request), random = createRandom(seed + 11);
  const scalp = growScalp(seed, growth, areaAround(pose, width, height, growth, 0));
  const capture = sampleCapture(random, style, seed + 2, request), overlay = overlayOf(request, random);
  if (request.wetHair === true) return renderPhantom(wetScalp(scalp, seed + 41), pose, width, height, wetFilm(capture), overlay);
  return renderPhantom(scalp, pose, width, height, capture, overlay);
}

/** Renders a baseline and a follow-up of one scalp with a known change; see `photographPhantomVisits`. */
export function photographPhantomPair(request: PhantomPairRequest): PhantomPair {
  const { changePercent, ...rest } = request, { baseline, followUps: [followUp] } = photographPhantomVisits({ ...rest, changesPercent: [changePercent] });
  return { baseline, followUp: followUp!.phantom, lostIds: followUp!.lostIds, gainedIds: followUp!.gainedIds };
}

/**
 * Renders one scalp at several visits with known changes: hairs lost or gained all over it, clipped anew,
 * the picture moved, turned, stretched and lit differently.
 */
export function photographPhantomVisits(request: PhantomVisitsRequest): { baseline: RenderedPhantom; followUps: PhantomFollowUp[] } {
  const { baseline, followUps } = planVisits(request);
  return { baseline: baseline(), followUps: followUps.map(({ render, lostIds, gainedIds }) => ({ phantom: render(), lostIds, gainedIds })) };
}

/** One photograph of such a series alone: the same picture as among the others, in its share of their time. @param visit  0 for the baseline. */
export function photographPhantomVisit(request: PhantomVisitsRequest, visit: number): RenderedPhantom {
  const { baseline, followUps } = planVisits(request), render = visit === 0 ? baseline : followUps[visit - 1]?.render;
  if (render === undefined) throw new RangeError(`Expected a visit from 0 to ${followUps.length}, got ${visit}.`);
  return render();
}

interface PlannedFollowUp extends Omit<PhantomFollowUp, 'phantom'> { readonly render: () => RenderedPhantom }

/** All that chance decides of a series; nothing is painted before it is asked for. */
function planVisits(request: PhantomVisitsRequest): { baseline: () => RenderedPhantom; followUps: PlannedFollowUp[] } {
  const { changesPercent, turn = 0.15, shiftShare = 0.04, scaleShare = 0.02, stretchMm = 0.05, tilt = 0.05, neverCoarser = false, thickenings = changesPercent.map(() => 1) } = request;
  if (thickenings.length !== changesPercent.length) throw new RangeError(`Expected a thickening for each of ${changesPercent.length} visits, got ${thickenings.length}.`);
  for (const thickening of thickenings) if (!(thickening >= 0.3 && thickening <= 2)) throw new RangeError(`Expected a thickening between 0.3 and 2, got ${thickening}.`);
  for (const change of changesPercent) if (!(change >= -90 && change <= 200)) throw new RangeError(`Expected a change between -90 and 200 percent, got ${change}.`);
  const { seed, style, width, height, pose, growth } = prepare(request), random = createRandom(seed + 21);
  const diagonalMm = Math.hypot(width, height) / pose.pixelsPerMillimetre, room = (shiftShare + 0.21 * Math.min(1, 3 * (turn + tilt))) * diagonalMm + stretchMm;
  const ratios = changesPercent.map((change) => 1 + change / 100), richest = Math.max(1, ...ratios);
  const full = growScalp(seed, { ...growth, densityPerCm2: growth.densityPerCm2 * richest }, areaAround(pose, width, height, growth, room));
  // Hairs in the order in which they would go; each visit shows all but the first few, so that the visits are nested.
  const order = orderOfLoss(random, full.hairs.filter((hair) => hair.rooted));
  const missing = (ratio: number): Set<number> => new Set(order.slice(0, Math.round(order.length * (1 - ratio / richest))));
  const showing = (absent: ReadonlySet<number>): Scalp => ({ ...full, hairs: full.hairs.filter((hair) => !absent.has(hair.id)) });
  const absentAtFirst = missing(1), first = sampleCapture(createRandom(seed + 11), style, seed + 2, request), overlay = overlayOf(request, random);
  return {
    baseline: () => renderPhantom(showing(absentAtFirst), pose, width, height, first, overlay),
    followUps: ratios.map((ratio, visit): PlannedFollowUp => {
      const zoom = (share: number): number => 1 + (neverCoarser ? Math.abs(share) : share);
      const laterPose: CameraPose = {
        ...pose,
        centreMm: [random.uniform(-1, 1) * shiftShare * fieldMm(width, pose), random.uniform(-1, 1) * shiftShare * fieldMm(height, pose)],
        rotation: random.uniform(-turn, turn), tilt: random.uniform(0, tilt), tiltDirection: random.uniform(0, 2 * Math.PI),
        pixelsPerMillimetre: pose.pixelsPerMillimetre * zoom(random.uniform(-scaleShare, scaleShare)),
        stretchMm: random.uniform(0, stretchMm), stretchPhase: random.uniform(0, 6),
      };
      const other = sampleCapture(createRandom(seed + 12 + visit), style, seed + 3 + visit, request);
      const relit = { ...other, skinColour: mix(first.skinColour, other.skinColour, 0.25), hairColour: first.hairColour, wet: first.wet, fadeStrength: first.fadeStrength, fadeLengthMm: first.fadeLengthMm };
      const absent = missing(ratio), laterOverlay = overlayOf(request, random);
      return {
        render: () => renderPhantom(clipAnew(showing(absent), seed + 31 + visit, thickenings[visit]!), laterPose, width, height, relit, laterOverlay),
        lostIds: new Set([...absent].filter((id) => !absentAtFirst.has(id))), gainedIds: new Set([...absentAtFirst].filter((id) => !absent.has(id))),
      };
    }),
  };
}

const fieldMm = (pixels: number, pose: CameraPose): number => pixels / pose.pixelsPerMillimetre;
const mix = (a: readonly [number, number, number], b: readonly [number, number, number], share: number): [number, number, number] =>
  [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];

function prepare(request: PhantomRequest): { seed: number; style: PhantomStyle; width: number; height: number; pose: CameraPose; growth: GrowthParameters } {
  const { seed, densityPerCm2 = 120, micrometresPerPixel = 5, widthMm = 10, heightMm = 10, style = 'immersion' } = request;
  if (!Number.isInteger(seed)) throw new RangeError(`Expected a whole number as seed, got ${seed}.`);
  if (!(densityPerCm2 >= 0 && densityPerCm2 <= 400)) throw new RangeError(`Expected 0 to 400 hairs per cm², got ${densityPerCm2}.`);
  if (!(micrometresPerPixel >= 1 && micrometresPerPixel <= 50)) throw new RangeError(`Expected 1 to 50 µm per pixel, got ${micrometresPerPixel}.`);
  const pixelsPerMillimetre = 1000 / micrometresPerPixel, width = Math.round(widthMm * pixelsPerMillimetre), height = Math.round(heightMm * pixelsPerMillimetre);
  if (!(width >= 64 && height >= 64 && width * height <= 1e8)) throw new RangeError(`Expected a field of at least 64 × 64 and at most 100 million pixels, got ${width} × ${height}.`);
  return { seed, style, width, height, pose: { ...straightPose, pixelsPerMillimetre }, growth: sampleGrowth(createRandom(seed + 1), style, { ...request, densityPerCm2 }) };
}

function areaAround(pose: CameraPose, width: number, height: number, growth: GrowthParameters, roomMm: number): SkinRectangle {
  const reach = Math.min(growth.longestMm, growth.lengthMm * 2) + 0.2 + roomMm;
  const halfX = width / 2 / pose.pixelsPerMillimetre + reach, halfY = height / 2 / pose.pixelsPerMillimetre + reach;
  return { left: -halfX, right: halfX, top: -halfY, bottom: halfY };
}

function overlayOf(request: PhantomRequest, random: Random): OverlayParameters {
  if (request.overlay === undefined || request.overlay === 'none') return noOverlay;
  return request.overlay === 'some' ? sampleOverlay(random, 3) : request.overlay;
}

/** Whole follicular units and single hairs go in turn, so that about half of a change comes of each. */
function orderOfLoss(random: Random, hairs: readonly PhantomHair[]): number[] {
  const rest = new Map(hairs.map((hair) => [hair.id, hair])), order: number[] = [];
  const shuffled = hairs.map((hair) => ({ hair, key: random.uniform(0, 1) })).sort((a, b) => a.key - b.key || a.hair.id - b.hair.id);
  shuffled.forEach(({ hair }, turn) => {
    if (!rest.has(hair.id)) return;
    const leaving = turn % 3 === 0 ? hairs.filter((other) => other.unit === hair.unit && rest.has(other.id)) : [hair];
    for (const { id } of leaving) { order.push(id); rest.delete(id); }
  });
  return order;
}

/** The same hairs at the next visit: exits where they were, shafts of another length, thickness and a slightly other bend. */
function clipAnew(scalp: Scalp, seed: number, thickening: number): Scalp {
  const random = createRandom(seed), common = random.uniform(0.75, 1.3), turned = random.normal(0, 0.08);
  return {
    ...scalp,
    hairs: scalp.hairs.filter((hair) => hair.rooted).map((hair) => {
      const own = createRandom(hair.seed + seed), [start, next] = [hair.pathMm[0]!, hair.pathMm[1]!];
      const lengthMm = hair.lengthMm * common * own.uniform(0.85, 1.15);
      const angle = Math.atan2(next[1] - start[1], next[0] - start[0]) + turned + own.normal(0, 0.05);
      const diameterUm = hair.diameterUm * thickening;
      return { ...hair, lengthMm, diameterUm, kind: kindOfTruth(diameterUm), pathMm: bendPath(own, start, angle, lengthMm, 0.05) };
    }),
  };
}
