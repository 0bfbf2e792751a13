import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Role } from '../../../src/study/tables/account-rows.js';
import { roleNames, roleWords } from './role-words.js';

export interface Account { id: string; name: string; role: Role; hasPassword: boolean; invitedUntil: string | null; isClosed: boolean; etag: string; studies: string[] }

interface Props {
  account: Account;
  studies: readonly { id: string; name: string }[];
  isOneself: boolean;
  onChange: (change: { role?: Role; isClosed?: boolean }) => void;
  onBelong: (study: string, belongs: boolean) => void;
  onInvite: () => void;
}

/** One person. Accounts are closed, not deleted: the audit trail names them. */
export function PersonRow({ account, studies, isOneself, onChange, onBelong, onInvite }: Props): VNode {
  const { name, role, isClosed, hasPassword } = account;
  const [chosen, setChosen] = useState(role);
  useEffect(() => setChosen(role), [role]);
  const list = useRef<HTMLSelectElement>(null);
  return (
    <tr>
      <th scope="row"><bdi>{name}</bdi>{isOneself && <span class="quiet small"> (you)</span>}<br /><span class="quiet small">{isClosed ? 'closed' : hasPassword ? '' : 'has no password yet'}</span></th>
      <td>
        {/* Arrow keys choose every role on the way: none is given before it is asked for. */}
        <select ref={list} aria-label={`Role of ${name}`} value={chosen} disabled={isClosed} onChange={(event) => setChosen(event.currentTarget.value as Role)}>
          {roleNames.map((each) => <option key={each} value={each}>{roleWords[each].name}</option>)}
        </select>
        {chosen !== role && !isClosed && <button type="button" class="quiet-button" onClick={() => { onChange({ role: chosen }); list.current?.focus(); }}>Change role<span class="for-ears"> of {name} to {roleWords[chosen].name}</span></button>}
      </td>
      <td data-label="Studies">
        {studies.length === 0 ? <span class="quiet">none yet</span> : (
          <fieldset class="belonging" disabled={isClosed}><legend class="for-ears">Studies of {name}</legend>
            {studies.map((study) => <label key={study.id} class="check"><input type="checkbox" checked={account.studies.includes(study.id)} onChange={(event) => onBelong(study.id, event.currentTarget.checked)} /> <bdi>{study.name}</bdi></label>)}
          </fieldset>
        )}
      </td>
      <td>
        {!isClosed && <button type="button" class="quiet-button" onClick={onInvite}>New link<span class="for-ears"> for {name}</span></button>}
        {!isOneself && <button type="button" class="quiet-button" onClick={() => onChange({ isClosed: !isClosed })}>{isClosed ? 'Open again' : 'Close'}<span class="for-ears"> {name}</span></button>}
      </td>
    </tr>
  );
}
