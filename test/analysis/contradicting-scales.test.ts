import { describe, expect, it } from 'vitest';
import { analyseProgress } from '../../src/analysis/analyse-progress.js';
import type { TimepointResult } from '../../src/domain/result.js';
import { makePair, smallPair } from '../support/constellation-pairs.js';
import { measured } from '../support/measured-sighting.js';

const pair = makePair({ ...smallPair, logScale: 0, tilt: 0, seed: 8, change: [-0.2, -0.2] }), baseline = measured(pair.baseline, 2.762);

/** The follow-up as it is measured where its true 2.762 µm per pixel are given as something else. */
function followUpAt(given: number): TimepointResult {
  const true_ = measured(pair.followUp, 2.762), { measurements } = true_, perCm2 = (2.762 / given) ** 2;
  return {
    ...true_, photo: { ...true_.photo, sha256: 'follow-up' }, calibration: { ...true_.calibration!, micrometresPerPixel: given },
    measurements: { ...measurements, densityPerCm2: measurements.densityPerCm2! * perCm2, terminalDensityPerCm2: measurements.terminalDensityPerCm2! * perCm2 },
  };
}

describe('two photographs of the same hairs, the second one saved at half its size', () => {
  it('have no change and no score, and are told which scales go together', () => {
    const [{ change, globalAssessment, registration, warnings }] = analyseProgress([{ result: baseline }, { result: followUpAt(1.381) }]).followUps;
    expect({ change, globalAssessment, method: registration.method }).toEqual({ change: null, globalAssessment: null, method: 'none' });
    expect(warnings[0]).toMatchObject({ code: 'registration.scalesContradict', field: 'change' });
    const [, factor] = /lie ([\d.]+) times as far apart/.exec(warnings[0]!.message)!, [, goes] = /for the baseline goes ([\d.]+) for the follow-up/.exec(warnings[0]!.message)!;
    expect(Number(factor)).toBeCloseTo(2, 0);
    expect(Number(goes) / 2.762).toBeCloseTo(1, 1);
  });

  it('are refused the other way round, too', () => {
    const [{ change, warnings }] = analyseProgress([{ result: followUpAt(1.381) }, { result: baseline }]).followUps;
    expect([change, warnings[0]!.code]).toEqual([null, 'registration.scalesContradict']);
  });

  it('have their change once the scale is right', () => {
    expect(analyseProgress([{ result: baseline }, { result: followUpAt(2.762) }]).followUps[0]!.change).not.toBeNull();
  });

  it('are said to disagree where a smaller error of the scale lets them be matched all the same', () => {
    const off = analyseProgress([{ result: baseline }, { result: followUpAt(2.762 * 1.1) }]).followUps[0]!, right = analyseProgress([{ result: baseline }, { result: followUpAt(2.762) }]).followUps[0]!;
    expect([off.registration.method, right.registration.method]).toEqual(['constellation', 'constellation']);
    const [warning] = off.warnings.filter(({ code }) => code === 'comparison.scalesDisagree');
    expect(warning?.message).toMatch(/(9|10|11) % larger in one of them .* by (19|2[0-3]) % and its diameters by (9|10|11) %/);
    expect(right.warnings.map(({ code }) => code)).not.toContain('comparison.scalesDisagree');
    expect(warning?.message).toContain('The change of the matched hairs holds');
  });

  it('have hairs whose growth is told from a scale that is a little off, and is not given where that is wrong', () => {
    // As they are measured with that scale: all clipped to 0.4 mm at both visits.
    const growth = (times: number) => analyseProgress([{ result: baseline }, { result: { ...followUpAt(2.762 * times), hairs: followUpAt(2.762).hairs.map((hair) => ({ ...hair, lengthMm: hair.lengthMm! * times })) } }]).followUps[0]!.keptHairs!;
    const { lengthChangeMm } = growth(1.05);
    expect(lengthChangeMm!.mean).toBeLessThan(0.015);
    expect(lengthChangeMm!.interval95[0]).toBeLessThan(0);
    expect(growth(1.1)).toMatchObject({ lengthChangeMm: null, diameterChangeUm: null, anagen: null, issues: [{ code: 'comparison.scalesDisagree' }, { code: 'comparison.scalesDisagree' }, { code: 'comparison.scalesDisagree' }] });
  });

  it('have the reason first, and no word of a change that holds, where they disagree and are refused for blood on one of them', () => {
    const bloody = { ...followUpAt(2.762 * 1.1), issues: [{ code: 'hair.bloodRed', field: 'measurements', message: 'Threads as red as blood.' }] };
    const { change, hairs, warnings } = analyseProgress([{ result: baseline }, { result: bloody }]).followUps[0]!;
    expect([change, hairs === null]).toEqual([null, false]);
    expect(warnings[0]).toMatchObject({ code: 'comparison.strayOnOneSide', field: 'change' });
    expect(warnings.find(({ code }) => code === 'comparison.scalesDisagree')?.message).toMatch(/ One scale is wrong, and with it the densities/);
    expect(warnings.map(({ message }) => message).join(' ')).not.toContain('change of the matched hairs');
  });
});

