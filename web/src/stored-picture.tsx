import type { VNode } from 'preact';
import { pictureWords, usePicture } from './use-picture.js';

/** The small picture of a stored photograph. It is not the photograph: dragged into the place for another one it would be sent there as a file, smaller than what it was made of, and a scale be wrong of it. */
export function StoredPicture({ address, alt, thumb = false }: { address: string; alt: string; thumb?: boolean }): VNode {
  const { state, key, onLoad, onError } = usePicture(address), words = pictureWords[state];
  return (
    <>
      {words !== null && !(thumb && state === 'coming') && <span class={thumb ? 'quiet small' : 'picture-wait'} role={state === 'coming' ? undefined : 'status'} aria-hidden={state === 'coming'}>{words}</span>}
      <img key={key} class={`${thumb ? 'thumb' : ''}${state === 'waiting' || state === 'missing' ? ' not-there' : ''}`} loading={thumb ? 'lazy' : undefined} draggable={false} src={address} alt={state === 'coming' || state === 'there' ? alt : ''} onLoad={onLoad} onError={onError} />
    </>
  );
}

/** The picture of a stored photograph under what is drawn on it, in its own pixels. */
export function PictureLayer({ address, width, height }: { address: string; width: number; height: number }): VNode {
  const { state, key, onLoad, onError } = usePicture(address);
  return (
    <>
      <image key={key} href={address} x={-0.5} y={-0.5} width={width} height={height} preserveAspectRatio="none" onLoad={onLoad} onError={onError} />
      {(state === 'waiting' || state === 'missing') && <text class="picture-said" x={width / 2} y={height / 2} style={{ fontSize: `${width / 36}px` }} textAnchor="middle">{pictureWords[state]}</text>}
    </>
  );
}
