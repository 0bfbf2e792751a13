import type { VNode } from 'preact';
import type { DevicePreset } from '../../../src/domain/device-presets.js';
import type { Refusal } from '../answers.js';
import { numberFormats } from '../locale.js';
import { useLoaded } from '../study/use-loaded.js';
import { type ScaleMethod, scaleMethods } from './build-request.js';

interface Devices { devices: readonly DevicePreset[]; methods: readonly ScaleMethod[]; refusal: Refusal | null }

/** The devices of the site, and the ways to give a scale: by device only where there is one. */
export function useDevices(): Devices {
  const { answer, refusal } = useLoaded<{ devices: DevicePreset[] }>('/api/v1/devices'), devices = answer?.devices ?? [];
  return { devices, methods: scaleMethods.filter((method) => method !== 'device' || devices.length > 0), refusal };
}

/** Which device of the site took the photograph. */
export function DeviceChoice({ label, devices, chosen, onChoose }: { label: string; devices: readonly DevicePreset[]; chosen: DevicePreset | null; onChoose: (device: DevicePreset | null) => void }): VNode {
  return (
    <label>{label}
      <select value={chosen?.name ?? ''} onChange={(event) => { const { value } = event.currentTarget; onChoose(devices.find(({ name }) => name === value) ?? null); }}>
        <option value="">choose …</option>
        {devices.map(({ name, umPerPx }) => <option key={name} value={name}>{name}: {numberFormats.significant(umPerPx, 6)} µm per pixel</option>)}
      </select>
    </label>
  );
}
