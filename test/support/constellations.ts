import { createRandom } from '../../src/phantom/random.js';
import type { Random } from '../../src/phantom/random.js';
import type { Constellation, HairRoot, PlaceMm } from '../../src/registration/constellation.js';

/** One hair of a made scalp; `unit` and `key` stay with it for life. */
export interface ScalpHair extends PlaceMm {
  readonly key: number;
  readonly unit: number;
  readonly directionRadians: number;
  readonly diameterUm: number;
}

export interface ScalpOptions {
  readonly seed: number;
  readonly densityPerCm2: number;
  /** Half side of the square of skin, mm. */
  readonly halfSideMm: number;
  /** `natural`: units keep a distance; `regular`: units near the points of a triangular lattice. */
  readonly pattern?: 'natural' | 'regular';
}

const unitShares = [0.58, 0.36, 0.05, 0.01];
const hairsPerUnit = 1.49;

/** Skin with follicular units of one to four hairs, units keeping their distance, shafts leaning one way. */
export function makeScalp({ seed, densityPerCm2, halfSideMm, pattern = 'natural' }: ScalpOptions): ScalpHair[] {
  const random = createRandom(seed);
  const unitDensity = densityPerCm2 / 100 / hairsPerUnit;
  const spacing = Math.sqrt(2 / Math.sqrt(3) / unitDensity);
  const centres = pattern === 'regular' ? latticeCentres(random, spacing, halfSideMm) : spacedCentres(random, unitDensity, 0.55 * spacing, halfSideMm);
  const lean = random.uniform(-Math.PI, Math.PI), swirl = random.normal(0, 0.02);
  const hairs: ScalpHair[] = [];
  for (const [unit, centre] of centres.entries()) growUnit(random, unit, centre, lean + swirl * centre.x, hairs);
  return hairs;
}

function growUnit(random: Random, unit: number, centre: PlaceMm, lean: number, hairs: ScalpHair[]): void {
  const size = random.choose([1, 2, 3, 4], unitShares), across = random.uniform(0, Math.PI), gap = random.uniform(0.06, 0.16);
  const unitLean = lean + random.normal(0, 0.1);
  for (let k = 0; k < size; k++) {
    const offset = (k - (size - 1) / 2) * gap;
    hairs.push({
      key: hairs.length, unit,
      x: centre.x + offset * Math.cos(across) + random.normal(0, 0.01), y: centre.y + offset * Math.sin(across) + random.normal(0, 0.01),
      directionRadians: unitLean + random.normal(0, 0.09), diameterUm: Math.max(15, random.normal(72, 14)),
    });
  }
}

function spacedCentres(random: Random, density: number, distance: number, half: number): PlaceMm[] {
  const centres: PlaceMm[] = [], count = random.poisson(density * 4 * half * half);
  for (let attempt = 0; attempt < 20 * count && centres.length < count; attempt++) {
    const centre = { x: random.uniform(-half, half), y: random.uniform(-half, half) };
    if (centres.every((other) => Math.hypot(other.x - centre.x, other.y - centre.y) >= distance)) centres.push(centre);
  }
  return centres;
}

function latticeCentres(random: Random, spacing: number, half: number): PlaceMm[] {
  const centres: PlaceMm[] = [], turn = random.uniform(0, Math.PI), phaseX = random.uniform(0, spacing), phaseY = random.uniform(0, spacing);
  const reach = Math.ceil((1.5 * half) / (spacing * 0.8));
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const u = (column + (row % 2 === 0 ? 0 : 0.5)) * spacing + phaseX + random.normal(0, 0.12 * spacing);
      const v = row * spacing * (Math.sqrt(3) / 2) + phaseY + random.normal(0, 0.12 * spacing);
      const centre = { x: u * Math.cos(turn) - v * Math.sin(turn), y: u * Math.sin(turn) + v * Math.cos(turn) };
      if (Math.abs(centre.x) <= half && Math.abs(centre.y) <= half) centres.push(centre);
    }
  }
  return centres;
}

/** The same skin later: a share of hairs (half of them by whole units) gone, and new ones come. */
export function passTime(hairs: readonly ScalpHair[], change: { seed: number; lostShare: number; gainedShare: number; halfSideMm: number }): ScalpHair[] {
  const random = createRandom(change.seed);
  const wholeUnits = random.uniform(0, 1), doomed = new Set<number>();
  for (const unit of new Set(hairs.map((hair) => hair.unit))) if (random.chance(change.lostShare * wholeUnits)) doomed.add(unit);
  const single = (change.lostShare * (1 - wholeUnits)) / (1 - change.lostShare * wholeUnits);
  const later: ScalpHair[] = hairs.filter((hair) => !doomed.has(hair.unit) && !random.chance(single));
  let key = 1_000_000, wanted = Math.round(change.gainedShare * hairs.length);
  for (let attempt = 0; wanted > 0 && attempt < 50 * hairs.length; attempt++) {
    const host = random.choose(hairs), joins = random.chance(0.5);
    const x = joins ? host.x + random.normal(0, 0.08) : random.uniform(-change.halfSideMm, change.halfSideMm);
    const y = joins ? host.y + random.normal(0, 0.08) : random.uniform(-change.halfSideMm, change.halfSideMm);
    const nearest = Math.min(...later.map((hair) => Math.hypot(hair.x - x, hair.y - y)));
    if (nearest < (joins ? 0.05 : 0.22)) continue;
    later.push({ key: key++, unit: joins ? host.unit : key, x, y, directionRadians: host.directionRadians + random.normal(0, 0.1), diameterUm: Math.max(15, random.normal(60, 15)) });
    wanted--;
  }
  return later;
}

