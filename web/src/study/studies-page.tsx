import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Study } from '../answers.js';
import { useMay } from '../account/session.js';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { NameForm } from './name-form.js';
import { useLoaded } from './use-loaded.js';

/** All studies, and a new one. */
export function StudiesPage(): VNode {
  const { answer, refusal, reload } = useLoaded<{ studies: Study[] }>('/api/v1/studies');
  const mayPlan = useMay('plan'), archived = (answer?.studies ?? []).filter(({ archived_at }) => archived_at !== null);
  useEffect(() => { document.title = 'Studies – trichoscore'; }, []);
  return (
    <>
      <h1>Studies</h1>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer?.studies.length === 0 && <p class="quiet">None yet. A study holds its subjects, their target areas, the photographs of each visit and the treatments.</p>}
      <StudyList studies={(answer?.studies ?? []).filter(({ archived_at }) => archived_at === null)} />
      {mayPlan && <NameForm path="/api/v1/studies" field="name" label="Name of the new study" button="Add study" onAdded={reload} />}
      {archived.length > 0 && <details class="extras"><summary>Archived ({archived.length})</summary><StudyList studies={archived} /></details>}
    </>
  );
}

function StudyList({ studies }: { studies: readonly Study[] }): VNode {
  return <ul class="list">{studies.map(({ id, name, subjects }) => <li key={id}><a href={`/studies/${id}`} onClick={followLink}><bdi>{name}</bdi></a><span class="quiet">{subjects === 1 ? '1 subject' : `${subjects} subjects`}</span></li>)}</ul>;
}
