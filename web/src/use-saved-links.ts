import { saveFile } from './api.js';
import { useSending } from './use-sending.js';

interface SavedLinks extends Pick<ReturnType<typeof useSending>, 'sending' | 'refusal'> {
  /** To be called when a link to a file is clicked. */
  save: (event: MouseEvent) => void;
}

/** Links to files that say why one could not be saved. By itself a browser stores the refusal under the name of the file, or says "failed". */
export function useSavedLinks(): SavedLinks {
  const { sending, refusal, attempt } = useSending();
  const save = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    const { href } = event.currentTarget as HTMLAnchorElement;
    void attempt(() => saveFile(href));
  };
  return { sending, refusal, save };
}
