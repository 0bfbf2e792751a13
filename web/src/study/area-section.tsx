import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { computedScoreSentence, provisionalScoreSentence } from '../../../src/report/view/terms.js';
import type { LoggedTreatment, TreatmentWarning } from '../../../src/study/treatment-warnings.js';
import type { Refusal, SubjectArea } from '../answers.js';
import { useMay } from '../account/session.js';
import { send } from '../api.js';
import { numberFormats, writeDay } from '../locale.js';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { StoredPicture } from '../stored-picture.js';
import { useSending } from '../use-sending.js';
import { AddPhotograph } from './add-photograph.js';
import { askReason } from './ask-reason.js';
import { ChangeRegion } from './change-region.js';
import { dayDoubt } from './day-doubt.js';
import { HowFar } from './how-far.js';
import { isBeingMeasured } from './is-being-measured.js';
import { joinedPoints } from './joined-points.js';
import { scaleWords } from './scale-words.js';
import { Timeline } from './timeline.js';

interface Props { area: SubjectArea; treatments: readonly LoggedTreatment[]; warnings: readonly TreatmentWarning[]; onChanged: () => void }

/** One target area: its values over time, its visits, and the next photograph. */
export function AreaSection({ area, treatments, warnings, onChanged }: Props): VNode {
  const { sending, refusal, attempt } = useSending();
  const { comparison, done, timepoints, series } = area, { number, range, significant } = numberFormats;
  const mayRecord = useMay('record'), mayCompare = useMay('compare');
  const working = isBeingMeasured(comparison), heading = useRef<HTMLHeadingElement>(null);
  const hasRefused = timepoints.some(({ refusal: refused }) => refused !== null);
  const joined = joinedPoints(timepoints), alone = timepoints.filter((visit) => visit.value !== null && !joined.includes(visit));

  const change = (act: () => Promise<unknown>): Promise<void> => attempt(async () => {
    await act();
    onChanged();
  });
  const [removed, setRemoved] = useState('');
  const remove = (id: string, date: string) => (): void => {
    const reason = askReason('Why is this photograph taken out of the series?');
    if (reason === null) return;
    void change(async () => {
      await send('DELETE', `/api/v1/timepoints/${id}`, { reason });
      // The row is gone, and the focus with it.
      heading.current?.focus();
      setRemoved(`Taken out: the photograph of ${writeDay(date)}.`);
    });
  };
  return (
    <section aria-labelledby={`area-${area.id}`}>
      <h2 id={`area-${area.id}`} ref={heading} tabIndex={-1}><bdi>{area.name}</bdi></h2>
      <p role="status" class="for-ears">{removed}</p>
      {area.kind === 'global' && <p class="quiet">Photographs of the whole head: the share of the scalp that hair covers is measured, and faces are covered.</p>}
      {series !== null && (
        <div class="scroll" tabIndex={0} role="group" aria-label={`${area.name} over time`}>
          <Timeline timepoints={timepoints} treatments={treatments} title={series.title} unit={series.unit} />
          {alone.length > 0 && <p class="quiet small">Cannot be compared with the baseline, so no line leads there: {alone.map(({ date }) => writeDay(date)).join(', ')}.</p>}
        </div>
      )}
      {timepoints.length > 0 && (
        <div class="scroll" tabIndex={0} role="group" aria-label={`Visits of ${area.name}`}>
          <table class="stacked">
            <thead><tr><th scope="col">Visit</th><th scope="col">Photograph</th><th scope="col" class="figure">{series === null ? 'Value' : `${series.title}, ${series.unit}`}</th><th scope="col">Computed score</th><th scope="col" class="figure">Change</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
            <tbody>
              {timepoints.map(({ id, date, name, picture, calibration, value, score, words, refusal: refused, change, interval, isCorrected }, at) => (
                <tr key={id}>
                  <th scope="row" class="date">{writeDay(date)}{at === 0 && <><br /><span class="quiet small">baseline</span></>}</th>
                  <td class="visit-photograph"><StoredPicture key={picture} thumb address={picture} alt="" /><span class="small"><bdi>{name}</bdi>{area.kind !== 'global' && <><br /><span class="quiet">{scaleWords(calibration, (value) => significant(value, 4))}</span></>}</span>{dayDoubt(date) !== null && <p class="small"><span class="warning-mark" aria-hidden="true">! </span>{dayDoubt(date)} Take the photograph out then, and add it with its day.</p>}{warnings.filter(({ about }) => about === id).map(({ message }) => <p key={message} class="small"><span class="warning-mark" aria-hidden="true">! </span>{numberFormats.rewrite(message)}</p>)}</td>
                  <td class="figure" data-label={series === null ? 'Value' : `${series.title}, ${series.unit}`}>{value === null ? '–' : number(value.value)}{value?.interval != null && <><br /><span class="quiet small">{range(value.interval)}</span></>}{isCorrected && <><br /><span class="quiet small">corrected by a person</span></>}</td>
                  <td data-label="Computed score">{score === null ? '' : `${score} `}{words}{refused !== null && <p class="small"><span class="warning-mark" aria-hidden="true">! </span>{numberFormats.rewrite(refused.message)} {refused.hint} To try again, take the photograph out and add it anew.</p>}</td>
                  <td class="figure" data-label="Change">{change ?? '–'}{interval !== null && <><br /><span class="quiet small">{interval}</span></>}</td>
                  <td>{mayRecord && <button type="button" class="quiet-button" disabled={sending} onClick={remove(id, date)}>Remove<span class="for-ears"> {writeDay(date)}</span></button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {area.kind !== 'global' && timepoints.some(({ change }) => change !== null) && <p class="quiet small">Densities are those of each photograph whole. Changes and scores are of the skin that a photograph shares with the first one, where the two could be laid over one another.</p>}
      {timepoints.some(({ score }) => score !== null) && <p class="quiet small">Scores: {computedScoreSentence.charAt(0).toLowerCase()}{computedScoreSentence.slice(1)}{area.kind === 'global' && ` ${provisionalScoreSentence}`}</p>}
      {comparison?.error != null && !isSaidOfVisit(comparison.error, timepoints) && <Notice refusal={comparison.error} />}
      {refusal !== null && <Notice refusal={refusal} />}
      {timepoints.length === 1 && <p class="quiet">The next visit’s photograph makes a comparison possible.</p>}
      {working && <HowFar of={comparison!} />}
      {done !== null && <p><a class={comparison?.state === 'done' ? 'button' : undefined} href={`/comparisons/${done.id}`} onClick={followLink}>See the result and the photographs</a>{done.without.length > 0 && <><br /><span class="quiet small">Without {done.without.length === 1 ? 'the photograph' : 'the photographs'} of {done.without.map((day) => writeDay(day)).join(', ')}.</span></>}</p>}
      {timepoints.length > 1 && !working && mayCompare && comparison?.state !== 'done' && (
        <p><button type="button" class="main-button" disabled={sending} onClick={() => { void change(() => send('POST', `/api/v1/target-areas/${area.id}/comparison`, {})).then(() => heading.current?.focus()); }}>{hasRefused && timepoints.some(({ refusal: refused }, at) => at > 0 && refused === null) ? 'Measure and compare the others' : 'Measure and compare'}</button></p>
      )}
      {mayRecord && area.kind === 'global' && timepoints.length > 0 && <ChangeRegion first={timepoints[0]!} onChanged={onChanged} />}
      {mayRecord && <AddPhotograph area={area} onAdded={onChanged} />}
    </section>
  );
}

/** Whether a comparison failed over a photograph that the list of visits gives the reason of. */
function isSaidOfVisit({ photograph }: Refusal, timepoints: SubjectArea['timepoints']): boolean {
  return photograph !== undefined && timepoints.some(({ refusal }) => refusal?.message === photograph.message);
}
