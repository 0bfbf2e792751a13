import { useRef } from 'preact/hooks';
import { send } from './api.js';

/** Sends what a form adds under a key of its own, so that it is added once also when the answer was lost and the same is sent again. */
export function useSendOnce(): (path: string, body: unknown) => Promise<void> {
  const last = useRef({ content: '', key: '' });
  return async (path, body) => {
    const content = JSON.stringify([path, body]);
    if (content !== last.current.content) last.current = { content, key: makeKey() };
    await send('POST', path, body, { 'Idempotency-Key': last.current.key });
    last.current = { content: '', key: '' };
  };
}

/** Thirty-two digits by chance. Without TLS browsers have no crypto.randomUUID. */
function makeKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
