const hiddenPauseMs = 30_000;

/** Asks after a pause; rarely while the tab is hidden, and at once when it is shown again. @returns Gives it up. */
export function askAfter(pauseMs: number, ask: () => void): () => void {
  const giveUp = (): void => {
    clearTimeout(timer);
    removeEventListener('visibilitychange', askWhenShown);
  };
  const askNow = (): void => {
    giveUp();
    ask();
  };
  const askWhenShown = (): void => { if (!document.hidden) askNow(); };
  const timer = setTimeout(askNow, document.hidden ? Math.max(pauseMs, hiddenPauseMs) : pauseMs);
  addEventListener('visibilitychange', askWhenShown);
  return giveUp;
}
