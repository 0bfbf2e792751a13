const hidden = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;

/**
 * Text that a person typed, fit to be shown: control characters, direction marks and other invisible characters become
 * their number, e.g. `[U+202E]`, so that a file name cannot pass for another. The joiners that Persian, Indian scripts
 * and emoji need stay.
 */
export function showTypedText(text: string): string {
  return text.replace(hidden, (character) => `[U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`);
}
