import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { TimepointResult } from '../../../src/domain/result.js';
import type { Comparison } from '../answers.js';
import { useMay } from '../account/session.js';
import { askForComparison } from '../api.js';
import { focusHeading } from '../heading-focus.js';
import { inOwnFormat, paper } from '../locale.js';
import { followLink, goTo } from '../navigation.js';
import { Notice, Sentences } from '../notice.js';
import { HowFar } from '../study/how-far.js';
import { isBeingMeasured } from '../study/is-being-measured.js';
import { useLoaded } from '../study/use-loaded.js';
import { useSending } from '../use-sending.js';
import { Viewer } from '../viewer/viewer.js';
import { Certainty } from './certainty.js';
import { Conditions, Density, Diameters } from './hair-evidence.js';
import { HowMeasured } from './how-measured.js';
import { MeasurementTable } from './measurement-table.js';
import { PhotographChecks } from './photograph-checks.js';
import { ReportLinks } from './report-links.js';
import { Verdict } from './verdict.js';

/** One comparison: how far it is, then what came out. */
export function ResultPage({ id }: { id: string }): VNode {
  const { answer: comparison, refusal, reload } = useLoaded<Comparison>(`/api/v1/comparisons/${id}?${inOwnFormat}`, isBeingMeasured);
  const { sending, refusal: notAgain, attempt } = useSending();
  const [followUpShown, setFollowUpShown] = useState<number | null>(null);
  const mayCorrect = useMay('correct'), mayCompare = useMay('compare');

  const isDone = comparison?.state === 'done', title = comparison === null ? (refusal === null ? 'Loading' : 'Cannot be shown') : isDone ? 'Result' : comparison.state === 'failed' ? 'Not measured' : 'Measuring';
  useEffect(() => {
    document.title = `${title} – trichoscore`;
    // The heading that said “Measuring” is gone, and the focus with it.
    if (isDone && document.activeElement === document.body) focusHeading();
  }, [isDone, title]);

  const again = (request: Comparison['request']): Promise<void> => attempt(async () => {
    const { id: anew } = await askForComparison(request);
    // Asked again after the program got another method it is another comparison.
    if (anew === id) reload();
    else goTo(`/comparisons/${anew}`);
  });

  const measureAsHeads = (request: Comparison['request']): Promise<void> => attempt(async () => {
    const { id: asHeads } = await askForComparison(toHeads(request));
    goTo(`/comparisons/${asHeads}`);
  });

  if (comparison === null) return refusal === null ? <p role="status">Loading …</p> : <><h1>This comparison cannot be shown</h1><Notice refusal={refusal} /><NewComparison /></>;
  const unanswered = refusal === null ? null : <Notice refusal={refusal} />;
  if (comparison.state === 'failed') {
    return <><h1>Not measured</h1>{comparison.error !== null && <Notice refusal={comparison.error} />}{mayCompare && <p>{canBeHeads(comparison) && <><button type="button" disabled={sending} onClick={() => { void measureAsHeads(comparison.request); }}>Measure both as photographs of heads</button>{' '}</>}<button type="button" class="quiet-button" disabled={sending} onClick={() => { void again(comparison.request); }}>Try again</button></p>}{notAgain !== null && <Notice refusal={notAgain} />}{unanswered}<NewComparison from={comparison} /></>;
  }
  if (comparison.view === null || comparison.result === null || comparison.charts === null) return <><h1>Measuring</h1><HowFar of={comparison} /><p class="quiet">This takes some seconds a photograph. You may leave this page; its address brings you back, also after a restart of the program.</p>{unanswered}</>;

  const { view, result, charts } = comparison;
  const place = Math.max(0, view.comparisons.findIndex(({ followUp }) => followUp === followUpShown));
  const shown = view.comparisons[place]!;
  const names = [view.visits[0]!.name, shown.visit.name] as const;
  const reportAt = (form: 'pdf' | 'html', length: 'full' | 'short'): string => `/api/v1/comparisons/${id}/report.${form}?${inOwnFormat}&paper=${comparison.paper ?? paper}&length=${length}`;
  return (
    <>
      <div class="title-row">
        <h1>Result</h1>
        <ReportLinks reportAt={reportAt} />
      </div>
      {unanswered}
      <dl class="facts">{[...(view.letterhead?.name == null ? [] : [{ label: 'Clinic', value: view.letterhead.name }]), ...view.facts].map(({ label, value }) => <div key={label}><dt><bdi>{label}</bdi></dt><dd><bdi>{value}</bdi></dd></div>)}</dl>
      {view.comparisons.length > 1 && (
        <label class="visit-choice">Visit
          <select value={shown.followUp} onChange={(event) => setFollowUpShown(Number(event.currentTarget.value))}>
            {view.comparisons.map(({ followUp, visit }) => <option key={followUp} value={followUp}>{visit.name}{visit.date === null ? '' : `, ${visit.date}`}</option>)}
          </select>
        </label>
      )}
      {(comparison.related.automatic !== null || comparison.related.newest !== null) && (
        <p class="versions">
          {comparison.related.automatic !== null && <a href={`/comparisons/${comparison.related.automatic}`} onClick={followLink}>What the program found alone</a>}
          {comparison.related.newest !== null && <a href={`/comparisons/${comparison.related.newest}`} onClick={followLink}>As it was last corrected</a>}
        </p>
      )}
      <Verdict comparison={shown} strip={charts.comparisons[place]!.scaleStrip} />
      {shown.change === null && isOwn(comparison) && <p><ChangeAndCompare from={comparison} /></p>}
      <section aria-labelledby="photographs"><h2 id="photographs">Before and after</h2><Viewer key={shown.followUp} baseline={result.baseline} followUp={result.followUps[shown.followUp]!} visitNames={names} corrections={mayCorrect ? [correctionPath(id, 0, result.baseline), correctionPath(id, shown.followUp + 1, result.followUps[shown.followUp]!.measurement)] : [null, null]} /></section>
      <Certainty comparison={shown} chart={charts.comparisons[place]!.changeInterval} intervalName={view.intervalName} />
      <section aria-labelledby="measurements"><h2 id="measurements">Measurements</h2><MeasurementTable table={shown.measurements} names={names} intervalName={view.intervalName} /></section>
      <Conditions conditions={shown.conditions} />
      <Density density={shown.density} charts={charts.comparisons[place]!.density} names={names} />
      <Diameters diameters={shown.diameters} chart={charts.comparisons[place]!.diameters} />
      <PhotographChecks view={view} />
      <HowMeasured method={view.method} />
      <section aria-labelledby="limits"><h2 id="limits">What this is not</h2><Sentences sentences={view.limits} /></section>
      <NewComparison from={comparison} />
    </>
  );
}

