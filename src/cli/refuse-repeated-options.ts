import type { Command } from 'commander';
import { AnalysisError } from '../errors.js';

/**
 * Makes a command and all beneath it refuse an option whose value is given twice. The last one would silently win, and
 * `--um-per-px 2.7 --um-per-px 2.8` is what somebody types who means the first photograph and the second.
 */
export function refuseRepeatedOptions(command: Command): void {
  for (const option of command.options) {
    // Options that gather what they are given, an arm each, begin with a list.
    if (option.variadic || option.isBoolean() || Array.isArray(option.defaultValue)) continue;
    const read = option.parseArg;
    option.argParser((text: string, previous: unknown) => {
      if (command.getOptionValueSource(option.attributeName()) === 'cli') {
        throw new AnalysisError('usage.invalid', `${option.long ?? option.flags} is given twice.`, { hint: 'Give it once; where each photograph has its own value, separate the values by commas.' });
      }
      return read === undefined ? text : read(text, previous);
    });
  }
  for (const one of command.commands) refuseRepeatedOptions(one);
}
