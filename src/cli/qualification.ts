import { createHash } from 'node:crypto';
import { arch, cpus, platform } from 'node:os';
import { analyseProgress } from '../analysis/analyse-progress.js';
import { analyseTimepoint, methodVersion, openShippedSegmenter, type TimepointAnalysis } from '../analysis/analyse-timepoint.js';
import type { TimepointResult } from '../domain/result.js';
import { encodeJpeg } from '../image-io/encode-image.js';
import { photographPhantom, type PhantomRequest, type RenderedPhantom } from '../phantom/index.js';
import { toAnalysisError } from './output.js';

/** One line of the table that a site files. */
export interface QualificationCheck {
  check: string;
  expected: string;
  measured: string;
  limit: string;
  passed: boolean;
}

/** What `qualify` finds out about an installation. */
export interface Qualification {
  passed: boolean;
  checks: QualificationCheck[];
  versions: Record<'trichoscore' | 'method' | 'model' | 'modelSha256' | 'runtime' | 'node' | 'platform', string>;
}

interface BuiltInPhantom { name: string; request: PhantomRequest; limitPercent: number }

const field = { micrometresPerPixel: 5, widthMm: 6, heightMm: 6, style: 'immersion', vellusShare: 0.05 } as const;

/** Seeds apart from those that the network was trained with (docs/validation.md). */
const phantoms: readonly BuiltInPhantom[] = [
  { name: 'dark hair, 60 per cm²', request: { ...field, seed: 900_001, densityPerCm2: 60, hairColour: 'black', skinTone: 2 }, limitPercent: 20 },
  { name: 'dark hair, 120 per cm²', request: { ...field, seed: 900_002, densityPerCm2: 120, hairColour: 'darkBrown', skinTone: 3 }, limitPercent: 15 },
  { name: 'dark hair, 200 per cm²', request: { ...field, seed: 900_003, densityPerCm2: 200, hairColour: 'black', skinTone: 2 }, limitPercent: 20 },
  { name: 'brown hair, 120 per cm²', request: { ...field, seed: 900_004, densityPerCm2: 120, hairColour: 'brown', skinTone: 1 }, limitPercent: 20 },
  { name: 'dark skin, 120 per cm²', request: { ...field, seed: 900_005, densityPerCm2: 120, hairColour: 'black', skinTone: 5 }, limitPercent: 20 },
];
const bareSkin: PhantomRequest = { ...field, seed: 900_006, densityPerCm2: 0, skinTone: 2 };
const mostHairsOnBareSkin = 2;

/**
 * Renders the built-in phantoms, measures them with the installed network and compares with their truth; checks that
 * the same photograph gives the same result, that swapped photographs give the opposite score, and that a damaged
 * photograph is refused.
 * @param say  Told of each step, with its time.
 * @throws AnalysisError when the network cannot be used at all.
 */
export async function qualifyInstallation(version: string, say: (line: string) => void): Promise<Qualification> {
  const segmenter = await openShippedSegmenter();
  const checks: QualificationCheck[] = [];
  const measured: { analysis: TimepointAnalysis; jpeg: Uint8Array }[] = [];
  const measure = async (jpeg: Uint8Array): Promise<TimepointAnalysis> =>
    analyseTimepoint(jpeg, { segmenter, name: 'phantom.jpg', calibration: { method: 'given', micrometresPerPixel: field.micrometresPerPixel } });

  for (const { name, request, limitPercent } of phantoms) {
    const started = performance.now();
    const phantom = photographPhantom(request);
    const jpeg = await encodeJpeg(phantom.image, 92);
    const rendered = performance.now();
    const analysis = await measure(jpeg);
    measured.push({ analysis, jpeg });
    checks.push(compareDensity(name, phantom, analysis.result, limitPercent));
    say(`${name}: rendered in ${Math.round(rendered - started)} ms, measured in ${Math.round(performance.now() - rendered)} ms`);
  }
  const bare = await measure(await encodeJpeg(photographPhantom(bareSkin).image, 92));
  const found = bare.result.measurements.hairCount;
  checks.push({ check: 'bare skin: hairs', expected: '0', measured: String(found), limit: `at most ${mostHairsOnBareSkin}`, passed: found !== null && found <= mostHairsOnBareSkin });

  const [{ analysis: sparse, jpeg }, { analysis: dense }] = measured;
  const [first, second] = [fingerprint(sparse.result), fingerprint((await measure(jpeg)).result)];
  checks.push({ check: 'same photograph again', expected: first, measured: second, limit: 'identical', passed: first === second });
  checks.push(compareSwapped(sparse, dense));
  const refusal = await measure(jpeg.subarray(0, jpeg.length >> 1)).then(() => 'measured', (caught: unknown) => toAnalysisError(caught).code);
  checks.push({ check: 'photograph cut in half', expected: 'photo.damaged', measured: refusal, limit: 'refused', passed: refusal === 'photo.damaged' });

  const { model } = segmenter;
  return {
    passed: checks.every((check) => check.passed),
    checks,
    versions: {
      trichoscore: version, method: methodVersion, model: model.name, modelSha256: model.sha256, runtime: model.runtime,
      node: process.version, platform: `${platform()} ${arch()}, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`,
    },
  };
}

function compareDensity(name: string, phantom: RenderedPhantom, { measurements }: TimepointResult, limitPercent: number): QualificationCheck {
  const { width, height } = phantom.image;
  const areaCm2 = (width * height * phantom.micrometresPerPixel ** 2) / 1e8;
  const expected = phantom.hairs.filter((hair) => hair.rooted && hair.rootInside).length / areaCm2;
  const density = measurements.densityPerCm2;
  return {
    check: `${name}: hairs per cm²`,
    expected: expected.toFixed(1),
    measured: density === null ? 'not given' : density.toFixed(1),
    limit: `± ${limitPercent}%`,
    passed: density !== null && Math.abs(density - expected) <= (limitPercent / 100) * expected,
  };
}

function compareSwapped(one: TimepointAnalysis, other: TimepointAnalysis): QualificationCheck {
  const score = (pair: TimepointAnalysis[]): string => {
    const { globalAssessment, change } = analyseProgress(pair).followUps[0]!;
    return globalAssessment === null || change === null ? 'not given' : `${globalAssessment.nominal} (${change.logRatio.toFixed(6)})`;
  };
  const negative = (text: string): string => text.replace(/-?\d+(\.\d+)?/g, (number) => (Number(number) === 0 ? number : number.startsWith('-') ? number.slice(1) : `-${number}`));
  const [forth, back] = [score([one, other]), score([other, one])];
  return { check: 'score of swapped photographs', expected: negative(forth), measured: back, limit: 'opposite', passed: forth !== 'not given' && back === negative(forth) };
}

function fingerprint(result: TimepointResult): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 12);
}
