import type { TimepointResult } from '../../domain/result.js';
import { createNumberFormats } from '../../report/view/number-formats.js';
import { showTypedText } from '../../report/view/typed-text.js';
import { wrapText } from './table.js';

const formats = createNumberFormats('en');

/** By which rule hairs were told apart and counted, and by which method and network: what figures at a terminal mean nothing without. */
export function writeMethod({ kind, method: { version, model, options } }: TimepointResult): string[] {
  const rule = showTypedText(options.countingRule);
  return [
    wrapText(kind === 'global' ? rule : `Terminal hair is thicker than ${formats.significant(options.terminalThresholdUm, 4)} µm. Counting rule: ${rule}`, { indent: '  ' }),
    `Method ${version}, model ${model.name} (${model.sha256.slice(0, 12)})`,
  ];
}