describe('photographs of different skin', () => {
  const stranger = measured(makePair({ ...smallPair, seed: 9 }).baseline, 2.762);
  const thicker = (times: number): TimepointResult => ({ ...stranger, hairs: stranger.hairs.map((hair) => ({ ...hair, diameterUm: 70 * times })) });
  const compare = (times: number) => analyseProgress([{ result: { ...baseline, hairs: baseline.hairs.map((hair) => ({ ...hair, diameterUm: 70 })) } }, { result: thicker(times) }]).followUps[0]!;

  it('whose hair is 1.7 times as thick have no change: a scale is wrong, or the place', () => {
    const { change, globalAssessment, warnings } = compare(1.7);
    expect({ change, globalAssessment }).toEqual({ change: null, globalAssessment: null });
    expect(warnings[0]).toMatchObject({ code: 'comparison.shaftWidthsDiffer', field: 'change', message: expect.stringContaining('1.7 times as thick') as string });
  });

  it('whose hair is 1.4 times as thick are compared with a warning, of the same thickness without', () => {
    const codes = (times: number): string[] => compare(times).warnings.map(({ code }) => code);
    expect(compare(1.4).change).not.toBeNull();
    expect(codes(1.4)).toContain('comparison.shaftWidthsDiffer');
    expect(codes(1.2)).not.toContain('comparison.shaftWidthsDiffer');
  });

  it('of thin and thick hairs in equal parts are compared, whichever of them the median falls among', () => {
    const mixed = (visit: TimepointResult, thick: number): TimepointResult => ({ ...visit, hairs: visit.hairs.map((hair, at) => ({ ...hair, diameterUm: (at * 7) % 20 < thick ? 68 : 28 })) });
    const { change, warnings } = analyseProgress([{ result: mixed(baseline, 9) }, { result: mixed(stranger, 11) }]).followUps[0]!;
    expect(change).not.toBeNull();
    expect(warnings.map(({ code }) => code)).not.toContain('comparison.shaftWidthsDiffer');
  });

  it('are refused and warned alike in either order', () => {
    const called = (result: TimepointResult, name: string): TimepointResult => ({ ...result, photo: { ...result.photo, name } });
    const one = called({ ...baseline, hairs: baseline.hairs.map((hair) => ({ ...hair, diameterUm: 70 })) }, 'one.jpg'), other = called(thicker(1.7), 'other.jpg');
    const said = (first: TimepointResult, second: TimepointResult) => analyseProgress([{ result: first }, { result: second }]).followUps[0]!.warnings.filter(({ code }) => code === 'comparison.shaftWidthsDiffer');
    expect(said(one, other)).toEqual(said(other, one));
  });
});
