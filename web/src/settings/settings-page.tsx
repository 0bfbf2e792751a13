import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Clinic } from '../answers.js';
import { read, send, toRefusal } from '../api.js';
import { paper as usualPaper } from '../locale.js';
import { Notice } from '../notice.js';
import { useLoaded } from '../study/use-loaded.js';
import { useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { LogoChoice } from './logo-choice.js';
import { findUnwritable } from './unwritable.js';

const papers = { a4: 'A4', letter: 'Letter' } as const;
type Typed = Pick<Clinic, 'name' | 'address' | 'paper'>;
const fields = ['name', 'address', 'paper'] as const;

/** What stands in the fields once an answer has come: what was typed since `seen`, else the answer's. */
function merge(typed: Typed, seen: Typed, answer: Typed): Typed {
  const from = (field: keyof Typed): Typed => (typed[field] === seen[field] ? answer : typed);
  return { name: from('name').name, address: from('address').address, paper: from('paper').paper };
}

/** What stands above every report of this installation. */
export function SettingsPage(): VNode {
  const { answer, refusal, reload } = useLoaded<Clinic>('/api/v1/clinic');
  useEffect(() => { document.title = 'Settings – trichoscore'; }, []);
  return (
    <>
      <h1>Settings</h1>
      <p class="lead">What stands above the reports that you hand over.</p>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer !== null && <ClinicForm kept={answer} onKept={reload} />}
      {answer !== null && <LogoChoice kept={answer} onKept={reload} />}
    </>
  );
}

function ClinicForm({ kept, onKept }: { kept: Clinic; onKept: () => void }): VNode {
  const [typed, setTyped] = useState<Typed>(kept);
  // What the fields were filled from; what others save meanwhile must not be written over unseen.
  const [seen, setSeen] = useState(kept);
  const [others, setOthers] = useState<Clinic | null>(null);
  const [isSaved, setSaved] = useState(false);
  const { sending, refusal, attempt, setRefusal } = useSending();
  const { name, address, paper } = typed;
  // An answer may take seconds, and typing goes on meanwhile.
  const latest = useRef(typed);
  latest.current = typed;
  const isChanged = fields.some((field) => typed[field] !== seen[field]);
  useUnsaved(isChanged, 'What was typed is not saved yet. Leave the page without it?');
  /** What somebody else saved is taken over, but where it was typed over here: there both are shown. */
  const takeOver = async (): Promise<void> => {
    const theirs = await read<Clinic>('/api/v1/clinic');
    const next = merge(latest.current, seen, theirs);
    setTyped(next);
    setSeen(theirs);
    const isTypedOver = fields.some((field) => next[field] !== theirs[field]);
    setOthers(isTypedOver ? theirs : null);
    setRefusal({ code: 'request.outdated', message: 'Somebody else has saved these settings in the meantime.', hint: isTypedOver ? 'What they saved stands below the fields that you typed in. Save again to put yours in its place.' : 'What they saved is shown now.' });
    onKept();
  };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    let isOutdated = false;
    await attempt(async () => {
      try {
        const answer = await send<Clinic>('PUT', '/api/v1/clinic', { name, address, paper }, { 'If-Match': seen.etag });
        setTyped(merge(latest.current, typed, answer));
        setSeen(answer);
        setOthers(null);
        setSaved(true);
        onKept();
      } catch (error) {
        if (toRefusal(error).code !== 'request.outdated') throw error;
        isOutdated = true;
      }
    });
    if (isOutdated) await takeOver().catch((error: unknown) => setRefusal(toRefusal(error)));
  };
  const theirsAt = (field: keyof Typed, write: (theirs: Clinic) => string): VNode | null => (others === null || others[field] === typed[field] ? null
    : <span class="small">Saved by somebody else: <strong><bdi>{write(others)}</bdi></strong></span>);
  const unwritable = findUnwritable(name + address);
  return (
    <form class="settings" onSubmit={(event) => { void save(event); }} onInput={() => setSaved(false)}>
      <label>Name of the clinic<input value={name} maxLength={200} autocomplete="organization" onInput={(event) => setTyped({ ...typed, name: event.currentTarget.value })} />{theirsAt('name', (theirs) => theirs.name || 'none')}</label>
      <label>Address, in one line<input value={address} maxLength={200} autocomplete="street-address" onInput={(event) => setTyped({ ...typed, address: event.currentTarget.value })} />{theirsAt('address', (theirs) => theirs.address || 'none')}</label>
      <label>Paper
        <select value={paper ?? ''} onChange={(event) => setTyped({ ...typed, paper: event.currentTarget.value === '' ? null : event.currentTarget.value as 'a4' })}>
          <option value="">As is usual here ({papers[usualPaper]})</option>
          <option value="a4">A4</option>
          <option value="letter">Letter</option>
        </select>
        {theirsAt('paper', (theirs) => (theirs.paper === null ? 'as is usual' : papers[theirs.paper]))}
      </label>
      <div role="status">{unwritable !== '' && <p class="care">The font of PDF reports has no letters for “<bdi>{unwritable}</bdi>” and prints their numbers. Put the name into the logo, or write it in other letters; reports as page show it as it is.</p>}</div>
      <p class="quiet small">Reports of a comparison beside which another clinic is typed show that name alone.</p>
      <button type="submit" class="main-button" disabled={sending}>Save</button>
      <span role="status">{isSaved && !isChanged ? 'Saved.' : ''}</span>
      {refusal !== null && <Notice refusal={refusal} />}
    </form>
  );
}
