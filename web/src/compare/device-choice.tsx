import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DevicePreset } from '../../../src/domain/device-presets.js';
import type { Refusal } from '../answers.js';
import { readDevices, toRefusal } from '../api.js';
import { numberFormats } from '../locale.js';
import { type ScaleMethod, scaleMethods } from './build-request.js';

interface Devices { devices: readonly DevicePreset[]; methods: readonly ScaleMethod[]; refusal: Refusal | null }

/** The devices of the site, and the ways to give a scale: by device only where there is one. */
export function useDevices(): Devices {
  const [devices, setDevices] = useState<readonly DevicePreset[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => { readDevices().then(setDevices, (error: unknown) => setRefusal(toRefusal(error))); }, []);
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
