// How often the network errs on compared pairs whose hairs are known: what src/registration/judge-one-sided.ts and
// src/scoring/registered-change.ts take for given.
import { isTakenForHair } from '../../dist/domain/hair.js';
import { measureShaftGap } from '../../dist/registration/shaft-gap.js';
import { matchRoots } from '../../dist/evaluation/match-roots.js';

/** As in judge-pair.js; of the table below, a shaft nearer than `coverMm` to another can hide behind it; a true hair this deep inside both frames ought to be found. */
const sameHairMm = 0.2, coverMm = 0.05, depthMm = 0.15;
/** Confidences below and above this are counted apart. */
const sureFrom = 0.9;

/**
 * Numbers of hairs of one aligned pair, both directions together:
 * sightings of hairs that are there at both visits, by confidence and by whether another shaft covers them in the other photograph, and how
 * many of these left no trace there; things that are no hair and were seen at one visit only; Σ(1 − c)/c of the true sightings;
 * true hairs and how many of them were found, of those that stay and those that come or go. `directions` is what fit-detector-errors.js needs.
 */
export function countDetectorErrors(visits, baseline, { hairs, measurement }) {
  const errors = { sureOpen: 0, missedSureOpen: 0, sureCovered: 0, missedSureCovered: 0, doubtfulOpen: 0, missedDoubtfulOpen: 0, doubtfulCovered: 0, missedDoubtfulCovered: 0, false: 0, doubt: 0, kept: hairs.kept.length, stayed: 0, stayedFound: 0, changed: 0, changedFound: 0, directions: [] };
  const confidences = [baseline, measurement].map((result) => new Map(result.hairs.map(({ id, confidence }) => [id, confidence])));
  const lists = [baseline, measurement].map((result) => result.hairs.filter(isTakenForHair)), px = visits.map(({ micrometresPerPixel }) => 1000 / micrometresPerPixel);
  const angle = measureTurn(visits), there = visits.map((visit) => visit.hairs.flatMap((hair, i) => (hair.present ? [i] : [])));
  const trueOf = visits.map((visit, k) => new Map(matchRoots(lists[k].map(({ root }) => root), there[k].map((i) => visit.hairs[i].root), sameHairMm * px[k]).map(({ found, truth }) => [lists[k][found].id, there[k][truth]])));
  const oneSided = [[...hairs.lost, ...hairs.unclear?.baseline ?? []], [...hairs.gained, ...hairs.unclear?.followUp ?? []]];
  for (const k of [0, 1]) {
    const other = 1 - k, own = k === 0 ? 'baseline' : 'followUp', its = k === 0 ? 'followUp' : 'baseline';
    const byId = new Map(lists[k].map((hair) => [hair.id, hair]));
    const direction = { seenTwice: hairs.kept.map((pair) => ({ sure: confidences[k].get(pair[own]), asked: confidences[other].get(pair[its]) })), sightings: [] };
    errors.directions.push(direction);
    // The shaft is laid where its true exit is in the other photograph, as it lies in its own but for the turn of the pair.
    const gapOf = (hair, truth, partner) => {
      const at = visits[other].hairs[truth].root, turned = turn(hair, k === 0 ? angle : -angle), mm = visits[other].micrometresPerPixel / 1000;
      return measureShaftGap(inMm(turned, px[k]), { x: at.column * mm, y: at.row * mm }, 0, lists[other].filter(({ id }) => id !== partner).map((one) => inMm(one, px[other])));
    };
    const count = (id, partner) => {
      const truth = trueOf[k].get(id), hair = byId.get(id);
      // Faint traces say nothing of what a photograph shows surely.
      if (hair === undefined) return;
      if (truth === undefined) { if (partner === null) errors.false++; return; }
      errors.doubt += (1 - hair.confidence) / Math.max(hair.confidence, 0.01);
      // Beyond the frame of the other photograph there is nothing to be seen.
      if (!visits[other].hairs[truth].present || !isDeep(visits[other].hairs[truth].root, visits[other], 0)) return;
      const gapMm = gapOf(hair, truth, partner), group = `${hair.confidence >= sureFrom ? 'Sure' : 'Doubtful'}${gapMm < coverMm ? 'Covered' : 'Open'}`;
      direction.sightings.push({ confidence: hair.confidence, gapMm, shownMm: Infinity, missed: partner === null });
      errors[group[0].toLowerCase() + group.slice(1)]++;
      if (partner === null) errors[`missed${group}`]++;
    };
    for (const pair of hairs.kept) count(pair[own], pair[its]);
    for (const { id } of oneSided[k]) count(id, null);
    const found = new Set(trueOf[k].values());
    visits[k].hairs.forEach((hair, i) => {
      if (!hair.present || !visits.every((visit, v) => isDeep(visit.hairs[i].root, visit, depthMm * px[v]))) return;
      const name = visits[other].hairs[i].present ? 'stayed' : 'changed';
      errors[name]++;
      if (found.has(i)) errors[`${name}Found`]++;
    });
  }
  return errors;
}

