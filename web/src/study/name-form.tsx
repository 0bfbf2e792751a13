import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useSending } from '../use-sending.js';

/** One field and a button that add something by its name. */
export function NameForm({ path, field, label, button, onAdded }: { path: string; field: string; label: string; button: string; onAdded: () => void }): VNode {
  const [text, setText] = useState('');
  const { sending, refusal, attempt } = useSending(), sendOnce = useSendOnce();
  const add = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      await sendOnce(path, { [field]: text });
      setText('');
      onAdded();
    });
  };
  return (
    <>
      <form class="add" onSubmit={(event) => { void add(event); }}>
        <label>{label}<input value={text} required maxLength={100} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} /></label>
        <button type="submit" disabled={sending}>{button}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </>
  );
}
