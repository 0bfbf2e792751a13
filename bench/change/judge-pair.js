// Holds one compared pair against the truth of its hairs.
import { countMatchedHairs } from '../../dist/scoring/matched-hairs.js';
import { measureRegisteredChange } from '../../dist/scoring/registered-change.js';
import { matchRoots } from '../../dist/evaluation/match-roots.js';

/**
 * A root this close to a true one is that hair's, mm (people place exits under crusts 0.1 to 0.2 mm elsewhere); an alignment that is off by
 * more than `wrongMm` (median) is wrong.
 */
const sameHairMm = 0.2, wrongMm = 0.25;

/**
 * @param visits  The two photographs with the truth: the same hairs in the same order, each with its place in that photograph and whether it is there.
 * @param followUp  The follow-up of `analyseProgress`.
 */
export function judgePair(visits, baseline, followUp) {
  const { hairs, change, globalAssessment, registration } = followUp;
  const judged = {
    aligned: hairs !== null, wrong: false, residualUm: registration.residualUm, statements: 0, right: 0, withoutHair: 0,
    endpoint: change?.endpoint ?? null, percent: change?.percent ?? null, interval: change?.interval95 ?? null, standardError: change?.standardError ?? null, logRatio: change?.logRatio ?? null,
    nominal: globalAssessment?.nominal ?? null, supported: globalAssessment?.supported ?? null, words: globalAssessment?.words ?? null,
    ...trueChange(visits, change?.endpoint),
  };
  if (hairs === null) return judged;
  const [first, second] = visits, results = [baseline, followUp.measurement];
  const ids = [[...hairs.kept.map((hair) => hair.baseline), ...hairs.lost.map((hair) => hair.id)], [...hairs.kept.map((hair) => hair.followUp), ...hairs.gained.map((hair) => hair.id)]];
  // The true hair of each mentioned one, one to one within each photograph.
  const trueOf = visits.map((visit, k) => {
    const byId = new Map(results[k].hairs.map((hair) => [hair.id, hair])), there = visit.hairs.flatMap((hair, i) => (hair.present ? [i] : []));
    const matches = matchRoots(ids[k].map((id) => byId.get(id).root), there.map((i) => visit.hairs[i].root), (sameHairMm * 1000) / visit.micrometresPerPixel);
    return new Map(matches.map(({ found, truth }) => [ids[k][found], there[truth]]));
  });
  const say = (hair, isRight) => {
    judged.statements++;
    if (hair === undefined) judged.withoutHair++;
    else if (isRight(hair)) judged.right++;
  };
  const distances = [];
  for (const kept of hairs.kept) {
    const [a, b] = [trueOf[0].get(kept.baseline), trueOf[1].get(kept.followUp)];
    say(a ?? b, (hair) => first.hairs[hair].present && second.hairs[hair].present);
    const root = followUp.measurement.hairs.find(({ id }) => id === kept.followUp).root, should = a === undefined ? null : second.hairs[a].root;
    if (should !== null) distances.push((Math.hypot(root.row - should.row, root.column - should.column) * second.micrometresPerPixel) / 1000);
  }
  for (const lost of hairs.lost) say(trueOf[0].get(lost.id), (hair) => !second.hairs[hair].present);
  for (const gained of hairs.gained) say(trueOf[1].get(gained.id), (hair) => !first.hairs[hair].present);
  distances.sort((a, b) => a - b);
  judged.wrong = distances.length === 0 || distances[distances.length >> 1] > wrongMm;
  const { change: ofAll } = measureRegisteredChange({ endpoint: 'densityPerCm2', commonAreaCm2: 1, counts: countMatchedHairs(hairs, baseline.hairs, followUp.measurement.hairs, 'densityPerCm2') });
  judged.percentOfAll = ofAll?.percent ?? NaN;
  judged.truePercentOfAll = trueChange(visits, 'densityPerCm2').truePercent;
  judged.said = [hairs.kept.length, hairs.lost.length, hairs.gained.length];
  return judged;
}

/** The change of the hairs whose exits both photographs show; of terminal hairs where that is the endpoint and kinds are known. */
function trueChange([first, second], endpoint) {
  const inside = ({ root }, { width, height, field }) => root.row >= 0 && root.column >= 0 && root.row < height && root.column < width
    && (field === undefined || Math.hypot(root.row - field.row, root.column - field.column) < field.radius);
  let before = 0, after = 0, kept = 0;
  first.hairs.forEach((hair, i) => {
    const later = second.hairs[i];
    if (!inside(hair, first) || !inside(later, second)) return;
    if (endpoint === 'terminalDensityPerCm2' && hair.kind === 'vellus') return;
    if (hair.present) before++;
    if (later.present) after++;
    if (hair.present && later.present) kept++;
  });
  return { trueBefore: before, trueAfter: after, trueKept: kept, truePercent: before === 0 ? null : 100 * (after / before - 1) };
}
