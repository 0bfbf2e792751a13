import type { Qualification } from '../../qualification/qualify-installation.js';
import { layOutTable } from './table.js';

/** The table that a site files: what was expected, what was measured, the limit, passed or failed, and with which versions. */
export function writeQualification({ checks, passed, versions }: Qualification): string {
  return [
    ...layOutTable([
      ['Check', 'expected', 'measured', 'limit', ''],
      ...checks.map((check) => [check.check, check.expected, check.measured, check.limit, check.passed ? 'passed' : 'FAILED']),
    ], ['left', 'right', 'right', 'left', 'left']),
    '',
    ...layOutTable([
      ['trichoscore', versions.trichoscore], ['method', versions.method], ['model', `${versions.model}, sha256 ${versions.modelSha256}`],
      ['runtime', versions.runtime], ['Node', versions.node], ['machine', versions.platform],
    ], ['left', 'left']),
    '',
    passed ? 'Passed.' : 'FAILED: do not measure with this installation.',
    '',
  ].join('\n');
}
