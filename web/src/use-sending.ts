import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from './answers.js';
import { toRefusal } from './api.js';

interface Sending {
  /** Whether an answer is being waited for; the button is disabled meanwhile. */
  sending: boolean;
  refusal: Refusal | null;
  setRefusal: (refusal: Refusal | null) => void;
  /** Does what was asked for and keeps why it was refused; while something is on its way, nothing else begins. */
  attempt: (act: () => Promise<unknown>) => Promise<void>;
}

/** Sends one thing at a time, so that a second click adds nothing twice. */
export function useSending(): Sending {
  const [sending, setSending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // A second click may come before the button is drawn as disabled.
  const busy = useRef(false);
  // A button that is disabled meanwhile loses the focus, and the keyboard would begin at the head of the page again.
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    if (!sending && document.activeElement === document.body && focused.current instanceof HTMLElement) focused.current.focus({ preventScroll: true });
    focused.current = sending ? focused.current : null;
  }, [sending]);
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    focused.current = document.activeElement;
    setSending(true);
    try {
      await act();
      setRefusal(null);
    } catch (error) {
      setRefusal(toRefusal(error));
    }
    busy.current = false;
    setSending(false);
  };
  return { sending, refusal, setRefusal, attempt };
}
