/** Places columns beneath each other, two spaces apart; spaces at the ends of lines are dropped. */
export function layOutTable(rows: readonly (readonly string[])[], alignment: readonly ('left' | 'right')[]): string[] {
  const widths = alignment.map((_, column) => Math.max(0, ...rows.map((row) => [...(row[column] ?? '')].length)));
  return rows.map((row) => alignment.map((side, column) => {
    const cell = row[column] ?? '';
    const gap = ' '.repeat(widths[column] - [...cell].length);
    return side === 'left' ? cell + gap : gap + cell;
  }).join('  ').trimEnd());
}

/** Breaks a sentence at spaces into lines of at most `width` signs; the lines after the first get `indent`. */
export function wrapText(text: string, options: { first?: string; indent?: string; width?: number } = {}): string {
  const { first = '', indent = ' '.repeat(first.length), width = 96 } = options;
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
