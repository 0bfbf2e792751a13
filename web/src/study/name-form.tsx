import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { Notice } from '../notice.js';
import { useSendOnce } from '../send-once.js';
import { useSending } from '../use-sending.js';

/** One field and a button that add something by its name; where it needs one, with a choice of what it is. */
export function NameForm({ path, field, label, button, choice, onAdded }: { path: string; field: string; label: string; button: string; choice?: { field: string; label: string; options: Readonly<Record<string, string>> }; onAdded: () => void }): VNode {
  const [text, setText] = useState('');
  const [first = ''] = Object.keys(choice?.options ?? {}), [chosen, setChosen] = useState(first);
  const [said, setSaid] = useState('');
  const { sending, refusal, attempt } = useSending(), sendOnce = useSendOnce();
  const add = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      await sendOnce(path, { [field]: text, ...(choice === undefined ? {} : { [choice.field]: chosen }) });
      setSaid(`Added: ${text.trim()}`);
      setText('');
      setChosen(first);
      onAdded();
    });
  };
  return (
    <>
      <form class="add" onSubmit={(event) => { void add(event); }}>
        <label>{label}<input value={text} required maxLength={100} autocomplete="off" onInput={(event) => setText(event.currentTarget.value)} /></label>
        {choice !== undefined && <label>{choice.label}<select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>{Object.entries(choice.options).map(([value, words]) => <option key={value} value={value}>{words}</option>)}</select></label>}
        <button type="submit" disabled={sending}>{button}</button>
      </form>
      <p role="status" class="for-ears">{said}</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </>
  );
}
