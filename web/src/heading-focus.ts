import { useEffect, useRef } from 'preact/hooks';

/** Puts the focus on the heading of the page, so that it is read out and the next Tab goes on from there. @returns Whether there is one. */
export function focusHeading(): boolean {
  const heading = document.querySelector<HTMLElement>('main h1');
  if (heading === null) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}

/** Focuses the heading of each page that is gone to, as soon as the page has one; not of the first, which the browser itself announces. */
export function useHeadingFocus(path: string): void {
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    // None while it is not known yet who uses the page.
    const main = document.querySelector<HTMLElement>('main');
    main?.focus({ preventScroll: true });
    if (focusHeading()) return;
    // Whoever has gone on from there meanwhile is left alone.
    const watch = new MutationObserver(() => { if (![main, document.body].includes(document.activeElement as HTMLElement) || focusHeading()) watch.disconnect(); });
    watch.observe(document.body, { childList: true, subtree: true });
    return () => watch.disconnect();
  }, [path]);
}
