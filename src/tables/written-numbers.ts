/** Signs that part thousands and nothing else: spaces, also those that do not break lines, and the apostrophes of Switzerland. */
const groupSigns = /[ \u00a0\u2009\u202f'\u2019]/g;
const plain = /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i;
const decimalComma = /^[-+]?\d*,\d+(e[-+]?\d+)?$/i;
/** Of one comma and three digits behind up to three others nobody can tell what it parts; 0,123 has no thousands. */
const openComma = /^[-+]?[1-9]\d{0,2},\d{3}$/, openPoint = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;

/**
 * What a cell may mean that holds a number, each as a number with a decimal point and nothing else: one, two where nobody can tell, none where it holds no number.
 * A point alone is always the decimal sign, as in every table of ours.
 *
 *     2,76 → 2.76      1.234,5 → 1234.5      1,234.5 → 1234.5      1,00,000 → 100000      1 234,5 → 1234.5      −3 → -3      1,234 → 1.234 or 1234      soon → nothing
 */
export function readWrittenNumber(cell: string): string[] {
  const text = cell.trim().replace(/^\u2212/, '-').replace(/(?<=e)\u2212/i, '-');
  if (plain.test(text)) return [text];
  if (openComma.test(text)) return [text.replace(',', '.'), text.replace(',', '')];
  if (decimalComma.test(text)) return [text.replace(',', '.')];
  if (/^[-+]?\d{1,3}([ \u00a0\u2009\u202f'\u2019])\d{3}(\1\d{3})*([.,]\d+)?$/.test(text)) return [text.replace(groupSigns, '').replace(',', '.')];
  if (/^[-+]?[1-9]\d{0,2}(\.\d{3})+,\d+$|^[-+]?[1-9]\d{0,2}(\.\d{3}){2,}$/.test(text)) return [text.replaceAll('.', '').replace(',', '.')];
  if (/^[-+]?[1-9]\d{0,2}(,\d{3})+\.\d+$|^[-+]?[1-9]\d{0,2}(,\d{3}){2,}$/.test(text)) return [text.replaceAll(',', '')];
  // In India the last three digits are parted off, and those before them by twos.
  if (/^[-+]?[1-9]\d?(,\d{2})+,\d{3}(\.\d+)?$/.test(text)) return [text.replaceAll(',', '')];
  return [];
}

/** What the cells of a column tell of its numbers. */
export interface NumberSigns {
  /** Some number has a comma that cannot part thousands: 2,76. */
  readonly decimalComma: boolean;
  /** Some number has a comma that cannot be a decimal sign: 1,234.5. */
  readonly commaParts: boolean;
}

/** Of cells that tell nothing. */
export const noSigns: NumberSigns = { decimalComma: false, commaParts: false };

export function findNumberSigns(cells: Iterable<string>): NumberSigns {
  let isDecimal = false, isParting = false;
  for (const cell of cells) {
    if (!cell.includes(',')) continue;
    const text = cell.trim().replace(/^\u2212/, '-'), found = readWrittenNumber(text);
    if (found.length !== 1) continue;
    if (/,\d+$|,\d+e/i.test(text) && !/,.*,/.test(text)) isDecimal = true;
    else isParting = true;
  }
  return { decimalComma: isDecimal, commaParts: isParting };
}

/**
 * As `readWrittenNumber`, in a column of which other cells tell what its signs mean: where 2,76 stands, 1,234 is a little more than one and 1.234 may be a thousand.
 * Where commas stand for both in one column, neither is taken for granted.
 */
export function readNumberOfColumn(cell: string, { decimalComma: isDecimal, commaParts: isParting }: NumberSigns): string[] {
  const found = readWrittenNumber(cell), text = cell.trim().replace(/^\u2212/, '-');
  if (found.length === 2 && isDecimal !== isParting) return [isDecimal ? found[0] : found[1]];
  return isDecimal && !isParting && openPoint.test(text) ? [found[0], found[0].replace('.', '')] : found;
}
