import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { exitCodes } from './exit-codes.js';
import { resolveDataFolder } from './options/data-folder.js';
import { refuseInstallation } from './options/shared-store.js';
import { printMessage, printText } from './output.js';
import { layOutTable } from './text/table.js';

interface SampleOptions { data?: string; quick?: boolean }

const webFolder = fileURLToPath(new URL('../web', import.meta.url));
const pollMs = 500;

/** `trichoscore sample`: a study of simulated men in the application, measured and ready to be looked at. */
export function addSampleCommand(program: Command): void {
  program.command('sample')
    .summary('add a sample study to the application')
    .description('Adds a study of four simulated men to the data folder of the application: microneedling beside finasteride and minoxidil, photographs at 0, 6, 12 and 26 weeks and 18 months, as in the case series that the treatment log comes from. Photographs are rendered, measured and compared; that takes a few minutes. The application must be closed; when it is open, its first page offers the same.')
    .option('--data <folder>', 'data folder of the application (default: trichoscore-data in your home folder)')
    .option('--quick', 'one man with two small photographs; takes seconds')
    .action(async (options: SampleOptions) => { process.exitCode = await addSample(options, program.version()!); });
}

async function addSample({ data, quick = false }: SampleOptions, version: string): Promise<number> {
  refuseInstallation(data, 'This command adds the sample study to a data folder of one machine, not to what several machines share.', 'The first page of the application offers the same.');
  const began = performance.now(), seconds = (): string => `${Math.round((performance.now() - began) / 1000)} s`;
  const [{ openApplication }, { startSampleStudy }, { findComparison }, { buildReportView }, { localPerson }] = await Promise.all([
    import('../http/open-application.js'), import('../http/sample-study.js'), import('../study/comparisons.js'), import('../report/view-model.js'), import('../study/person.js'),
  ]);
  const application = await openApplication({ dataFolder: resolveDataFolder(data), webFolder, version });
  try {
    const { comparisons } = await startSampleStudy(application.dependencies, localPerson, quick, ({ man, done, of }) => printMessage(`Photographing ${man} (${done + 1} of ${of}) …`));
    const rows: string[][] = [];
    for (const { pseudonym, id } of comparisons) {
      printMessage(`Measuring ${pseudonym} (${seconds()} so far) …`);
      let found = await findComparison(application.store, id);
      while (found?.state === 'queued' || found?.state === 'running') {
        await new Promise((resolve) => { setTimeout(resolve, pollMs); });
        found = await findComparison(application.store, id);
      }
      if (found?.result == null) rows.push([pseudonym, '', found?.error?.message ?? 'not measured', '']);
      else {
        const dates = found.result.followUps.map((_, at) => (found.request as { followUps: { date: string }[] }).followUps[at]!.date);
        const { comparisons: visits } = buildReportView(found.result, { generatedAt: null });
        for (const { followUp, score, change } of [...visits].sort((a, b) => a.followUp - b.followUp)) rows.push([pseudonym, dates[followUp]!, score === null ? 'no score' : `${score.number} ${score.words}`, change?.percent ?? '']);
      }
    }
    await printText(`${layOutTable([['Subject', 'Visit', 'Score', 'Change'], ...rows], ['left', 'left', 'left', 'right']).join('\n')}\n\nThe sample study is ready after ${seconds()}. Open it with: trichoscore serve\n`);
    return exitCodes.allMeasured;
  } finally {
    await application.close();
  }
}
