import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { send, toRefusal } from '../api.js';
import { Notice } from '../notice.js';

/** One field and a button that add something by its name. */
export function NameForm({ path, field, label, button, onAdded }: { path: string; field: string; label: string; button: string; onAdded: () => void }): VNode {
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await send('POST', path, { [field]: text });
      setText('');
      setRefusal(null);
      onAdded();
    } catch (error) {
      setRefusal(toRefusal(error));
    }
  };
  return (
    <>
      <form class="add" onSubmit={(event) => { void add(event); }}>
        <label>{label}<input value={text} required maxLength={100} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} /></label>
        <button type="submit">{button}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
    </>
  );
}
