import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Subject } from '../answers.js';
import { useMay } from '../account/session.js';
import { inOwnFormat } from '../locale.js';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { AreaSection } from './area-section.js';
import { EraseForGood } from './erase-for-good.js';
import { isBeingMeasured } from './is-being-measured.js';
import { NameForm } from './name-form.js';
import { PatientAnswers } from './patient-answers.js';
import { TreatmentLog } from './treatment-log.js';
import { useLoaded } from './use-loaded.js';

const areaKinds = { field: 'kind', label: 'Photographed as', options: { closeup: 'close-ups of the skin', global: 'the whole head' } };

/** One person of a study: each target area over time, and the treatments. */
export function SubjectPage({ id }: { id: string }): VNode {
  const { answer, refusal, reload } = useLoaded<Subject>(`/api/v1/subjects/${id}?${inOwnFormat}`, ({ areas }) => areas.some(({ comparison }) => isBeingMeasured(comparison)));
  const mayRecord = useMay('record');
  useEffect(() => { document.title = `${answer?.subject.pseudonym ?? 'Subject'} – trichoscore`; }, [answer]);
  if (answer === null) return refusal === null ? <p role="status">Loading …</p> : <><h1>This subject cannot be shown</h1><Notice refusal={refusal} /></>;
  const { subject, study, areas, treatments, assessments, warnings } = answer;
  return (
    <>
      <p class="small"><a href={`/studies/${study.id}`} onClick={followLink}><bdi>{study.name}</bdi></a></p>
      <h1><bdi>{subject.pseudonym}</bdi></h1>
      {refusal !== null && <Notice refusal={refusal} />}
      {areas.length === 0 && <p class="quiet">Name the patch of skin, or the view of the head, that is photographed at every visit: for example “vertex, tattoo 3”, or “from above”.</p>}
      {areas.map((area) => <AreaSection key={area.id} area={area} treatments={treatments} warnings={warnings} onChanged={reload} />)}
      {mayRecord && <NameForm path={`/api/v1/subjects/${id}/target-areas`} field="name" label="New target area" button="Add target area" choice={areaKinds} onAdded={reload} />}
      <PatientAnswers subjectId={id} assessments={assessments} onChanged={reload} />
      <TreatmentLog subjectId={id} treatments={treatments} warnings={warnings} onChanged={reload} />
      <EraseForGood
        what="person" named={{ field: 'pseudonym', value: subject.pseudonym }} path={`/api/v1/subjects/${id}`} next={`/studies/${study.id}`}
        goes="Photographs, measurements, comparisons, treatments and answers of this person are erased for good; a photograph stays that a series or a blinded reading of another person holds, too."
      />
    </>
  );
}
