import type { VNode } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { TimepointResult } from '../../../src/domain/result.js';
import type { Comparison, MeasurementVersions, Refusal } from '../answers.js';
import { SessionContext } from '../account/session.js';
import { read, readComparison } from '../api.js';
import { followLink } from '../navigation.js';
import { Notice } from '../notice.js';
import { askUntilAnswered } from '../study/ask-until-answered.js';
import { HairEditor } from './hair-editor.js';

interface Loaded { comparison: Comparison; versions: MeasurementVersions; automatic: TimepointResult }

/** One photograph of a comparison, to correct what was measured on it. */
export function EditPage({ id, photograph }: { id: string; photograph: number }): VNode {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => { document.title = 'Correct the hairs – trichoscore'; }, []);
  const session = useContext(SessionContext);
  useEffect(() => {
    // After signing in again, what is being corrected stays.
    if (loaded !== null) return;
    const path = `/api/v1/comparisons/${id}`;
    const ask = () => Promise.all([readComparison(id), read<MeasurementVersions>(`${path}/corrections?photograph=${photograph}`), read<TimepointResult>(`${path}/measurement?photograph=${photograph}`)]);
    return askUntilAnswered(ask, ([comparison, versions, automatic]) => { setLoaded({ comparison, versions, automatic }); setRefusal(null); }, setRefusal);
  }, [id, photograph, session]);

  const back = <p class="small"><a href={`/comparisons/${id}`} onClick={followLink}>Back to the result</a></p>;
  if (refusal !== null) return <>{back}<h1>These hairs cannot be corrected</h1><Notice refusal={refusal} /></>;
  if (loaded === null) return <p role="status">Loading …</p>;
  const { comparison, versions, automatic } = loaded, visit = comparison.view?.visits[photograph]?.name ?? '';
  return (
    <>
      {back}
      <h1>Correct the hairs: <bdi>{visit}</bdi></h1>
      <p class="lead">What you change is kept as a new version, with your reason. What the program measured by itself stays beside it.</p>
      <HairEditor comparison={id} photograph={photograph} versions={versions} automatic={automatic} />
    </>
  );
}
