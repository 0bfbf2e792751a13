import type { VNode } from 'preact';
import { Notice } from '../notice.js';
import { useSavedLinks } from '../use-saved-links.js';

/** The reports of a comparison, to be saved. @param reportAt  Where each is. */
export function ReportLinks({ reportAt }: { reportAt: (form: 'pdf' | 'html', length: 'full' | 'short') => string }): VNode {
  const { sending, refusal, save } = useSavedLinks();
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
