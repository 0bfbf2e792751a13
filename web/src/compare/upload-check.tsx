import type { VNode } from 'preact';
import type { Photograph } from '../answers.js';
import { Sentences } from '../notice.js';

/** Format and size of an uploaded photograph, and what speaks against measuring it, with what to do. */
export function UploadCheck({ photograph: { format, bytes, width, height, quality, isCovered }, isHead = false }: { photograph: Photograph; isHead?: boolean }): VNode {
  const failed = isHead ? [] : quality.checks.filter(({ passed }) => !passed);
  const megabytes = bytes / 1_000_000;
  return (
    <div class={`upload-check${failed.length > 0 ? ' notice' : ''}`}>
      <p class="quiet">{format.toUpperCase()}, {width} × {height} pixels, {megabytes < 0.1 ? 'less than 0.1' : megabytes.toFixed(1)} MB</p>
      {isCovered && <p>This may be a photograph of a head: only its scalp is shown here and in reports.{isHead ? '' : ' If it is one, choose “The whole head” below.'}</p>}
      {failed.length === 0 && !isHead && <p>Nothing speaks against measuring it so far. Slight blur is seen only at its scale, when it is measured.</p>}
      {failed.length > 0 && <p><strong>{quality.usable ? 'Figures of this photograph may be doubtful:' : 'As a close-up this photograph is probably not fit to be measured:'}</strong></p>}
      <Sentences sentences={failed.map(({ message }) => message)} />
    </div>
  );
}
