// Hair by hair: what the tool said of every true hair of a pair, and which sort of error moved the change by how much.
import { isTakenForHair } from '../../dist/domain/hair.js';
import { matchRoots } from '../../dist/evaluation/match-roots.js';

/** As in judge-pair.js. Skin this near to a frame, mm, is outside the common area where no hair was seen to say so. */
const sameHairMm = 0.2, guardMm = 0.05;
/** A found shaft that is no hair of its own, this near to the exit of a hair that is there, mm, is a second one on that hair. */
const doubleMm = 0.35;

/**
 * @returns `hairs`: each true hair of the skin that both frames show, with its `truth` (stayed, went, came), its sightings, what was `said` and its `verdict`;
 * `extras`: statements that belong to no true hair; `steps`: what each sort of error adds to θ, so that they sum up to its whole error (of all hairs, whatever their kind).
 */
export function explainPair(visits, baseline, followUp) {
  const lists = [baseline.hairs, followUp.measurement.hairs], px = visits.map(({ micrometresPerPixel }) => 1000 / micrometresPerPixel);
  const statements = listStatements(followUp.hairs, lists);
  const found = visits.map((visit, k) => matchTruth(visit, lists[k], px[k]));
  const hairs = [], mentioned = new Set();
  visits[0].hairs.forEach((before, i) => {
    const after = visits[1].hairs[i];
    if (!visits.every((visit) => depthOf(visit.hairs[i].root, visit) >= 0) || (!before.present && !after.present)) return;
    const truth = before.present && after.present ? 'stayed' : before.present ? 'went' : 'came';
    const seen = [0, 1].map((k) => found[k].get(i) ?? null);
    const about = [...new Set(seen.flatMap((hair, k) => (hair === null ? [] : [statements[k].get(hair.id)])).filter((one) => one !== undefined))];
    for (const one of about) mentioned.add(one);
    const isDeep = visits.every((visit, k) => depthOf(visit.hairs[i].root, visit) >= guardMm * px[k]);
    hairs.push({ index: i, kind: before.kind, diameterUm: before.diameterUm, truth, seen, about, verdict: judge(truth, seen, about, isDeep) });
  });
  const extras = [...new Set(statements.flatMap((map) => [...map.values()]))].filter((one) => !mentioned.has(one)).map((statement) => {
    const k = statement.ids[0] === null ? 1 : 0, hair = statement.hairs[k];
    const near = visits[k].hairs.filter((one) => one.present).map(({ root }) => Math.hypot(root.row - hair.root.row, root.column - hair.root.column) / px[k]);
    return { statement, verdict: `${statement.says}: ${Math.min(...near) < doubleMm ? 'second shaft on a hair' : 'no hair there'}` };
  });
  return { hairs, extras, steps: climb(hairs, extras) };
}

function listStatements({ kept, lost, gained, unclear }, lists) {
  const byId = lists.map((list) => new Map(list.map((hair) => [hair.id, hair]))), maps = [new Map(), new Map()];
  const add = (says, ids, probability) => {
    const statement = { says, ids, probability, hairs: ids.map((id, k) => (id === null ? null : byId[k].get(id))) };
    ids.forEach((id, k) => { if (id !== null) maps[k].set(id, statement); });
  };
  for (const { baseline, followUp, probability } of kept) add('kept', [baseline, followUp], probability);
  for (const [list, k] of [[[...lost, ...unclear?.baseline ?? []], 0], [[...gained, ...unclear?.followUp ?? []], 1]]) {
    for (const { id, probability } of list) add(k === 0 ? 'lost' : 'gained', k === 0 ? [id, null] : [null, id], probability);
  }
  return maps;
}

/** The shaft that shows a true hair: of those taken for hairs the nearest one to one, then of the faint traces. */
function matchTruth(visit, list, px) {
  const found = new Map();
  for (const sort of [isTakenForHair, (hair) => !isTakenForHair(hair)]) {
    const shafts = list.filter(sort), open = visit.hairs.flatMap((hair, i) => (hair.present && !found.has(i) ? [i] : []));
    for (const match of matchRoots(shafts.map(({ root }) => root), open.map((i) => visit.hairs[i].root), sameHairMm * px)) found.set(open[match.truth], shafts[match.found]);
  }
  return found;
}

function judge(truth, seen, about, isDeep) {
  const hasHair = seen.map((hair) => hair !== null && isTakenForHair(hair)), says = about.map((one) => one.says);
  if (about.length === 0) {
    if (!hasHair[0] && !hasHair[1]) return isDeep ? 'not seen' : 'outside';
    return 'outside';
  }
  if (truth === 'stayed') {
    if (says.includes('kept')) return about.length === 1 ? 'right' : 'pair mistaken';
    if (says.length === 2) return 'not paired: said lost and gained';
    return says[0] === 'lost' ? 'not seen in the follow-up' : 'not seen in the baseline';
  }
  if (says[0] !== 'kept') return 'right';
  const other = about[0].hairs[truth === 'went' ? 1 : 0];
  return isTakenForHair(other) ? 'said kept: paired with another shaft' : 'said kept: paired with a faint trace';
}

/** θ climbs from the truth of all hairs in both frames to what was said, one sort of error after the other. */
function climb(hairs, extras) {
  const theta = ({ before, after, lost, gained }) => Math.log1p(gained / after) - Math.log1p(lost / before);
  const truth = (list) => {
    const stayed = list.filter((hair) => hair.truth === 'stayed').length;
    return { before: stayed, after: stayed, lost: list.filter((hair) => hair.truth === 'went').length, gained: list.filter((hair) => hair.truth === 'came').length };
  };
  const inside = hairs.filter(({ verdict }) => verdict !== 'outside'), seen = inside.filter(({ verdict }) => verdict !== 'not seen');
  const isCounted = (hair) => hair !== null && hair.counted;
  // Hairs that stay are the yardstick as each photograph shows them.
  const asShown = (list) => ({ ...truth(list), before: list.filter((hair) => hair.truth === 'stayed' && isCounted(hair.seen[0])).length, after: list.filter((hair) => hair.truth === 'stayed' && isCounted(hair.seen[1])).length });
  const said = (list) => {
    const sums = { before: 0, after: 0, lost: 0, gained: 0 };
    for (const { says, hairs: [was, is], probability } of new Set(list)) {
      if (says === 'kept') {
        if (was.counted) sums.before += was.confidence;
        if (is.counted) sums.after += is.confidence;
      } else sums[says] += probability;
    }
    return sums;
  };
  const values = [truth(hairs), truth(inside), truth(seen), asShown(seen), said(seen.flatMap(({ about }) => about)), said([...seen.flatMap(({ about }) => about), ...extras.map(({ statement }) => statement)])].map(theta);
  return Object.fromEntries(stepNames.map((name, k) => [name, values[k + 1] - values[k]]));
}

export const stepNames = ['border of the common area', 'seen in neither photograph', 'yardstick: hairs that one photograph shows', 'status of a true hair, confidence', 'statements of no hair'];

function depthOf({ row, column }, { width, height }) {
  return Math.min(row, column, height - 1 - row, width - 1 - column);
}
