import { useEffect } from 'preact/hooks';

/** A file that is dropped beside the place for it would be opened in place of the page, and what was typed there be lost; a field for files takes its own. */
export function useDropGuard(): void {
  useEffect(() => {
    const stay = (event: Event): void => { if (!(event.target instanceof HTMLInputElement && event.target.type === 'file')) event.preventDefault(); };
    addEventListener('dragover', stay);
    addEventListener('drop', stay);
    return () => {
      removeEventListener('dragover', stay);
      removeEventListener('drop', stay);
    };
  }, []);
}
