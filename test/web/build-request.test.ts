import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparisonRequestSchema } from '../../src/jobs/comparison-request.js';
import { pageColours } from '../../src/report/charts/palette.js';
import { buildRequest, changeMethod, readNumber, type Scale, scaleProblem } from '../../web/src/compare/build-request.js';
import { wholeScalp } from '../../web/src/compare/region.js';
import { orderFiles } from '../../web/src/compare/order-files.js';

const labels = { subject: ' S-01 ', targetArea: '', clinicName: '', terminalThresholdUm: '40', preset: 'standard', kind: 'closeup' } as const;
const photograph = (letter: string): object => ({ file: { name: `${letter}.jpg` }, photograph: { id: letter.repeat(64), name: 'x' }, date: '' });
const slots = [photograph('a'), photograph('b')] as never;

describe('what the page asks for two photographs', () => {
  it('is a request that the service takes, for every way to give the scale', () => {
    const points = [{ row: 10, column: 10, errorPx: 1 }, { row: 10, column: 810, errorPx: 3 }];
    const scales: Scale[] = [
      { method: 'given', text: '2,76', points: [], device: null }, { method: 'fieldWidth', text: '5.5', points: [], device: null }, { method: 'scaleBar', text: '1', points: [], device: null }, { method: 'ruler', text: '1', points: [], device: null },
      { method: 'device', text: '', points: [], device: { name: 'Scope 1', umPerPx: 2.762, relativeUncertainty: 0.01 } },
      { method: 'twoPoint', text: '4', points, device: null }, { method: 'unknown', text: '', points: [], device: null },
    ];
    for (const scale of scales) {
      expect(scaleProblem(scale, null)).toBeNull();
      const request = comparisonRequestSchema.parse(buildRequest(slots, [scale, scale], labels, wholeScalp));
      expect(request.labels).toEqual({ subject: 'S-01' });
      expect(request.followUps[0].name).toBe('b.jpg');
      if (scale.method === 'given') expect(request.baseline.calibration).toEqual({ method: 'given', micrometresPerPixel: 2.76 });
      if (scale.method === 'twoPoint') expect(request.baseline.calibration).toMatchObject({ pointErrorPx: expect.closeTo(Math.sqrt(5)) });
    }
  });

  it('says what is missing of a scale', () => {
    expect(scaleProblem({ method: 'given', text: '', points: [], device: null }, null)).toBe('Give the micrometres per pixel, from 0.2 to 200.');
    expect(scaleProblem({ method: 'given', text: '2.7.6', points: [], device: null }, 'After')).toContain('of the photograph after');
    expect(scaleProblem({ method: 'twoPoint', text: '4', points: [], device: null }, 'Before')).toBe('Mark two points on the ruler of the photograph before.');
    expect(scaleProblem({ method: 'device', text: '', points: [], device: null }, null)).toBe('Choose the device.');
    expect(['1,5', '.5', '3.', '-1', '1e3', 'x', ''].map((text) => readNumber(text))).toEqual([1.5, 0.5, 3, null, null, null, null]);
  });

  it('understands a number with its own unit and in the digits of other keyboards, and no other unit', () => {
    for (const text of ['5.5 µm', '5,5 \u03bcm/px', '5.5um', ' 5.5 microns per pixel', '５．５', '５，５　µm', '٥٫٥', '\u200f٥٫٥\u200f', '۵٫۵ µm']) expect([text, readNumber(text, 'µm')]).toEqual([text, 5.5]);
    for (const text of ['5.5 mm', '5.5 m', '5.5 nm', '5.5 px', '5.5 µm 6', 'µm', '1.000,5', '1٬000']) expect([text, readNumber(text, 'µm')]).toEqual([text, null]);
    expect([readNumber('1.5 mm', 'mm'), readNumber('15 min', 'min'), readNumber('1.5 µm', 'mm'), readNumber('5 µm')]).toEqual([1.5, 15, null, null]);
    const scale = (method: 'given' | 'fieldWidth', text: string): Scale => ({ method, text, points: [], device: null });
    expect(scaleProblem(scale('given', '2.76 µm/px'), null)).toBeNull();
    expect(scaleProblem(scale('given', '10 mm'), null)).toContain('micrometres per pixel');
    expect(buildRequest(slots, [scale('fieldWidth', '10 mm'), scale('given', '2,76 µm')], labels, wholeScalp)).toMatchObject({ baseline: { calibration: { millimetres: 10 } }, followUps: [{ calibration: { micrometresPerPixel: 2.76 } }] });
  });

  it('takes a number that was typed in micrometres per pixel for no field of as many millimetres, and finds it again', () => {
    const field = changeMethod({ method: 'given', text: '5', points: [], device: null }, 'fieldWidth');
    expect([field.text, scaleProblem(field, null)]).toEqual(['', 'Give the width of the field in millimetres, from 0.1 to 500.']);
    expect(changeMethod(changeMethod({ ...field, text: '12' }, 'given'), 'fieldWidth').text).toBe('12');
    expect(changeMethod(field, 'given').text).toBe('5');
  });

  it('puts the earlier of two dropped photographs before, by day, else by name', () => {
    const day = 86_400_000;
    expect(orderFiles([{ name: 'b', lastModified: 0 }, { name: 'a', lastModified: 9 * day }]).map(({ name }) => name)).toEqual(['b', 'a']);
    for (const names of [['before.jpg', 'after.jpg'], ['vertex_baseline.png', 'vertex.png'], ['S1.jpg', 'S1-follow-up.jpg'], ['avant.jpg', 'après.jpg'], ['foto.jpg', 'apre\u0300s.jpg'], ['foto.jpg', 'despue\u0301s.jpg']]) {
      expect(orderFiles(names.map((name, at) => ({ name, lastModified: -9 * day * at })).reverse()).map(({ name }) => name)).toEqual(names);
    }
    expect(orderFiles([{ name: 'b prepared.jpg', lastModified: 0 }, { name: 'a aftershave.jpg', lastModified: 0 }]).map(({ name }) => name)).toEqual(['a aftershave.jpg', 'b prepared.jpg']);
    expect(orderFiles([{ name: 'visit 10', lastModified: 5 }, { name: 'visit 9', lastModified: 9 }]).map(({ name }) => name)).toEqual(['visit 9', 'visit 10']);
  });
});

describe('the colours of the pages', () => {
  it('are those of the report, light and dark', () => {
    const sheet = readFileSync(new URL('../../web/src/style.css', import.meta.url), 'utf8');
    const [light, dark] = [...sheet.matchAll(/--paper:[^}]*/g)].map(([text]) => Object.fromEntries([...text.matchAll(/--(\w+):(#[0-9a-f]{6})/g)].map(([, name, colour]) => [name, colour])));
    expect(light).toEqual(Object.fromEntries(Object.entries(pageColours).map(([name, colour]) => [name, colour.light])));
    expect(dark).toEqual(Object.fromEntries(Object.entries(pageColours).map(([name, colour]) => [name, colour.dark])));
  });
});
