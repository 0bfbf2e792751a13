import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { toRefusal } from '../api.js';
import { Notice } from '../notice.js';

interface Props {
  /** Whose password it is; for password managers. */
  name: string;
  /** Whether the present password is asked for, too. */
  needsPresent: boolean;
  button: string;
  onChosen: (next: string, present: string) => Promise<void>;
}

/** A new password, typed twice. */
export function ChoosePassword({ name, needsPresent, button, onChosen }: Props): VNode {
  const empty = { present: '', next: '', again: '' };
  const [typed, setTyped] = useState(empty);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [done, setDone] = useState(false);
  const field = (which: keyof typeof empty, label: string, autocomplete: 'current-password' | 'new-password'): VNode => (
    <label>{label}<input type="password" value={typed[which]} required autocomplete={autocomplete} onInput={(event) => { setDone(false); setTyped({ ...typed, [which]: event.currentTarget.value }); }} /></label>
  );
  const choose = async (event: Event): Promise<void> => {
    event.preventDefault();
    setRefusal(null);
    if (typed.next !== typed.again) return setRefusal({ code: '', message: 'The new passwords differ.', hint: 'Type the same one twice.' });
    try {
      await onChosen(typed.next, typed.present);
      setTyped(empty);
      setDone(true);
    } catch (error) {
      setRefusal(toRefusal(error));
    }
  };
  return (
    <>
      <form class="sign-in" onSubmit={(event) => { void choose(event); }}>
        <input type="text" hidden readOnly autocomplete="username" value={name} />
        {needsPresent && field('present', 'Present password', 'current-password')}
        {field('next', 'New password, at least 12 characters', 'new-password')}
        {field('again', 'The same again', 'new-password')}
        <button type="submit">{button}</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
      <p role="status">{done ? 'The new password is good from now on.' : ''}</p>
    </>
  );
}
