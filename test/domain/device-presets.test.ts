import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/analysis/calibrate.js';
import { parseDevicePresets, pickDevicePreset } from '../../src/domain/device-presets.js';

const scope = { name: 'Scope 1', umPerPx: 2.762, relativeUncertainty: 0.008, photoSizePx: [1280, 1024] }, phone = { name: 'Telefon Größe L', umPerPx: 7.5, relativeUncertainty: 0.02 };
const textOf = (...devices: unknown[]): string => JSON.stringify({ devices });
const picture = (width: number, height: number) => ({ width, height, data: new Uint8Array(0) });

describe("a site's devices", () => {
  const presets = parseDevicePresets(`\uFEFF${textOf(scope, phone)}`);

  it('give the scale of their photographs with its uncertainty and the name of the device', () => {
    expect(calibrate({ method: 'device', preset: pickDevicePreset(presets, 'Scope 1') }, picture(1280, 1024))).toEqual({ micrometresPerPixel: 2.762, method: 'device', relativeUncertainty: 0.008, device: 'Scope 1' });
  });

  it('are known by their names, whatever the capitals and spaces, and however accents are stored', () => {
    expect(pickDevicePreset(presets, ' scope  1 ').name).toBe('Scope 1');
    expect(pickDevicePreset(presets, 'telefon größe l'.normalize('NFD')).umPerPx).toBe(7.5);
  });

  it('refuse a photograph that was made smaller or cut, and take one that was turned', () => {
    const request = { method: 'device', preset: presets[0] } as const;
    expect(() => calibrate(request, picture(640, 512))).toThrow(expect.objectContaining({ code: 'calibration.invalid', message: expect.stringContaining('640 × 512') }));
    expect(calibrate(request, picture(1024, 1280))!.micrometresPerPixel).toBe(2.762);
    expect(calibrate({ method: 'device', preset: presets[1] }, picture(640, 512))!.micrometresPerPixel).toBe(7.5);
  });

  it('are proposed when a name is misspelt, and listed when it is another', () => {
    expect(() => pickDevicePreset(presets, 'Scop 1')).toThrow(expect.objectContaining({ code: 'calibration.invalid', hint: 'Did you mean "Scope 1"?' }));
    expect(() => pickDevicePreset(presets, 'dermatoscope')).toThrow(expect.objectContaining({ hint: expect.stringContaining('"Telefon Größe L"') }));
  });

  it.each([
    ['text that is no JSON', '{ devices: ['], ['another list', '[]'], ['no device', textOf()], ['a scale of nought', textOf({ ...scope, umPerPx: 0 })], ['a scale in millimetres', textOf({ ...scope, umPerPx: 0.0028 })],
    ['a scale as text', textOf({ ...scope, umPerPx: '2.7' })], ['a missing uncertainty', textOf({ name: 'a', umPerPx: 2 })], ['an uncertainty in percent', textOf({ ...scope, relativeUncertainty: 1 })],
    ['a misspelt field', textOf({ ...scope, photoSize: [1, 1] })], ['an empty name', textOf({ ...scope, name: ' ' })], ['a comma in a name', textOf({ ...scope, name: 'a,b' })], ['one name twice', textOf(scope, { ...phone, name: 'SCOPE 1' })],
  ])('are refused as a whole for %s', (_, text) => {
    expect(() => parseDevicePresets(text)).toThrow(expect.objectContaining({ code: 'calibration.invalid' }));
  });

  it('are refused with the place of the fault', () => {
    expect(() => parseDevicePresets(textOf(phone, { ...scope, umPerPx: 900 }))).toThrow(/device 2, umPerPx/);
  });
});
