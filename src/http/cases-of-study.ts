import type { ComparisonRequest } from '../jobs/comparison-request.js';
import { findPhotograph } from '../study/photographs.js';
import type { NewCase } from '../study/reading/readings.js';
import { type KnownScale, scaleOfField, scalesOfPair } from '../study/reading/scales-of-pair.js';
import type { StudyStore } from '../study/study-store.js';
import { findStudy, findSubject } from '../study/subjects.js';
import type { TimepointRow } from '../study/tables/study-rows.js';

type Calibration = ComparisonRequest['baseline']['calibration'];

/** Every later visit of every area with the area's first, or the last visits only. A visit of a study in the application is called by its day. */
export async function casesOfStudy(store: StudyStore, studyId: string, visits: 'all' | 'last'): Promise<NewCase[]> {
  const study = await findStudy(store, studyId), cases: NewCase[] = [];
  for (const { id } of study?.subjects ?? []) {
    const file = await findSubject(store, id);
    for (const { name: targetArea, kind, timepoints: [baseline, ...followUps] } of file?.areas ?? []) {
      if (baseline === undefined) continue;
      for (const followUp of visits === 'last' ? followUps.slice(-1) : followUps) {
        const [before, after] = scalesOfPair(await scaleOf(store, baseline), await scaleOf(store, followUp));
        cases.push({
          subject: file!.subject.pseudonym, arm: '', target_area: targetArea, view: '', visit: followUp.date, date: followUp.date,
          baseline_photograph: baseline.photograph, follow_up_photograph: followUp.photograph,
          // An area is one of close-ups where nobody says otherwise, and a scale proves none: faces are not to be shown for either.
          kind: kind === 'global' ? kind : 'auto',
          baseline_um_per_px: before, follow_up_um_per_px: after,
        });
      }
    }
  }
  return cases;
}

async function scaleOf(store: StudyStore, { calibration, photograph }: TimepointRow): Promise<KnownScale> {
  const asked = calibration === null ? null : JSON.parse(calibration) as Calibration;
  return asked?.method === 'fieldWidth' ? scaleOfField(asked.millimetres, (await findPhotograph(store, photograph))!) : { micrometresPerPixel: saidOutright(asked), fieldOf: null };
}

/** µm per pixel where the calibration says it outright; null where it would have to be read off the picture. */
function saidOutright(asked: Calibration): number | null {
  if (asked?.method === 'given') return asked.micrometresPerPixel;
  if (asked?.method === 'device') return asked.preset.umPerPx;
  if (asked?.method === 'twoPoint') return (1000 * asked.millimetres) / Math.hypot(asked.to.row - asked.from.row, asked.to.column - asked.from.column);
  return null;
}
