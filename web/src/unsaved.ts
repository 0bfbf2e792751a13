import { useLayoutEffect } from 'preact/hooks';

let question: string | null = null;

/** While something is not kept yet, asks before another page is shown, the tab is closed or loaded anew. @param ask  What is asked before another page is shown. */
export function useUnsaved(isUnsaved: boolean, ask: string): void {
  useLayoutEffect(() => {
    if (!isUnsaved) return;
    question = ask;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => {
      question = null;
      removeEventListener('beforeunload', warn);
    };
  }, [isUnsaved, ask]);
}

/** Whether the page may be left: nothing on it waits to be kept, or whoever made it gives it up. */
export function mayLeave(): boolean {
  return question === null || confirm(question);
}

/** Says that what was unsaved is kept, or given up, so that nothing is asked on the way to the next page. */
export function nothingUnsaved(): void {
  question = null;
}
