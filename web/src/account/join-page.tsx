import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { send } from '../api.js';
import { ChoosePassword } from './choose-password.js';
import { SignInPage } from './sign-in-page.js';

/** Where the link of an administrator leads: choose a password, and sign in with it. Its secret word stands behind the #, which no server gets to see. */
export function JoinPage({ onSignedIn }: { onSignedIn: () => void }): VNode {
  const [chosen, setChosen] = useState(false);
  useEffect(() => { document.title = 'Choose a password – trichoscore'; }, []);
  const [name = '', secret = ''] = location.hash.slice(1).split(':').map(decodeURIComponent);
  if (secret === '') return <><h1>This link is not whole</h1><p>Open the link again as the administrator gave it to you.</p></>;
  if (chosen) return <SignInPage name={name} done="Your password is chosen. Sign in with it." onSignedIn={onSignedIn} />;
  return (
    <>
      <h1>Choose a password, <bdi>{name}</bdi></h1>
      <p class="lead">Several words that do not belong together are easy to keep and hard to guess.</p>
      <ChoosePassword name={name} needsPresent={false} button="Choose this password" onChosen={async (password) => {
        await send('POST', '/api/v1/invitation', { secret, password });
        setChosen(true);
      }} />
    </>
  );
}
