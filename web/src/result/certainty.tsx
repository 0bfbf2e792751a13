import type { VNode } from 'preact';
import type { ComparisonView } from '../../../src/report/view-model.js';
import { Sentences } from '../notice.js';
import { Chart } from './chart.js';

/** How sure the score is: the change with its interval, and the seven probabilities. */
export function Certainty({ comparison, chart, intervalName }: { comparison: ComparisonView; chart: string | null; intervalName: string }): VNode | null {
  const { change, score } = comparison;
  if (change === null) return null;
  return (
    <section aria-labelledby="certainty">
      <h2 id="certainty">How sure this is</h2>
      <div class="columns">
        <div><h3>Change and its {intervalName}</h3><Chart svg={chart} /><Sentences sentences={change.notes} /></div>
        {score !== null && (
          <div>
            <h3>Probability of each score</h3>
            <table class="probabilities">
              <thead><tr><th scope="col">Score</th><th scope="col" class="figure">Probability</th></tr></thead>
              <tbody>
                {[...score.probabilities].reverse().map(({ score: value, number, words, share, text }) => (
                  <tr key={number} class={value === score.supported ? 'chosen-row' : undefined}>
                    <th scope="row"><span class="score-number">{number}</span> {words}</th>
                    <td class="figure"><span class={`share-bar${value > 0 ? ' more' : value < 0 ? ' less' : ''}`} aria-hidden="true"><span style={{ width: `${100 * share}%` }} /></span> <span class="share-text">{text}</span></td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p>Probability of an increase of at least one step: <strong>{score.probabilityImproved}</strong>.</p>
          </div>
        )}
      </div>
    </section>
  );
}
