import { useEffect, useState } from 'preact/hooks';
import { mayLeave } from './unsaved.js';

const moved = 'trichoscore:moved';

/** The number of the shown page in the history of this tab: whoever goes back and then stays is brought forward again by the difference. */
let number = numberOfPage() ?? 0;
if (numberOfPage() === null) history.replaceState({ number }, '');

function numberOfPage(): number | null {
  return (history.state as { number: number } | null)?.number ?? null;
}

/** Shows another page of the application without loading anything anew; asks before, where something is not kept yet. */
export function goTo(path: string): void {
  if (!mayLeave()) return;
  history.pushState({ number: ++number }, '', path);
  dispatchEvent(new Event(moved));
  scrollTo(0, 0);
}

/** The path of the page that is shown. */
export function usePath(): string {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const follow = (): void => setPath(location.pathname);
    const followHistory = (): void => {
      const next = numberOfPage();
      // A place within the page, as “Skip to the content” leads to, has no number yet.
      if (next === null) return history.replaceState({ number: ++number }, '');
      if (location.pathname !== path && !mayLeave()) return history.go(number - next);
      number = next;
      follow();
    };
    addEventListener('popstate', followHistory);
    addEventListener(moved, follow);
    return () => {
      removeEventListener('popstate', followHistory);
      removeEventListener(moved, follow);
    };
  }, [path]);
  return path;
}

/** A link inside the application; with a modifier key it is an ordinary one. */
export function followLink(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
  event.preventDefault();
  const { pathname, search } = event.currentTarget as HTMLAnchorElement;
  goTo(`${pathname}${search}`);
}
