// How often the network errs on compared pairs whose hairs are known: what src/registration/judge-one-sided.ts and
// src/scoring/registered-change.ts take for given.
import { isTakenForHair } from '../../dist/domain/hair.js';
import { matchRoots } from '../../dist/evaluation/match-roots.js';

/** As in judge-pair.js; two exits nearer than `besideMm` can be taken for one; a true hair this deep inside both frames ought to be found. */
const sameHairMm = 0.2, besideMm = 0.15, depthMm = 0.15;

/**
 * Numbers of hairs of one aligned pair, both directions together:
 * sightings of hairs that are there at both visits, by whether another hair lies beside them in the other photograph, and how many of
 * these left no trace there; things that are no hair and were seen at one visit only; Σ(1 − c)/c of the true sightings;
 * true hairs and how many of them were found, of those that stay and those that come or go.
 */
export function countDetectorErrors(visits, baseline, { hairs, measurement }) {
  const errors = { alone: 0, missedAlone: 0, beside: 0, missedBeside: 0, false: 0, doubt: 0, kept: hairs.kept.length, stayed: 0, stayedFound: 0, changed: 0, changedFound: 0 };
  const lists = [baseline, measurement].map((result) => result.hairs.filter(isTakenForHair)), px = visits.map(({ micrometresPerPixel }) => 1000 / micrometresPerPixel);
  const there = visits.map((visit) => visit.hairs.flatMap((hair, i) => (hair.present ? [i] : [])));
  const trueOf = visits.map((visit, k) => new Map(matchRoots(lists[k].map(({ root }) => root), there[k].map((i) => visit.hairs[i].root), sameHairMm * px[k]).map(({ found, truth }) => [lists[k][found].id, there[k][truth]])));
  const oneSided = [[...hairs.lost, ...hairs.unclear?.baseline ?? []], [...hairs.gained, ...hairs.unclear?.followUp ?? []]];
  for (const k of [0, 1]) {
    const other = 1 - k, own = k === 0 ? 'baseline' : 'followUp', its = k === 0 ? 'followUp' : 'baseline';
    const byId = new Map(lists[k].map((hair) => [hair.id, hair]));
    const isBeside = (truth, partner) => lists[other].some(({ id, root }) => id !== partner && distance(root, visits[other].hairs[truth].root) < besideMm * px[other]);
    const count = (id, partner) => {
      const truth = trueOf[k].get(id), hair = byId.get(id);
      // Faint traces say nothing of what a photograph shows surely.
      if (hair === undefined) return;
      if (truth === undefined) { if (partner === null) errors.false++; return; }
      errors.doubt += (1 - hair.confidence) / Math.max(hair.confidence, 0.01);
      if (!visits[other].hairs[truth].present) return;
      const group = isBeside(truth, partner) ? 'Beside' : 'Alone';
      errors[group.toLowerCase()]++;
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
  const all = pairs.reduce((sum, one) => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, (sum[key] ?? 0) + value])), {});
  const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} % (${part}/${whole})`;
  const sightings = all.alone + all.beside, oneSided = all.missedAlone + all.missedBeside + all.false;
  return [
    `  seen surely, no trace at the other visit: alone ${share(all.missedAlone, all.alone)}, beside another hair ${share(all.missedBeside, all.beside)}`,
    `  no hair, at one visit only      ${share(all.false, sightings + all.false)} of sightings; odds at a confidence of ½ ${(all.false / all.doubt).toFixed(2)}`,
    `  one-sided errors a kept hair    ${(oneSided / 2 / all.kept).toFixed(3)} at each visit`,
    `  hairs found by one photograph   that stay ${share(all.stayedFound, all.stayed)}, that come or go ${share(all.changedFound, all.changed)}`,
  ].join('\n');
}

function distance(a, b) { return Math.hypot(a.row - b.row, a.column - b.column); }

function isDeep({ row, column }, { width, height }, depth) {
  return row >= depth && column >= depth && row < height - depth && column < width - depth;
}
