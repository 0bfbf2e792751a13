import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { send } from '../api.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';
import { ChoosePassword } from './choose-password.js';
import { roleWords } from './role-words.js';
import type { Session } from './session.js';

/** Who is signed in: sign out, or change the password. */
export function AccountPage({ person, onSignedOut }: { person: NonNullable<Session['person']>; onSignedOut: () => void }): VNode {
  useEffect(() => { document.title = 'Your account – trichoscore'; }, []);
  const { sending, refusal, attempt } = useSending();
  const signOut = (): Promise<void> => attempt(async () => {
    await send('DELETE', '/api/v1/session', {});
    goTo('/');
    onSignedOut();
  });
  if (person.role === 'local') return <><h1>Your account</h1><p>One person uses this machine, and nobody signs in.</p><p class="quiet">To share it: <code>trichoscore account add NAME --role administrator</code></p></>;
  return (
    <>
      <h1><bdi>{person.name}</bdi></h1>
      <p>{roleWords[person.role].name}: {roleWords[person.role].does}.</p>
      <p><button type="button" class="main-button" disabled={sending} onClick={() => { void signOut(); }}>Sign out</button></p>
      {refusal !== null && <Notice refusal={{ ...refusal, message: `You may still be signed in. ${refusal.message}` }} />}
      <section aria-labelledby="password">
        <h2 id="password">Another password</h2>
        <ChoosePassword name={person.name} needsPresent button="Change the password" onChosen={(next, present) => send('POST', '/api/v1/session/password', { present, next })} />
        <p class="quiet small">Where you are signed in elsewhere, that ends. Tokens with which programs act for you stay good until they are taken back (<code>trichoscore account revoke</code>) or run out.</p>
      </section>
    </>
  );
}
