/** Signs that our own sentences use, and how a file, a log or an old console shows them. */
const replacements: Readonly<Record<string, string>> = {
  '\u00a0': ' ', '\u202f': ' ', 'µ': 'u', '²': '2', '±': '+/-', '×': 'x', '÷': '/', '−': '-', '–': '-', '—': '-',
  '…': '...', '‘': "'", '’': "'", '“': '"', '”': '"', '≥': '>=', '≤': '<=', '≈': '~', '→': '->', '█': '#', '✓': 'ok',
};

const pattern = new RegExp(`[${Object.keys(replacements).join('')}]`, 'gu');

/** Writes our signs in ASCII: "161 µm²" becomes "161 um2". Letters of other languages stay as they are. */
export function toPlainText(text: string): string {
  return text.replace(pattern, (sign) => replacements[sign]);
}