/** Whether photographs were given as close-ups that show heads; visits of a study keep what their area is photographed as. */
function canBeHeads({ error, request }: Comparison): boolean {
  return error?.code === 'photo.kindContradicted' && request.options?.kind !== 'global' && request.holder?.startsWith('study:') !== true;
}

/** The same photographs as heads, which have no scale. */
function toHeads({ baseline, followUps, options, ...rest }: Comparison['request']): Comparison['request'] {
  const head = <Entry extends typeof baseline>(entry: Entry): Entry => ({ ...entry, calibration: null });
  return { ...rest, baseline: head(baseline), followUps: followUps.map(head), options: { ...options, kind: 'global' } };
}

/** Where the hairs of a photograph can be corrected; heads show none. */
function correctionPath(id: string, photograph: number, { kind }: TimepointResult): string | null {
  return kind === 'closeup' ? `/comparisons/${id}/photographs/${photograph}` : null;
}

/** @param from  A comparison of which something may have to be changed: a scale, a day, a photograph. Visits of a study are changed there. */
function NewComparison({ from }: { from?: Comparison }): VNode | null {
  if (!useMay('compare')) return null;
  return <p class="versions">{from !== undefined && isOwn(from) && <ChangeAndCompare from={from} />}<a href="/" onClick={followLink}>Compare two other photographs</a></p>;
}

function isOwn({ request }: Comparison): boolean {
  return request.followUps.length === 1 && request.holder?.startsWith('study:') !== true;
}

function ChangeAndCompare({ from }: { from: Comparison }): VNode | null {
  return useMay('compare') ? <a href={`/?again=${from.id}`} onClick={followLink}>Change the scale or a photograph, and compare again</a> : null;
}
