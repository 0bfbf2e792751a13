import type { Command } from 'commander';

/**
 * Options that somebody may have meant who typed one that is not there, where no spelling is near it:
 * those whose name begins with the same letters, else those whose help begins with the same word.
 *
 *     --scalebar  →  --scale-bar-mm          --scale  →  --um-per-px, --field-width-mm …
 */
export function suggestOptions(command: Command, typed: string): string[] {
  const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  const word = letters(typed.split('=')[0]);
  if (word.length < 2) return [];
  const about = command.options.filter(({ description }) => description.startsWith(`${word}:`));
  const near = about.length > 0 ? about : command.options.filter(({ long }) => letters(long ?? '').startsWith(word));
  return near.flatMap(({ long }) => long ?? []);
}
