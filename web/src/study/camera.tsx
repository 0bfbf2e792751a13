import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { Notice } from '../notice.js';
import { explainCamera, takePicture, useCamera } from './use-camera.js';

interface Props {
  /** Address of the first photograph; null where there is none yet. */
  baseline: string | null;
  onTaken: (file: File, now: Date) => void;
  onClose: () => void;
}

/** What the camera sees now with the first photograph laid over it, and a button that takes the picture. */
export function Camera({ baseline, onTaken, onClose }: Props): VNode {
  const { video, isReady, refusal: notFilmed, devices, device, choose } = useCamera(onClose);
  const [notTaken, setNotTaken] = useState<Refusal | null>(null), refusal = notFilmed ?? notTaken;
  const [share, setShare] = useState(40);
  const shutter = useRef<HTMLButtonElement>(null), wasReady = useRef(false);
  useEffect(() => {
    // Once: whoever goes through the cameras with the arrow keys stays in their list.
    if (isReady && !wasReady.current) shutter.current?.focus();
    wasReady.current ||= isReady;
  }, [isReady]);
  const take = async (): Promise<void> => {
    const now = new Date(), file = await takePicture(video.current!, now).catch((error: unknown) => {
      setNotTaken(explainCamera(error));
      return null;
    });
    if (file !== null) onTaken(file, now);
  };
  return (
    <div class="camera" role="group" aria-label="Camera" onKeyDown={(event) => { if (event.key === 'Escape') onClose(); }}>
      <p role="status">{isReady ? baseline === null ? 'The camera is on.' : 'The camera is on. Move it until hairs and marks of the skin lie on those of the first photograph.' : refusal === null ? 'Waiting for the camera; the browser may ask whether it is allowed …' : ''}</p>
      {refusal !== null && <Notice refusal={refusal} />}
      <div class="overlaid" hidden={notFilmed !== null}>
        <div class="overlay-frame"><video ref={video} playsInline muted aria-label="What the camera sees" />{baseline !== null && <img class="ghost" draggable={false} src={baseline} alt="" style={{ opacity: share / 100 }} />}</div>
        {baseline !== null && (
          <label class="share"><span>camera</span>
            <input type="range" min={0} max={100} value={share} aria-label="From the camera to the first photograph" onInput={(event) => setShare(Number(event.currentTarget.value))} />
            <span>first photograph</span>
          </label>
        )}
      </div>
      {devices.length > 1 && (
        <label>Camera
          <select value={device} onChange={(event) => choose(event.currentTarget.value)}>{devices.map(({ deviceId, label }, at) => <option key={deviceId} value={deviceId}>{label === '' ? `Camera ${at + 1}` : label}</option>)}</select>
        </label>
      )}
      <p>
        <button ref={shutter} type="button" class="main-button" disabled={!isReady} onClick={() => { void take(); }}>Take the picture</button>{' '}
        <button type="button" class="quiet-button" onClick={onClose}>Close the camera</button>
      </p>
    </div>
  );
}
