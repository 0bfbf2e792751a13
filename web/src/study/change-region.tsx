import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Photograph, SubjectTimepoint } from '../answers.js';
import { RefusedRequest, send, toRefusal } from '../api.js';
import { regionMarksOf } from '../compare/former-request.js';
import { regionOf, regionProblem } from '../compare/region.js';
import { RegionChoice } from '../compare/region-choice.js';
import { Notice } from '../notice.js';
import { useUnsaved } from '../unsaved.js';
import { useSending } from '../use-sending.js';
import { askReason } from './ask-reason.js';
import { useLoaded } from './use-loaded.js';

interface Props { first: SubjectTimepoint; onChanged: () => void }

/** Where hair is measured on a head, drawn anew on its first photograph; the later ones follow it. */
export function ChangeRegion({ first, onChanged }: Props): VNode {
  // What was drawn stays when it is folded away.
  const [wasOpened, setOpened] = useState(false);
  return (
    <details class="extras" onToggle={(event) => { if (event.currentTarget.open) setOpened(true); }}>
      <summary>Change where hair is measured</summary>
      {wasOpened && <RegionForm key={first.id} first={first} onChanged={onChanged} />}
    </details>
  );
}

function RegionForm({ first, onChanged }: Props): VNode {
  const [region, setRegion] = useState(regionMarksOf(first.region)), [kept, setKept] = useState(region);
  useUnsaved(JSON.stringify(region) !== JSON.stringify(kept), 'The region that was drawn is not kept yet. Leave the page without it?');
  // What the drawing began with; another tab or another person may have drawn another one since, and nothing is written over it unseen.
  const [seen, setSeen] = useState(first.region), [told, setTold] = useState(false);
  const { answer: photograph, refusal: notLoaded } = useLoaded<Photograph>(`/api/v1/photographs/${first.photograph}`);
  const { sending, refusal, setRefusal, attempt } = useSending();
  const save = (): void => {
    const problem = regionProblem(region);
    if (problem !== null) return setRefusal({ code: '', message: problem, hint: '' });
    const reason = askReason('Why is hair to be measured elsewhere?');
    if (reason === null) return;
    void attempt(async () => {
      const drawn = region.shape === 'scalp' ? null : regionOf(region);
      try {
        await send('PUT', `/api/v1/timepoints/${first.id}/region`, { region: drawn, reason, seen: told ? first.region : seen });
      } catch (error) {
        const refused = toRefusal(error);
        if (refused.code !== 'request.outdated') throw error;
        setTold(true);
        onChanged();
        throw new RefusedRequest({ ...refused, hint: 'Keep yours once more to replace it, or load the page again to see it; both stay in the audit trail.' }, false);
      }
      setSeen(drawn);
      setKept(region);
      setTold(false);
      onChanged();
    });
  };
  return (
    <>
      <RegionChoice name="of the first visit" photograph={photograph} region={region} onRegion={setRegion} />
      <p class="quiet small">It is carried to the photographs of the later visits, and all of them are measured anew. What was measured before stays in its results.</p>
      <p><button type="button" disabled={sending} onClick={save}>Keep this region</button></p>
      {(refusal ?? notLoaded) !== null && <Notice refusal={(refusal ?? notLoaded)!} />}
    </>
  );
}
