// Spoils tables: as bytes, and cell by cell in the ways of spreadsheets, other countries and attackers.
import { spoil } from './spoil-bytes.mjs';

const cells = [
  '', ' ', 'NaN', 'Infinity', '-Infinity', '-1', '0', '1e308', '1e400', '0x10', '2,762', '1.000,5', '٣', '1 000', '=cmd|\'/c calc\'!A1', '+1+1', '-2+3', '@SUM(1)', '"', '""', '\'', '\\', '../../etc/passwd', '/etc/passwd', 'C:\\x.jpg', '..', '.', 'a\0b',
  '\u202egpj.exe', 'e\u0301', 'é', '<script>alert(1)</script>', '${7*7}', 'x'.repeat(5000), '2026-02-30', '2026-13-01', '0000-00-00', '9999-12-31', '05.01.2026', '1/2/2026', 'true', 'null', 'undefined', '__proto__', 'constructor', '-0', '1e-320', '🦱', '\ufeff', 'a\r\nb', ';', ',', '\t',
];

/** One spoilt table. @param text  A sound one, comma separated. */
export function spoilTable(text, chance) {
  const rows = text.trimEnd().split('\n').map((line) => line.split(','));
  for (let faults = 1 + chance.below(4); faults > 0; faults--) {
    const row = chance.pick(rows), column = chance.below(row.length);
    switch (chance.below(9)) {
      case 0: rows.splice(chance.below(rows.length), 0, [...row]); break;
      case 1: rows.splice(chance.below(rows.length), 1); break;
      case 2: row.splice(column, 1); break;
      case 3: row.splice(column, 0, chance.pick(cells)); break;
      case 4: for (const each of rows) [each[0], each[column]] = [each[column], each[0]]; break;
      case 5: rows[0][Math.min(column, rows[0].length - 1)] = chance.pick([...cells, rows[0][0]]); break;
      default: row[column] = chance.pick(cells);
    }
    if (rows.length === 0) rows.push(['']);
  }
  const separator = chance.pick([',', ',', ',', ';', '\t']), end = chance.pick(['\n', '\n', '\r\n', '\r']);
  const quoted = (cell) => (chance.below(6) === 0 ? `"${cell}"` : cell), spoilt = rows.map((row) => row.map(quoted).join(separator)).join(end);
  const bytes = chance.pick([() => Buffer.from(spoilt), () => Buffer.from(`\ufeff${spoilt}`), () => Buffer.from(`\ufeff${spoilt}`, 'utf16le'), () => Buffer.from(spoilt, 'latin1'), () => Buffer.from(spoilt)])();
  return chance.below(4) === 0 ? spoil(bytes, chance) : bytes;
}
