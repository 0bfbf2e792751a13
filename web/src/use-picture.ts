import { useEffect, useState } from 'preact/hooks';
import { askToSignIn } from './api.js';
import { pauseBeforeNextTry } from './picture-tries.js';

export type PictureState = 'coming' | 'there' | 'waiting' | 'missing';

/** What the element of a picture needs; with another key it asks for its picture again. */
export interface PictureTries {
  state: PictureState;
  key: number;
  onLoad: () => void;
  onError: () => void;
}

/** A picture that the service was too busy to send is asked for again when it said to. */
export function usePicture(address: string): PictureTries {
  const [tries, setTries] = useState(1), [state, setState] = useState<PictureState>('coming');
  useEffect(() => {
    if (state !== 'waiting') return;
    let timer: ReturnType<typeof setTimeout> | undefined, current = true;
    void pauseBeforeNextTry(address, tries, { askToSignIn, isGone: () => !current }).then((pauseMs) => {
      if (!current) return;
      if (pauseMs === null) setState('missing');
      else timer = setTimeout(() => { setTries(tries + 1); setState('coming'); }, pauseMs);
    });
    return () => { current = false; clearTimeout(timer); };
  }, [state, address]);
  return { state, key: tries, onLoad: () => setState('there'), onError: () => setState('waiting') };
}

/** Said in place of a picture; null while it is shown. */
export const pictureWords: Record<PictureState, string | null> = {
  coming: 'Its picture is being made …', there: null,
  waiting: 'The program is busy: the picture is asked for again by itself.',
  missing: 'The picture cannot be shown. Load the page again; the photograph itself is kept.',
};
