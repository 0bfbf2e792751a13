import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { AnalysisError } from '../../errors.js';
import type { ReportOptions } from '../../index.js';

interface LookOptions { report?: string; short?: boolean; paper?: string; clinicAddress?: string; clinicLogo?: string }

/**
 * How the report looks, and whose it is.
 * @throws AnalysisError `usage.invalid` for what no report is asked for with or no such report has; `photo.*` for a logo that cannot be read.
 */
export async function readReportLook({ report, short, paper = 'a4', clinicAddress, clinicLogo }: LookOptions): Promise<Pick<ReportOptions, 'length' | 'paper' | 'clinicAddress' | 'clinicLogo'>> {
  if (paper !== 'a4' && paper !== 'letter') throw new AnalysisError('usage.invalid', `--paper takes a4 or letter; got ${JSON.stringify(paper.slice(0, 40))}.`);
  if (short === true && !['.html', '.pdf'].includes(extname(report ?? '').toLowerCase())) throw new AnalysisError('usage.invalid', '--short is for a report to read.', { hint: 'Name it with --report FILE.pdf or --report FILE.html.' });
  return {
    paper, length: short === true ? 'short' : 'full',
    ...await readClinic({ ...(clinicAddress === undefined ? {} : { clinicAddress }), ...(clinicLogo === undefined ? {} : { clinicLogo }) }),
  };
}

interface ClinicOptions { clinic?: string; clinicAddress?: string; clinicLogo?: string }

/** Whose report it is: options that every report takes. */
export function addClinicOptions(command: Command): Command {
  return command
    .option('--clinic <text>', 'name of the clinic, for the report')
    .option('--clinic-address <text>', 'its address in one line, for the report')
    .option('--clinic-logo <file>', 'its logo, PNG or JPEG, for the report');
}

/** @throws AnalysisError for a logo that cannot be read. */
export async function readClinic({ clinic, clinicAddress, clinicLogo }: ClinicOptions): Promise<Pick<ReportOptions, 'clinicName' | 'clinicAddress' | 'clinicLogo'>> {
  return {
    ...(clinic === undefined ? {} : { clinicName: clinic }), ...(clinicAddress === undefined ? {} : { clinicAddress }),
    ...(clinicLogo === undefined ? {} : { clinicLogo: await readLogo(clinicLogo) }),
  };
}

async function readLogo(file: string): Promise<ReportOptions['clinicLogo']> {
  // A pipe that nobody writes to is waited for without end, and a device may have no end.
  const bytes = await stat(file).then((entry) => { if (!entry.isFile()) throw new TypeError('no file'); return readFile(file); }).catch((cause: unknown) => {
    throw new AnalysisError('usage.invalid', 'The file of --clinic-logo cannot be read.', { hint: 'Check the spelling of its name and that you may read it.', cause });
  });
  const { encodeLogo } = await import('../../image-io/encode-logo.js');
  return encodeLogo(bytes);
}
