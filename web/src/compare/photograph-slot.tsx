import type { VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Notice } from '../notice.js';
import { StoredPicture } from '../stored-picture.js';
import type { Scale } from './build-request.js';
import type { Slot } from './slots.js';
import { UploadCheck } from './upload-check.js';
import { useScaleCheck } from './use-scale-check.js';

interface Props {
  name: string;
  slot: Slot;
  isHead: boolean;
  /** How its scale is given; null for heads, which have none. */
  scale: Scale | null;
  onFiles: (files: File[]) => void;
  onDate: (date: string) => void;
  onRemove: () => void;
  /** Sends the same file once more. */
  onRetry: () => void;
  /** The photographs show heads. */
  onHead: () => void;
}

const accepted = '.jpg,.jpeg,.png,.webp,.tif,.tiff,.heic,.heif,image/*';

/** Where one photograph is put: a button that also takes what is dropped, then the photograph with its date. */
export function PhotographSlot({ name, slot, isHead, scale, onFiles, onDate, onRemove, onRetry, onHead }: Props): VNode {
  const id = useId();
  const { file, photograph, date, refusal, mayPass } = slot, atScale = useScaleCheck(photograph, scale);
  const field = useRef<HTMLInputElement>(null);
  /** The button that was pressed is gone then: the keyboard goes on at the field. */
  const thenToField = (act: () => void) => (): void => {
    field.current?.focus();
    act();
  };
  const choose = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...input.files ?? []];
    input.value = '';
    if (files.length > 0) onFiles(files);
  };
  const drop = (event: DragEvent): void => {
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length !== 1) return;
    event.preventDefault();
    event.stopPropagation();
    onFiles(files);
  };
  return (
    <section class="slot" aria-labelledby={`${id}-name`} onDrop={drop}>
      <h2 id={`${id}-name`}>{name}</h2>
      <input ref={field} class="for-ears" type="file" id={id} accept={accepted} multiple onChange={choose} aria-label={`Choose the photograph ${name.toLowerCase()}`} aria-describedby={`${id}-hint`} />
      {photograph === null ? (
        <label class="drop" for={id}>
          <span><strong>{file === null || refusal !== null ? `Choose the photograph ${name.toLowerCase()}` : `Reading ${file.name} …`}</strong></span>
          <span class="quiet" id={`${id}-hint`}>or drop or paste it here: JPEG, HEIC, PNG, WebP, TIFF</span>
        </label>
      ) : (
        <>
          <label class="picture" for={id}><StoredPicture key={photograph.id} address={photograph.picture} alt={`Photograph ${name.toLowerCase()}: ${file?.name ?? photograph.name}`} /></label>
          <p class="slot-name" id={`${id}-hint`}><bdi>{file?.name ?? photograph.name}</bdi></p>
          <UploadCheck photograph={photograph} atScale={atScale} isHead={isHead} ifHead={<button type="button" class="quiet-button" onClick={onHead}>Measure both photographs as heads</button>} />
          <p class="slot-row">
            <label>Taken on <input type="date" value={date} onInput={(event) => onDate(event.currentTarget.value)} /></label>
            <button type="button" class="quiet-button" onClick={thenToField(onRemove)}>Remove<span class="for-ears"> the photograph {name.toLowerCase()}</span></button>
          </p>
        </>
      )}
      <span class="for-ears" role="status">{photograph !== null ? `${name}: ready` : file !== null && refusal === null ? `${name}: reading` : ''}</span>
      {refusal !== null && <Notice refusal={refusal} />}
      {mayPass && <p><button type="button" onClick={thenToField(onRetry)}>Send <bdi>{file?.name}</bdi> again</button></p>}
    </section>
  );
}
