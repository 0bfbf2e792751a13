import { describe, expect, it } from 'vitest';
import { analyseProgress } from '../../src/analysis/analyse-progress.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { makePair, smallPair } from '../support/constellation-pairs.js';
import { measured } from '../support/measured-sighting.js';

const scalp = measured(makePair({ ...smallPair, widthMm: 6, heightMm: 5, seed: 8 }).baseline, 2.762);

/** The same skin, of whose hairs only the first so many are terminal. */
function visit(name: string, terminal: number): TimepointResult {
  const hairs = scalp.hairs.map((hair, at) => (at < terminal ? hair : { ...hair, kind: 'vellus' as const, diameterUm: 22 }));
  return { ...scalp, hairs, photo: { ...scalp.photo, name, sha256: name }, measurements: { ...scalp.measurements, terminalCount: terminal, terminalShare: terminal / hairs.length, terminalDensityPerCm2: terminal } };
}

describe('photographs whose hairs were matched one by one', () => {
  const compare = (terminal: number) => analyseProgress([{ result: visit('before', terminal) }, { result: visit('after', terminal) }]).followUps[0]!;

  it('say that the interval is rough where fewer than ten terminal hairs are compared', () => {
    const { registration, change, warnings } = compare(4);
    expect([registration.method, change?.endpoint]).toEqual(['constellation', 'terminalDensityPerCm2']);
    expect(warnings.find(({ code }) => code === 'comparison.fewHairs')?.message).toMatch(/^Only [34](\.\d)? and [34](\.\d)? hairs are compared/);
    expect(warnings.map(({ code }) => code)).not.toContain('comparison.notRegistered');
  });

  it('do not say so where more are', () => {
    const { registration, warnings } = compare(scalp.hairs.length);
    expect([registration.method, scalp.hairs.length > 10]).toEqual(['constellation', true]);
    expect(warnings.map(({ code }) => code)).not.toContain('comparison.fewHairs');
  });
});