export interface Visit {
  readonly seed: number;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Place of the skin in the middle of the frame, mm. */
  readonly centre: PlaceMm;
  readonly rotation: number;
  readonly scale: number;
  /** Radians; foreshortens along `tiltDirection`. */
  readonly tilt: number;
  readonly tiltDirection: number;
  /** Largest shift by stretching, mm, and its phase; wavelength 9 mm. */
  readonly stretchMm: number;
  readonly stretchPhase: number;
  /** Turn of all shafts by combing, radians. */
  readonly combed: number;
  /** Error of a root's place, each direction, mm. */
  readonly rootErrorMm: number;
  readonly missRate: number;
  /** False hairs for each true one. */
  readonly falseRate: number;
}

export const plainVisit: Visit = {
  seed: 1, widthMm: 10, heightMm: 10, centre: { x: 0, y: 0 }, rotation: 0, scale: 1, tilt: 0, tiltDirection: 0, stretchMm: 0, stretchPhase: 0,
  combed: 0, rootErrorMm: 0.02, missRate: 0.05, falseRate: 0.05,
};

export interface Sighting {
  readonly constellation: Constellation;
  /** Key of the scalp's hair by the id of its root; false detections have none. */
  readonly keys: ReadonlyMap<number, number>;
  /** Where a place of the skin lies in the photograph, mm. */
  readonly toPhoto: (place: PlaceMm) => PlaceMm;
}

/** What a detector reports of a photograph of the scalp. */
export function photographScalp(hairs: readonly ScalpHair[], visit: Visit): Sighting {
  const random = createRandom(visit.seed);
  const toPhoto = createProjection(visit), { widthMm, heightMm } = visit;
  const roots: HairRoot[] = [], keys = new Map<number, number>();
  let seen = 0;
  const report = (place: PlaceMm, direction: number, diameterUm: number, key: number | null) => {
    const x = place.x + random.normal(0, visit.rootErrorMm), y = place.y + random.normal(0, visit.rootErrorMm);
    if (x < 0 || y < 0 || x >= widthMm || y >= heightMm) return;
    const id = roots.length + 1;
    if (key !== null) keys.set(id, key);
    roots.push({ id, x, y, directionRadians: direction + random.normal(0, 0.06), diameterUm: diameterUm * Math.exp(random.normal(0, 0.08)), confidence: key === null ? 0.7 : 0.95, counted: true });
  };
  for (const hair of hairs) {
    const place = toPhoto(hair);
    if (place.x < 0 || place.y < 0 || place.x >= widthMm || place.y >= heightMm) continue;
    seen++;
    if (!random.chance(visit.missRate)) report(place, hair.directionRadians + visit.rotation + visit.combed, hair.diameterUm, hair.key);
  }
  for (let k = random.poisson(visit.falseRate * seen); k > 0; k--) {
    report({ x: random.uniform(0, widthMm), y: random.uniform(0, heightMm) }, random.uniform(-Math.PI, Math.PI), random.uniform(25, 90), null);
  }
  const outline = [{ x: 0, y: 0 }, { x: widthMm, y: 0 }, { x: widthMm, y: heightMm }, { x: 0, y: heightMm }];
  return { constellation: { roots, outline, holes: [] }, keys, toPhoto };
}

function createProjection(visit: Visit): (place: PlaceMm) => PlaceMm {
  const { centre, rotation, scale, tilt, tiltDirection, stretchMm, stretchPhase, widthMm, heightMm } = visit;
  const wave = (2 * Math.PI) / 9, along = Math.cos(tilt), ct = Math.cos(tiltDirection), st = Math.sin(tiltDirection);
  return ({ x, y }) => {
    const u = x + stretchMm * Math.sin(wave * (0.8 * x + 0.6 * y) + stretchPhase) - centre.x;
    const v = y + stretchMm * Math.cos(wave * (0.5 * y - 0.7 * x) + 1.7 * stretchPhase) - centre.y;
    const a = (u * ct + v * st) * along, b = -u * st + v * ct;
    const p = a * ct - b * st, q = a * st + b * ct;
    return {
      x: widthMm / 2 + scale * (p * Math.cos(rotation) - q * Math.sin(rotation)),
      y: heightMm / 2 + scale * (p * Math.sin(rotation) + q * Math.cos(rotation)),
    };
  };
}
