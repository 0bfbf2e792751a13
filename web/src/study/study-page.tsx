import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { StudyWithSubjects } from '../answers.js';
import { useMay } from '../account/session.js';
import { BeginReading } from '../reading/begin-reading.js';
import { followLink } from '../navigation.js';
import { Notice, Sentences } from '../notice.js';
import { ChangeStudy } from './change-study.js';
import { EraseForGood } from './erase-for-good.js';
import { NameForm } from './name-form.js';
import { SubjectList } from './subject-list.js';
import { useLoaded } from './use-loaded.js';

/** One study and its subjects. */
export function StudyPage({ id }: { id: string }): VNode {
  const { answer, refusal, reload } = useLoaded<StudyWithSubjects>(`/api/v1/studies/${id}`);
  const mayRecord = useMay('record'), mayPlan = useMay('plan');
  useEffect(() => { document.title = `${answer?.name ?? 'Study'} – trichoscore`; }, [answer]);
  return (
    <>
      <p class="small"><a href="/studies" onClick={followLink}>Studies</a></p>
      <h1><bdi>{answer?.name ?? 'Study'}</bdi></h1>
      {refusal !== null && <Notice refusal={refusal} />}
      {answer !== null && (
        <>
          {answer.name.startsWith('Sample study') && <Sentences sentences={['These four men are simulated: nobody’s photographs, and every hair of them is known.', 'Open one of them: the chart shows his terminal hair over 18 months, the marks below it his sessions of microneedling.', '“See the result and the photographs” compares a visit with the first one; “Correct the hairs” below a photograph changes what was counted.', 'The published series states no counts; these were chosen so that its scores come out: moderately to greatly increased, sustained at 18 months.']} />}
          {answer.archived_at !== null && <p class="quiet">This study is archived.</p>}
          <SubjectList subjects={answer.subjects} />
          {mayRecord && <NameForm path={`/api/v1/studies/${id}/subjects`} field="pseudonym" label="Pseudonym of the new subject (never a name)" button="Add subject" onAdded={reload} />}
          {mayPlan && <BeginReading study={id} />}
          {mayPlan && <ChangeStudy study={answer} onChanged={reload} />}
          <EraseForGood
            what="study" named={{ field: 'name', value: answer.name }} path={`/api/v1/studies/${id}`} next="/studies"
            goes="Everybody in this study is erased for good: photographs, measurements, comparisons, treatments and answers, and its blinded readings. A photograph stays that another study holds, too."
          />
        </>
      )}
    </>
  );
}
