import type { VNode } from 'preact';
import { saveFile } from '../api.js';
import { Notice } from '../notice.js';
import { useSending } from '../use-sending.js';

/** The reports of a comparison, to be saved. @param reportAt  Where each is. */
export function ReportLinks({ reportAt }: { reportAt: (form: 'pdf' | 'html', length: 'full' | 'short') => string }): VNode {
  const { sending, refusal, attempt } = useSending();
  const save = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    const { href } = event.currentTarget as HTMLAnchorElement;
    void attempt(() => saveFile(href));
  };
  return (
    <div class="downloads">
      <a class="button" href={reportAt('pdf', 'full')} download onClick={save}>Report as PDF</a>
      <a class="button" href={reportAt('html', 'full')} download onClick={save}>Report as page</a>
      <span class="downloads-more">For the patient, on one page: <a href={reportAt('pdf', 'short')} download onClick={save}>PDF<span class="for-ears"> for the patient</span></a>, <a href={reportAt('html', 'short')} download onClick={save}>page<span class="for-ears"> for the patient</span></a></span>
      <span role="status" class="downloads-more quiet">{sending ? 'The report is being written …' : ''}</span>
      {refusal !== null && <Notice refusal={refusal} />}
    </div>
  );
}
