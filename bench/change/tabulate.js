// The figures of a set of judged pairs, as lines of text.
const mean = (list) => (list.length === 0 ? NaN : list.reduce((a, b) => a + b, 0) / list.length);
const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1] ?? NaN;
const share = (list, holds) => `${((100 * list.filter(holds).length) / Math.max(1, list.length)).toFixed(1)} % (${list.filter(holds).length}/${list.length})`;

export function tabulatePairs(name, judged) {
  const aligned = judged.filter((pair) => pair.aligned), measured = aligned.filter((pair) => pair.percent !== null && pair.truePercent !== null);
  const statements = aligned.reduce((sum, pair) => sum + pair.statements, 0), right = aligned.reduce((sum, pair) => sum + pair.right, 0), withoutHair = aligned.reduce((sum, pair) => sum + pair.withoutHair, 0);
  const errors = measured.map((pair) => pair.percent - pair.truePercent);
  const z = measured.map((pair) => (pair.logRatio - Math.log(1 + pair.truePercent / 100)) / pair.standardError).filter(Number.isFinite);
  const scored = judged.filter((pair) => pair.percent !== null);
  return [
    `${name}: ${judged.length} pairs`,
    `  aligned                         ${share(judged, (pair) => pair.aligned)}, wrongly ${aligned.filter((pair) => pair.wrong).length}`,
    `  residual                        median ${median(aligned.map((pair) => pair.residualUm)).toFixed(1)} µm, at most 30 µm in ${share(aligned, (pair) => pair.residualUm <= 30)}`,
    `  kept, lost, gained right        ${((100 * right) / (statements - withoutHair)).toFixed(1)} % of ${statements - withoutHair} hairs; ${withoutHair} statements of things that are no hair (${((100 * right) / statements).toFixed(1)} % of all right)`,
    `  error of percent change         ${mean(errors.map(Math.abs)).toFixed(2)} points on average, bias ${mean(errors).toFixed(2)}, median ${median(errors.map(Math.abs)).toFixed(2)}`,
    `  the same of all hairs           ${mean(aligned.map((pair) => Math.abs(pair.percentOfAll - pair.truePercentOfAll))).toFixed(2)} points on average, bias ${mean(aligned.map((pair) => pair.percentOfAll - pair.truePercentOfAll)).toFixed(2)}`,
    `  95 % interval holds the truth   ${share(measured, (pair) => pair.truePercent >= pair.interval[0] && pair.truePercent <= pair.interval[1])}; spread of error / standard error ${Math.sqrt(mean(z.map((value) => value * value))).toFixed(2)}; mean standard error ${mean(measured.map((pair) => pair.standardError)).toFixed(3)}`,
    `  "no detectable change"          ${share(scored, (pair) => pair.words === 'no detectable change')}; nominal 0 ${share(scored, (pair) => pair.nominal === 0)}`,
    `  exactly opposite when swapped   ${share(judged, (pair) => pair.antisymmetric)}`,
  ].join('\n');
}
