import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import { send } from '../api.js';
import { goTo } from '../navigation.js';
import { ChoosePassword } from './choose-password.js';

/** Where the link of an administrator leads: choose a password. Its secret word stands behind the #, which no server gets to see. */
export function JoinPage(): VNode {
  useEffect(() => { document.title = 'Choose a password – trichoscore'; }, []);
  const [name = '', secret = ''] = location.hash.slice(1).split(':').map(decodeURIComponent);
  if (secret === '') return <><h1>This link is not whole</h1><p>Open the link again as the administrator gave it to you.</p></>;
  return (
    <>
      <h1>Choose a password, <bdi>{name}</bdi></h1>
      <p class="lead">Several words that do not belong together are easy to keep and hard to guess.</p>
      <ChoosePassword name={name} needsPresent={false} button="Choose this password" onChosen={async (password) => {
        await send('POST', '/api/v1/invitation', { secret, password });
        goTo('/');
      }} />
    </>
  );
}
