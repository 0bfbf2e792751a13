import { describe, expect, it } from 'vitest';
import { comparisonRequestSchema } from '../../src/jobs/comparison-request.js';
import { buildRequest } from '../../web/src/compare/build-request.js';
import { formerEntriesOf } from '../../web/src/compare/former-request.js';

const [before, after] = ['a', 'b'].map((letter) => ({ photograph: letter.repeat(64), name: `${letter}.jpg`, date: '2026-01-06' })) as [object, object];
const options = { terminalThresholdUm: 40, preset: 'standard' }, labels = { clinicName: 'Clinic' };
const askedAgain = (request: object): unknown => {
  const former = formerEntriesOf(comparisonRequestSchema.parse(request), String)!;
  const slots = former.entries.map(({ photograph, name, date }) => ({ file: null, photograph: { id: photograph, name: name! }, date: date ?? '' }));
  return JSON.parse(JSON.stringify(buildRequest(slots as never, former.isShared ? [former.scales[0], former.scales[0]] : former.scales, former.labels, former.region)));
};

describe('a comparison of which one thing is to be changed', () => {
  it('is asked for in the same words, whatever its photographs and their scale', () => {
    const given = { method: 'given', micrometresPerPixel: 2.762 }, marked = { method: 'twoPoint', millimetres: 4, from: { row: 10, column: 20 }, to: { row: 10, column: 820 }, pointErrorPx: 0.8 };
    for (const [first, second] of [[given, given], [given, { method: 'scaleBar', millimetres: 1 }], [marked, { ...marked, millimetres: 5 }], [null, null]]) {
      const request = { baseline: { ...before, calibration: first }, followUps: [{ ...after, calibration: second }], options, labels };
      expect(askedAgain(request)).toEqual(request);
    }
  });

  it('keeps the region of a head, however it was drawn', () => {
    const head = { ...before, calibration: null }, followUps = [{ ...after, calibration: null }];
    for (const region of [undefined, { shape: 'vertex' }, { shape: 'polygon', outline: [{ row: 1, column: 2 }, { row: 30, column: 4 }, { row: 9, column: 60 }] }]) {
      const request = { baseline: { ...head, ...(region === undefined ? {} : { region }) }, followUps, options: { ...options, kind: 'global' }, labels };
      expect(askedAgain(request)).toEqual(request);
    }
    const region = { shape: 'ellipse', row: 200, column: 210, height: 80, width: 160, turnDegrees: 30 };
    const { baseline } = askedAgain({ baseline: { ...head, region }, followUps, options: { ...options, kind: 'global' }, labels }) as { baseline: { region: Record<string, number> } };
    for (const [name, value] of Object.entries(region)) expect(baseline.region[name], name).toEqual(typeof value === 'number' ? expect.closeTo(value, 1) : value);
  });

  it('is none where a study compares its visits', () => {
    const entry = { ...after, calibration: null };
    expect(formerEntriesOf(comparisonRequestSchema.parse({ baseline: { ...before, calibration: null }, followUps: [entry, entry] }), String)).toBeNull();
  });
});
