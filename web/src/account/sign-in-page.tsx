import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { send, toRefusal } from '../api.js';
import { Notice } from '../notice.js';

interface Props {
  name?: string;
  /** What was done just before. */
  done?: string;
  onSignedIn: () => void;
}

/** Name and password; what was asked for is shown afterwards. */
export function SignInPage({ name = '', done, onSignedIn }: Props): VNode {
  const [typed, setTyped] = useState({ name, password: '' });
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => { document.title = 'Sign in – trichoscore'; }, []);

  const signIn = async (event: Event): Promise<void> => {
    event.preventDefault();
    setSending(true);
    try {
      await send('POST', '/api/v1/session', typed);
      onSignedIn();
    } catch (error) {
      setRefusal(toRefusal(error));
      setTyped({ ...typed, password: '' });
      passwordField.current?.focus();
    }
    setSending(false);
  };
  return (
    <>
      <h1>Sign in</h1>
      {done !== undefined && <p role="status">{done}</p>}
      <form class="sign-in" onSubmit={(event) => { void signIn(event); }}>
        <label>Name<input value={typed.name} required autocomplete="username" autocapitalize="none" spellcheck={false} onInput={(event) => setTyped({ ...typed, name: event.currentTarget.value })} /></label>
        <label>Password<input ref={passwordField} type="password" value={typed.password} required autocomplete="current-password" onInput={(event) => setTyped({ ...typed, password: event.currentTarget.value })} /></label>
        <button type="submit" class="main-button" disabled={sending}>Sign in</button>
      </form>
      {refusal !== null && <Notice refusal={refusal} />}
      <p class="quiet small">New here, or the password is forgotten? An administrator of this installation gives you a link.</p>
    </>
  );
}
