import { describe, expect, it } from 'vitest';
import { closeBatchPage, openBatchPage } from '../../src/batch/output/report-page.js';
import { createRandom } from '../../src/phantom/random.js';
import { renderTrialReport } from '../../src/report/trial/render-trial-report.js';
import { analyseTrial } from '../../src/trial/analyse-trial.js';
import { defaultPlan, simulateTrial } from '../../src/trial/simulate-trial.js';

const clinic = { clinicName: 'Hair <Clinic>', clinicAddress: '1 Harbour Street', clinicLogo: { png: Uint8Array.of(0x89, 0x50, 0x4e, 0x47), widthPx: 120, heightPx: 40 } };
const facts = { manifestName: 'visits.csv', rows: 2, measured: 2, failed: 0, unfit: 0, compared: 1, refused: 0, repeated: [], methodVersion: '1', terminalThresholdUm: 40 };
const head = (page: string): string => page.slice(page.indexOf('<header>'), page.indexOf('</header>'));

describe('the reports of a batch and of a trial', () => {
  const trial = analyseTrial(simulateTrial({ ...defaultPlan, arms: [{ arm: 'placebo', subjects: 6, effect: 0 }, { arm: 'drug', subjects: 6, effect: 20 }] }, createRandom(1)).data);
  const pages = (whose: typeof clinic | undefined): string[] => [
    openBatchPage(facts, { failures: [], failedComparisons: [] }, [], whose) + closeBatchPage(0), renderTrialReport(trial, whose === undefined ? {} : { clinic: whose }),
  ];

  it('carry name, address and logo of the clinic as those of a patient do', () => {
    for (const page of pages(clinic)) {
      expect(head(page)).toContain('<strong><bdi>Hair &lt;Clinic&gt;</bdi></strong><span><bdi>1 Harbour Street</bdi></span>');
      expect(head(page)).toContain('<img src="data:image/png;base64,iVBORw==" width="120" height="40" alt="">');
      expect(page).toContain('img-src data:');
    }
  });

  it('have no letterhead where nobody gave one', () => {
    for (const page of pages(undefined)) expect(head(page)).not.toContain('class="letterhead"');
  });
});
