import type { ComponentChildren, VNode } from 'preact';
import type { Photograph, ScaleCheck } from '../answers.js';
import { numberFormats } from '../locale.js';
import { Notice, Sentences } from '../notice.js';
import { useFirstCheck } from './use-first-check.js';
import type { ScaleFinding } from './use-scale-check.js';

interface Props {
  photograph: Photograph;
  /** What was found at the scale that was given; before, only what can be told without one is shown. */
  atScale: ScaleFinding;
  isHead?: boolean;
  /** What to do if a close-up turns out to be a head. */
  ifHead: ComponentChildren;
}

/** Format and size of an uploaded photograph, and what speaks against measuring it, with what to do. */
export function UploadCheck({ photograph, atScale: { isChecking, check, refusal: refusalAtScale }, isHead = false, ifHead }: Props): VNode {
  const { format, bytes, width, height } = photograph, { quality, isCovered, refusal: refusalBefore } = useFirstCheck(photograph), refusal = refusalBefore ?? (isHead ? null : refusalAtScale);
  const known = check ?? quality, failed = isHead || known === null ? [] : known.checks.filter(({ passed }) => !passed), { number, rewrite } = numberFormats;
  const megabytes = bytes / 1_000_000;
  return (
    <div class={`upload-check${failed.length > 0 ? ' notice' : ''}`}>
      <p class="quiet">{format.toUpperCase()}, {number(width)} × {number(height)} pixels, {megabytes < 0.1 ? `less than ${number(0.1, 1)}` : number(megabytes, 1)} MB</p>
      {isCovered === true && <p>This may be a photograph of a head: only its scalp is shown here and in reports.{!isHead && <> {ifHead}</>}</p>}
      <div role="status">
        {!isHead && check !== null && <p>{describeField(check, width, height)}</p>}
        {known === null && refusal === null && <p>Being looked at …</p>}
        {failed.length === 0 && known !== null && !isHead && <p>{isChecking ? 'Being checked at its scale …' : check === null ? 'Nothing speaks against measuring it so far. Slight blur is seen as soon as its scale is given.' : 'Nothing speaks against measuring it at this scale.'}</p>}
        {failed.length > 0 && <p><strong>{known?.usable === true ? 'Figures of this photograph may be doubtful:' : 'As a close-up this photograph is probably not fit to be measured:'}</strong></p>}
        <Sentences sentences={failed.map(({ message }) => rewrite(message))} />
      </div>
      {refusal !== null && <Notice refusal={refusal} />}
    </div>
  );
}

/** How much skin the photograph shows at its scale: whoever knows the device sees at once whether that can be. */
function describeField({ calibration }: ScaleCheck, width: number, height: number): string {
  if (calibration === null) return '';
  const { significant } = numberFormats, millimetres = (pixels: number): string => significant((pixels * calibration.micrometresPerPixel) / 1000);
  return `At ${significant(calibration.micrometresPerPixel, 4)} µm per pixel it shows ${millimetres(width)} × ${millimetres(height)} mm.`;
}
