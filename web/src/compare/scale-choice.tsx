import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import { Notice } from '../notice.js';
import { changeMethod, type Scale, type ScaleMethod } from './build-request.js';
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

export const methodWords: Record<ScaleMethod, { name: string; field: string | null; help: string }> = {
  given: { name: 'Micrometres per pixel', field: 'µm per pixel', help: 'From the manual of the device, or from its calibration. Photograph a ruler once if you do not know it: two clicks on it tell.' },
  fieldWidth: { name: 'Width of the field', field: 'mm from the left to the right edge', help: 'How much skin the photograph shows from its left to its right edge, uncropped: of a dermatoscope, often the width of its contact plate. Not for photographs that the camera turned upright.' },
  scaleBar: { name: 'Scale bar in the picture', field: 'mm, length of the bar', help: 'The bar is found by itself; give the length that stands beside it.' },
  ruler: { name: 'Ruler in the picture', field: 'mm from tick to tick; usually 1', help: 'The ruler must lie flat on the skin, in focus; its ticks are found by themselves.' },
  twoPoint: { name: 'Two clicks on a ruler', field: 'mm between the two points', help: 'Of each photograph: click two ticks far apart on the ruler in it, and give their distance.' },
  device: { name: 'Device of this site', field: null, help: 'The devices that this site has listed with their scales.' },
  unknown: { name: 'Not known', field: null, help: 'Then the hairs of each photograph are only counted: nothing per cm², nothing in micrometres, and no score, because nobody can tell whether both show the same amount of skin.' },
};

/** How the scale is known; for both photographs at once, or for each. */
export function ScaleChoice({ scales, shared, slots, onScale, onShared }: Props): VNode {
  const id = useId();
  const { method } = scales[0], { devices, methods, refusal } = useDevices();
  const apart = method === 'twoPoint' || !shared;
  const whose = (at: number): string => (apart ? (at === 0 ? 'Before' : 'After') : 'Both photographs');
  const choose = (next: ScaleMethod): void => scales.forEach((scale, at) => onScale(at, changeMethod(scale, next)));
  return (
    <fieldset class="scale">
      <legend>Scale of the photographs</legend>
      <div class="choices">
        {methods.map((name) => (
          <label key={name}><input type="radio" name={id} checked={method === name} onChange={() => choose(name)} /><span>{methodWords[name].name}</span></label>
        ))}
      </div>
      {refusal !== null && <Notice refusal={refusal} />}
      <p class="quiet">{methodWords[method].help}</p>
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
