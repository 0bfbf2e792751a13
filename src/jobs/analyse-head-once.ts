import { analysePhotograph, type PhotographAnalysis, type PhotographOptions } from '../index.js';

/** Analyses that are remembered without their pictures: a few kilobytes each, and whoever compares heads needs each again. */
const mostRemembered = 50;

const remembered = new Map<string, Pick<PhotographAnalysis, 'result' | 'head'>>();

/** Measures a photograph that may show a head, or remembers what was measured on it a moment ago. */
export async function analyseHeadOnce(file: string, options: PhotographOptions): Promise<Pick<PhotographAnalysis, 'result' | 'head'>> {
  const { calibration, kind, terminalThresholdUm, region } = options, key = JSON.stringify([file, calibration, kind, terminalThresholdUm, region]);
  const known = remembered.get(key);
  if (known !== undefined) return known;
  const { result, head } = await analysePhotograph(file, options), analysis = { result, ...(head === undefined ? {} : { head }) };
  remembered.set(key, analysis);
  for (const oldest of [...remembered.keys()].slice(0, -mostRemembered)) remembered.delete(oldest);
  return analysis;
}
