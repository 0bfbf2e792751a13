import type { VNode } from 'preact';

/** A chart that the service drew, the same as in the reports. Its text was escaped where it was drawn. */
export function Chart({ svg }: { svg: string | null }): VNode | null {
  return svg === null ? null : <div class="chart-frame" dangerouslySetInnerHTML={{ __html: svg }} />;
}
