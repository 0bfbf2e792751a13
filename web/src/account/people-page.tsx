import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Role } from '../../../src/study/tables/account-rows.js';
import type { Refusal } from '../answers.js';
import { send, toRefusal } from '../api.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { useSending } from '../use-sending.js';
import { InvitationLink, type Invitation } from './invitation-link.js';
import { type Account, PersonRow } from './person-row.js';
import { roleNames, roleWords } from './role-words.js';

interface People { accounts: Account[]; studies: { id: string; name: string }[] }

/** Everybody who may sign in: their roles, their studies, and somebody new. */
export function PeoplePage({ ownName }: { ownName: string }): VNode {
  const { answer, refusal, reload } = useLoaded<People>('/api/v1/accounts');
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [invitation, setInvitation] = useState<{ name: string; made: Invitation } | null>(null);
  useEffect(() => { document.title = 'People – trichoscore'; }, []);
  const attempt = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act();
      setRefused(null);
    } catch (error) {
      setRefused(toRefusal(error));
    }
    // Also after a refusal: somebody else may have changed what is shown.
    reload();
  };
  const invite = (account: Account): void => {
    void attempt(async () => { setInvitation({ name: account.name, made: await send<Invitation>('POST', `/api/v1/accounts/${account.id}/invitation`, {}) }); });
  };
  return (
    <>
      <h1>People</h1>
      {refusal !== null && <Notice refusal={refusal} />}
      {refused !== null && <Notice refusal={refused} />}
      {answer !== null && (
        <div class="scroll" tabIndex={0} role="group" aria-label="Table of people">
          <table class="stacked">
            <thead><tr><th scope="col">Name</th><th scope="col">Role</th><th scope="col">Studies</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
            <tbody>
              {answer.accounts.map((account) => (
                <PersonRow key={account.id} account={account} studies={answer.studies} isOneself={account.name === ownName} onInvite={() => invite(account)}
                  onChange={(change) => { void attempt(() => send('PATCH', `/api/v1/accounts/${account.id}`, change, { 'If-Match': account.etag })); }}
                  onBelong={(study, belongs) => { void attempt(() => send(belongs ? 'POST' : 'DELETE', `/api/v1/accounts/${account.id}/studies`, { study })); }} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {invitation !== null && <InvitationLink name={invitation.name} invitation={invitation.made} />}
      <AddPerson onAdded={(name, made) => { setInvitation({ name, made }); reload(); }} />
    </>
  );
}

function AddPerson({ onAdded }: { onAdded: (name: string, invitation: Invitation) => void }): VNode {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('photographer');
  const { sending, refusal, attempt } = useSending();
  const add = (event: Event): Promise<void> => {
    event.preventDefault();
    return attempt(async () => {
      const { account, invitation } = await send<{ account: Account; invitation: Invitation }>('POST', '/api/v1/accounts', { name, role });
      setName('');
      onAdded(account.name, invitation);
    });
  };
  return (
    <section aria-labelledby="somebody-new">
      <h2 id="somebody-new">Somebody new</h2>
      <form class="add" onSubmit={(event) => { void add(event); }}>
        <label>Name to sign in with<input value={name} required maxLength={64} autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(event) => setName(event.currentTarget.value)} /></label>
        <label>Role
          <select value={role} aria-describedby="what-a-role-does" onChange={(event) => setRole(event.currentTarget.value as Role)}>{roleNames.map((each) => <option key={each} value={each}>{roleWords[each].name}</option>)}</select>
        </label>
        <button type="submit" disabled={sending}>Add person</button>
      </form>
      <p id="what-a-role-does" class="quiet small">{roleWords[role].name}: {roleWords[role].does}.</p>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}
