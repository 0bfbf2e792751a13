import { useRef } from 'preact/hooks';
import { send } from './api.js';

/** Sends what a form adds under a key of its own, so that it is added once also when the answer was lost and the same is sent again. */
export function useSendOnce(): (path: string, body: unknown) => Promise<void> {
  const last = useRef({ content: '', key: '' });
  return async (path, body) => {
    const content = JSON.stringify([path, body]);
    if (content !== last.current.content) last.current = { content, key: crypto.randomUUID() };
    await send('POST', path, body, { 'Idempotency-Key': last.current.key });
    last.current = { content: '', key: '' };
  };
}
