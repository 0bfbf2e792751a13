import { useLayoutEffect } from 'preact/hooks';

/** What is asked of whoever leaves, by each part of the page that holds something. */
const questions = new Map<object, string>();

/** While something is not kept yet, asks before another page is shown, the tab is closed or loaded anew. @param ask  What is asked before another page is shown. */
export function useUnsaved(isUnsaved: boolean, ask: string): void {
  useLayoutEffect(() => {
    if (!isUnsaved) return;
    const own = {}, warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    questions.set(own, ask);
    addEventListener('beforeunload', warn);
    return () => {
      questions.delete(own);
      removeEventListener('beforeunload', warn);
    };
  }, [isUnsaved, ask]);
}

/** Whether the page may be left: nothing on it waits to be kept, or whoever made it gives it up. */
export function mayLeave(): boolean {
  const [question] = questions.values();
  return question === undefined || confirm(question);
}

/** Says that what was unsaved is kept, or given up, so that nothing is asked on the way to the next page. */
export function nothingUnsaved(): void {
  questions.clear();
}
