/** Columns that a terminal gives a text: two for each sign of Chinese, Japanese and Korean writing, none for marks that join the sign before. */
function widthOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (/\p{Mn}/u.test(sign) ? 0 : /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/.test(sign) ? 2 : 1), 0);
}

/** Places columns beneath each other, two spaces apart; spaces at the ends of lines are dropped. */
export function layOutTable(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[]): string[] {
  const widths = alignment.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) => alignment.map((side, column) => {
    const cell = row[column] ?? '';
    const gap = ' '.repeat(widths[column] - widthOf(cell));
    return side === 'left' ? cell + gap : gap + cell;
  }).join('  ').trimEnd());
}

/** Lines of 96 signs at most are easy to read; a narrower terminal would break them within words. */
function readableWidth(): number {
  const columns = process.stdout.isTTY ? process.stdout.columns : undefined;
  return columns === undefined || columns < 1 ? 96 : Math.max(40, Math.min(96, columns - 1));
}

/** Breaks a sentence at spaces into lines of at most `width` signs, by default what the terminal has room for; the lines after the first get `indent`. */
export function wrapText(text: string, options: { first?: string; indent?: string; width?: number } = {}): string {
  const { first = '', indent = ' '.repeat(first.length), width = readableWidth() } = options;
  const lines: string[] = [];
  let line = first;
  let start = true;
  for (const word of text.split(/ +/)) {
    if (!start && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else {
      line += (start ? '' : ' ') + word;
    }
    start = false;
  }
  return [...lines, line].join('\n');
}