/** The rates of many pairs, as lines of text. */
export function tabulateDetectorErrors(pairs) {
  const all = pairs.reduce((sum, one) => Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'directions').map(([key, value]) => [key, (sum[key] ?? 0) + value])), {});
  const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} % (${part}/${whole})`;
  const groups = ['SureOpen', 'SureCovered', 'DoubtfulOpen', 'DoubtfulCovered'], total = (list) => list.reduce((sum, name) => sum + all[name], 0);
  const sightings = total(groups.map((group) => group[0].toLowerCase() + group.slice(1))), oneSided = total(groups.map((group) => `missed${group}`)) + all.false;
  return [
    `  no trace at the other visit     seen with confidence ${sureFrom} or more: in the open ${share(all.missedSureOpen, all.sureOpen)}, covered ${share(all.missedSureCovered, all.sureCovered)}`,
    `                                  with less: in the open ${share(all.missedDoubtfulOpen, all.doubtfulOpen)}, covered ${share(all.missedDoubtfulCovered, all.doubtfulCovered)}`,
    `  no hair, at one visit only      ${share(all.false, sightings + all.false)} of sightings; odds at a confidence of ½ ${(all.false / all.doubt).toFixed(2)}`,
    `  one-sided errors a kept hair    ${(oneSided / 2 / all.kept).toFixed(3)} at each visit`,
    `  hairs found by one photograph   that stay ${share(all.stayedFound, all.stayed)}, that come or go ${share(all.changedFound, all.changed)}`,
  ].join('\n');
}

function inMm({ root, tip, id, confidence }, px) {
  const dx = (tip.column - root.column) / px, dy = (tip.row - root.row) / px;
  return { id, confidence, x: root.column / px, y: root.row / px, directionRadians: Math.atan2(dy, dx), lengthMm: Math.hypot(dx, dy) };
}

/** A hair with its shaft turned about its exit, radians. */
function turn({ root, tip, ...hair }, radians) {
  const dx = tip.column - root.column, dy = tip.row - root.row, cos = Math.cos(radians), sin = Math.sin(radians);
  return { ...hair, root, tip: { column: root.column + cos * dx - sin * dy, row: root.row + sin * dx + cos * dy } };
}

/** How much the second photograph is turned against the first, radians, from the places of all hairs in both. */
export function measureTurn([first, second]) {
  const middle = (hairs) => ({ row: hairs.reduce((sum, { root }) => sum + root.row, 0) / hairs.length, column: hairs.reduce((sum, { root }) => sum + root.column, 0) / hairs.length });
  const [a, b] = [middle(first.hairs), middle(second.hairs)];
  let cos = 0, sin = 0;
  first.hairs.forEach(({ root: p }, i) => {
    const q = second.hairs[i].root, [x, y, u, v] = [p.column - a.column, p.row - a.row, q.column - b.column, q.row - b.row];
    cos += x * u + y * v;
    sin += x * v - y * u;
  });
  return Math.atan2(sin, cos);
}

function isDeep({ row, column }, { width, height }, depth) {
  return row >= depth && column >= depth && row < height - depth && column < width - depth;
}
