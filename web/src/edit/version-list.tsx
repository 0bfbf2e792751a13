import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { MeasurementVersions, Refusal } from '../answers.js';
import { saveCorrection, toRefusal } from '../api.js';
import { numberFormats, writeMoment } from '../locale.js';
import { goTo } from '../navigation.js';
import { Notice } from '../notice.js';
import { askReason } from '../study/ask-reason.js';
import { mayLeave, nothingUnsaved } from '../unsaved.js';

type Version = MeasurementVersions['versions'][number];

/** Every version with who, when and why. A former one holds again as a new version; nothing is lost. */
export function VersionList({ comparison, versions: { photograph, newest, versions } }: { comparison: string; versions: MeasurementVersions }): VNode {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const restore = (version: number) => async (): Promise<void> => {
    if (!mayLeave()) return;
    const reason = askReason(`Why shall version ${version} hold again?`);
    if (reason === null) return;
    try {
      const saved = await saveCorrection(comparison, newest, { photograph, reason, restore: version });
      nothingUnsaved();
      goTo(`/comparisons/${saved.comparison.id}`);
    } catch (error) {
      setRefusal(toRefusal(error));
    }
  };
  return (
    <section aria-labelledby="versions">
      <h2 id="versions">Versions</h2>
      <div class="scroll" tabIndex={0} role="group" aria-label="Versions of this measurement">
        <table>
          <thead><tr><th scope="col">Version</th><th scope="col">What was done</th><th scope="col">Reason</th><th scope="col" class="figure">Hairs</th><th scope="col" class="figure">per cm²</th><th scope="col"><span class="for-ears">Actions</span></th></tr></thead>
          <tbody>
            {[...versions].reverse().map((entry) => (
              <tr key={entry.version}>
                <th scope="row">{entry.version}{entry.version === newest && <span class="quiet small"> holds now</span>}</th>
                <td>{describeVersion(entry)}{entry.madeAt !== null && <><br /><span class="quiet small"><bdi>{entry.madeBy}</bdi>, {writeMoment(entry.madeAt)}</span></>}</td>
                <td><bdi>{entry.reason ?? ''}</bdi></td>
                <td class="figure">{entry.measurements.hairCount ?? '–'}</td><td class="figure">{entry.measurements.densityPerCm2 === null ? '–' : numberFormats.number(entry.measurements.densityPerCm2)}</td>
                <td>{entry.version !== newest && <button type="button" class="quiet-button" onClick={() => { void restore(entry.version)(); }}>Let it hold again<span class="for-ears"> (version {entry.version})</span></button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {refusal !== null && <Notice refusal={refusal} />}
    </section>
  );
}

function describeVersion({ version, restores, correction: { removed, drawn, area } }: Version): string {
  if (version === 1) return 'measured by the program';
  if (restores !== null) return `version ${restores} again`;
  return [`${removed.length} taken out`, `${drawn.length} drawn`, ...(area === null ? [] : ['area moved'])].join(', ');
}
