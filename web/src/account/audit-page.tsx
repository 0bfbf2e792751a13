import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../answers.js';
import { read, toRefusal } from '../api.js';
import { writeMoment } from '../locale.js';
import { Notice } from '../notice.js';

interface Entry { number: number; at: string; actor: string; action: string; object: string; before: unknown; after: unknown; hash: string }

/** Who did what, when, to what; the latest first. */
export function AuditPage(): VNode {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const last = entries.at(-1)?.number;
  const more = async (before?: number): Promise<void> => {
    try {
      const next = await read<{ entries: Entry[] }>(`/api/v1/audit${before === undefined ? '' : `?before=${before}`}`);
      setEntries(before === undefined ? next.entries : [...entries, ...next.entries]);
    } catch (error) {
      setRefusal(toRefusal(error));
    }
  };
  useEffect(() => {
    document.title = 'Audit trail – trichoscore';
    void more();
  }, []);
  return (
    <>
      <h1>Audit trail</h1>
      <p class="quiet">Each entry holds the hash of the one before it. <code>trichoscore verify</code> checks all of them.</p>
      {refusal !== null && <Notice refusal={refusal} />}
      <div class="scroll" tabIndex={0} role="group" aria-label="Entries of the audit trail">
        <table class="stacked">
          <thead><tr><th scope="col" class="figure">No.</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Details</th></tr></thead>
          <tbody>
            {entries.map(({ number, at, actor, action, object, before, after }) => (
              <tr key={number}>
                <th scope="row" class="figure">{number}</th><td class="date"><time dateTime={at}>{writeMoment(at)}</time></td><td class="who"><bdi>{actor}</bdi></td>
                <td>{action}<br /><span class="quiet small">{object.length > 28 ? `${object.slice(0, 28)}…` : object}</span></td>
                <td class="small details"><Values label="before" value={before} /><Values label={before === null ? '' : 'after'} value={after} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last !== undefined && last > 1 && <p><button type="button" onClick={() => { void more(last); }}>Earlier entries</button></p>}
    </>
  );
}

function Values({ label, value }: { label: string; value: unknown }): VNode | null {
  if (value === null || value === undefined) return null;
  const text = JSON.stringify(value);
  return <p>{label === '' ? '' : <span class="quiet">{label}: </span>}<bdi>{text.length > 300 ? `${text.slice(0, 300)}…` : text}</bdi></p>;
}
