import type { VNode } from 'preact';
import { computedScoreSentence } from '../../../src/report/view/terms.js';
import type { ComparisonView } from '../../../src/report/view-model.js';
import { Sentences } from '../notice.js';
import { Chart } from './chart.js';

/** The answer: the score in words and as a number, or why there is none. */
export function Verdict({ comparison, strip }: { comparison: ComparisonView; strip: string | null }): VNode {
  const { score, change, reasons, warnings } = comparison;
  const care = warnings.length === 0 ? null : <div class="care"><p><strong>Read with care</strong></p><Sentences sentences={warnings} /></div>;
  if (score === null) {
    const compared = change !== null;
    return (
      <section class="result">
        <p class="verdict"><span class="verdict-words">{compared ? 'No score' : 'Cannot be compared'}</span></p>
        <div class="care"><p><strong>{compared ? 'Why there is no score' : 'Why they cannot be compared'}</strong></p><Sentences sentences={reasons} /></div>
        {care}
        {compared && <p>{change.sentence}</p>}
      </section>
    );
  }
  return (
    <section class="result">
      <p class="verdict"><span class="verdict-number">{score.number}</span> <span class="verdict-words">{score.words}</span></p>
      <div class="columns">
        <div><p class="patient">{score.patientSentence}</p><Chart svg={strip} /></div>
        <div>{score.clinicianSentences.map((sentence) => <p key={sentence}>{sentence}</p>)}<p class="quiet small">{computedScoreSentence}</p>{care}</div>
      </div>
    </section>
  );
}
