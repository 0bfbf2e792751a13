import { type RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';

interface Camera {
  video: RefObject<HTMLVideoElement | null>;
  /** Whether a picture can be taken. */
  isReady: boolean;
  refusal: Refusal | null;
  /** Those that may be chosen from, and which one it is. */
  devices: readonly MediaDeviceInfo[];
  device: string;
  choose: (device: string) => void;
}

/** As large as the camera gives it; of a phone, the camera on its back. */
const wanted = { width: { ideal: 4096 }, height: { ideal: 4096 } };

/** The live picture of a camera, for as long as the component is shown; the browser asks whether it may. */
export function useCamera(onHidden: () => void): Camera {
  const video = useRef<HTMLVideoElement>(null);
  const [chosen, choose] = useState('');
  const [state, setState] = useState<Pick<Camera, 'isReady' | 'refusal' | 'devices' | 'device'>>({ isReady: false, refusal: null, devices: [], device: '' });
  useEffect(() => {
    let isWanted = true, stream: MediaStream | null = null;
    const stop = (): void => stream?.getTracks().forEach((track) => track.stop());
    const fail = (error: unknown): void => { if (isWanted) setState((before) => ({ ...before, isReady: false, refusal: explainCamera(error) })); };
    const open = async (): Promise<void> => {
      setState((before) => ({ ...before, isReady: false, refusal: null }));
      stream = await mediaDevices().getUserMedia({ audio: false, video: chosen === '' ? { ...wanted, facingMode: 'environment' } : { ...wanted, deviceId: { exact: chosen } } });
      // Whoever closed it while the browser asked is not filmed.
      if (!isWanted) return stop();
      const [track] = stream.getVideoTracks(), shown = video.current!;
      track!.addEventListener('ended', () => fail(new DOMException('', 'AbortError')));
      shown.srcObject = stream;
      await shown.play();
      const devices = (await mediaDevices().enumerateDevices()).filter(({ kind }) => kind === 'videoinput');
      if (isWanted) setState({ isReady: true, refusal: null, devices, device: track!.getSettings().deviceId ?? '' });
    };
    open().catch(fail);
    // Nobody is filmed behind another page.
    const hide = (): void => { if (document.hidden) onHidden(); };
    document.addEventListener('visibilitychange', hide);
    return () => {
      isWanted = false;
      document.removeEventListener('visibilitychange', hide);
      stop();
    };
  }, [chosen]);
  return { video, choose, ...state };
}

/** @throws DOMException where the browser lends no camera to this page. */
function mediaDevices(): MediaDevices {
  const { mediaDevices: devices } = navigator as { mediaDevices?: MediaDevices };
  if (devices === undefined) throw new DOMException('', 'SecurityError');
  return devices;
}

const orFile = 'Or take the photograph with the camera’s own program and choose its file.';

/** Why there is no picture, by the name that browsers give it. */
export function explainCamera(error: unknown): Refusal {
  const said = (message: string, hint: string): Refusal => ({ code: '', message, hint: `${hint} ${orFile}`.trim() });
  switch (error instanceof DOMException ? error.name : '') {
    case 'NotAllowedError': return said('The camera was not allowed.', 'Allow it for this page, beside its address in the browser, then try again.');
    case 'NotFoundError': case 'OverconstrainedError': return said('There is no camera.', 'Connect one, then try again.');
    case 'NotReadableError': return said('The camera is used by another program.', 'Close that one, then try again.');
    case 'AbortError': return said('The camera was taken away.', 'Connect it again, then try again.');
    case 'SecurityError': return said('Browsers lend the camera only to pages of this machine, or behind TLS (https).', '');
    case 'EncodingError': return said('The picture could not be taken.', 'Try again.');
    default: return said('The camera gives no picture.', 'Try again.');
  }
}

/** The picture that the camera shows now, as a file; its name says when. @throws DOMException when the browser cannot encode it. */
export async function takePicture(video: HTMLVideoElement, now: Date): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  const drawing = canvas.getContext('2d');
  if (drawing === null) throw new DOMException('', 'EncodingError');
  drawing.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => { canvas.toBlob(resolve, 'image/jpeg', 0.95); });
  if (blob === null) throw new DOMException('', 'EncodingError');
  const two = (part: number): string => String(part).padStart(2, '0');
  return new File([blob], `camera ${dayOf(now)} ${two(now.getHours())}.${two(now.getMinutes())}.jpg`, { type: 'image/jpeg' });
}

/** The day on the clock of this machine, `2026-01-06`. */
export function dayOf(moment: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
