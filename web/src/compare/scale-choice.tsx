import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { Notice } from '../notice.js';
import { type Scale, type ScaleMethod } from './build-request.js';
import { DeviceChoice, useDevices } from './device-choice.js';
import { RulerMarker } from './ruler-marker.js';
import type { Slot } from './slots.js';

interface Props {
  scales: readonly [Scale, Scale];
  shared: boolean;
  slots: readonly [Slot, Slot];
  onScale: (at: number, scale: Scale) => void;
  onShared: (shared: boolean) => void;
}

export const methodWords: Record<ScaleMethod, { name: string; field: string | null }> = {
  given: { name: 'Micrometres per pixel', field: 'µm per pixel' },
  fieldWidth: { name: 'Width of the field', field: 'mm from the left to the right edge' },
  scaleBar: { name: 'Scale bar in the picture', field: 'mm, length of the bar' },
  ruler: { name: 'Ruler in the picture', field: 'mm from tick to tick; usually 1' },
  twoPoint: { name: 'Two clicks on a ruler', field: 'mm between the two points' },
  device: { name: 'Device of this site', field: null },
  unknown: { name: 'Not known', field: null },
};

/** How the scale is known; for both photographs at once, or for each. */
export function ScaleChoice({ scales, shared, slots, onScale, onShared }: Props): VNode {
  const id = useId();
  const { method } = scales[0], { devices, methods, refusal } = useDevices();
  const apart = method === 'twoPoint' || !shared;
  const whose = (at: number): string => (apart ? (at === 0 ? 'Before' : 'After') : 'Both photographs');
  const choose = (next: ScaleMethod): void => scales.forEach((scale, at) => onScale(at, { ...scale, method: next }));
  return (
    <fieldset class="scale">
      <legend>Scale of the photographs</legend>
      <div class="choices">
        {methods.map((name) => (
          <label key={name}><input type="radio" name={id} checked={method === name} onChange={() => choose(name)} /><span>{methodWords[name].name}</span></label>
        ))}
      </div>
      {refusal !== null && <Notice refusal={refusal} />}
      {method === 'unknown' && <p class="quiet">Then only hairs are counted: nothing per cm², nothing in micrometres, and both photographs must show the same skin at the same magnification.</p>}
      {method !== 'unknown' && (
        <div class="scale-fields">
          {(apart ? [0, 1] : [0]).map((at) => (
            <div key={at} class="scale-field">
              {method === 'device' ? <DeviceChoice label={whose(at)} devices={devices} chosen={scales[at]!.device} onChoose={(device) => onScale(at, { ...scales[at]!, device })} /> : <label>
                {whose(at)}
                <span class="with-unit">
                  <input value={scales[at]!.text} inputMode="decimal" autocomplete="off" onInput={(event) => onScale(at, { ...scales[at]!, text: event.currentTarget.value })} />
                  <span>{methodWords[method].field}</span>
                </span>
              </label>}
              {method === 'twoPoint' && <RulerMarker name={at === 0 ? 'before' : 'after'} photograph={slots[at]!.photograph} scale={scales[at]!} onPoints={(points) => onScale(at, { ...scales[at]!, points })} />}
            </div>
          ))}
        </div>
      )}
      {method !== 'unknown' && method !== 'twoPoint' && (
        <label class="check"><input type="checkbox" checked={shared} onChange={(event) => onShared(event.currentTarget.checked)} /> The same for both photographs</label>
      )}
    </fieldset>
  );
}
