import type { VNode } from 'preact';
import { densityStrength } from '../../../src/report/charts/density-strength.js';
import type { ComparisonCharts } from '../../../src/report/draw-charts.js';
import type { ComparisonView } from '../../../src/report/view-model.js';
import { Sentences } from '../notice.js';
import { Chart } from './chart.js';

/** What the two photographs of a head differ in besides hair; nothing for close-ups. */
export function Conditions({ conditions }: Pick<ComparisonView, 'conditions'>): VNode | null {
  if (conditions.length === 0) return null;
  return (
    <section aria-labelledby="conditions">
      <h2 id="conditions">How alike the photographs are</h2>
      <ul class="checks columns">
        {conditions.map(({ name, passed, message }) => <li key={name} class={passed ? 'passed' : 'failed'}><span class="mark" aria-hidden="true">{passed ? '✓' : '!'}</span><span><strong>{name}</strong>{passed ? '' : ' differs'}: {message}</span></li>)}
      </ul>
    </section>
  );
}

/** Where hair stands densely and where sparsely, before and after; nothing for heads. */
export function Density({ density, charts, names }: Pick<ComparisonView, 'density'> & { charts: ComparisonCharts['density']; names: readonly [string, string] }): VNode | null {
  if (density === null) return null;
  return (
    <section aria-labelledby="density">
      <h2 id="density">Where the hair stands</h2>
      {density.state === 'notShown' ? <p>No map. {density.reason}</p> : charts !== null && (
        <>
          <div class="pair density-pair">{[charts.before, charts.after].map((map, at) => <figure key={at}><Chart svg={map} /><figcaption><strong><bdi>{names[at]}</bdi></strong></figcaption></figure>)}</div>
          <ul class="density-key" aria-label="Hairs per cm²"><li class="quiet" aria-hidden="true">hairs per cm²:</li>{density.key.map((words, step) => <li key={words}><span class="density-swatch"><span style={{ opacity: densityStrength(step, density.key.length) }} /></span>{words}</li>)}</ul>
          <Sentences sentences={density.sentences} />
        </>
      )}
    </section>
  );
}

/** Hair thickness before and after; nothing for heads. */
export function Diameters({ diameters, chart }: Pick<ComparisonView, 'diameters'> & { chart: string | null }): VNode | null {
  if (diameters === null) return null;
  return (
    <section aria-labelledby="diameters">
      <h2 id="diameters">Thickness of the hairs</h2>
      {diameters.state === 'notShown' ? <p>Not given. {diameters.reason}</p> : <div class="columns"><Chart svg={chart} /><div>{diameters.sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}</div></div>}
    </section>
  );
}
