import { useEffect } from 'preact/hooks';

/** A file that is dropped beside the place for it would be opened in place of the page, and what was typed there be lost; a field for files takes its own. */
export function useDropGuard(): void {
  useEffect(() => {
    const stay = (event: Event): void => { if (!(event.target instanceof HTMLInputElement && event.target.type === 'file')) event.preventDefault(); };
    // As long as there is a page.
    for (const type of ['dragover', 'drop']) addEventListener(type, stay);
  }, []);
}

/** The files that are pasted; none where it is text that goes into a field: spreadsheets put a picture of the cells beside their text. */
export function pastedFiles({ target, clipboardData }: ClipboardEvent): File[] {
  const isTyped = target instanceof Element && target.matches('textarea, input:not([type=file], [type=checkbox], [type=radio])');
  return isTyped && clipboardData?.types.includes('text/plain') === true ? [] : [...clipboardData?.files ?? []];
}
