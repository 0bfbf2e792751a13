import { isDay } from './is-day.js';
import { type ArchiveEntry, unpackText } from './workbook-archive.js';

export interface WorkbookSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Of its file in the archive. */
  readonly path: string;
}

/** The sheets of a workbook in the order of their tabs; none where the archive does not say. */
export function listSheets(bytes: Buffer, entries: readonly ArchiveEntry[]): WorkbookSheet[] {
  const targets = new Map(tagsOf(unpackText(bytes, entries, 'xl/_rels/workbook.xml.rels'), 'Relationship').map((tag) => [attributeOf(tag, 'Id'), attributeOf(tag, 'Target')]));
  return tagsOf(unpackText(bytes, entries, 'xl/workbook.xml'), 'sheet').map((tag) => {
    const target = targets.get(attributeOf(tag, '\\w+:id')) ?? '';
    return { name: attributeOf(tag, 'name'), hidden: attributeOf(tag, 'state').toLowerCase().includes('hidden'), path: target.startsWith('/') ? target.slice(1) : `xl/${target}` };
  });
}

/** What a cell without a value is read as: what spreadsheets show for a formula that went wrong, and this for one that was never computed. */
export const notComputed = '#NOT COMPUTED!';

/**
 * Cells of a sheet that hold a formula and no value: those that show an error (#N/A), and those that a program wrote and no spreadsheet has computed.
 * Who reads values only takes them for empty, and a scale would be lost without a word.
 *
 * @param xml  Of the sheet.
 * @returns By row and column from 0, `row:column`, what the cell shows.
 */
export function findLostCells(xml: string): Map<string, string> {
  const lost = new Map<string, string>();
  if (!/\bt="e"|<(\w+:)?f[\s/>]/.test(xml)) return lost;
  // What belongs to a cell ends where the next one begins; none of these looks beyond a mark that is never closed, for hours in a hostile sheet.
  const cells = [...xml.matchAll(/<(?:\w+:)?c\s([^<>]*)>/g)];
  for (const [at, { 0: tag, 1: attributes, index }] of cells.entries()) {
    const content = attributes.endsWith('/') ? '' : xml.slice(index + tag.length, cells[at + 1]?.index);
    const place = /^([A-Z]{1,3})(\d+)$/.exec(attributeOf(attributes, 'r')), type = attributeOf(attributes, 't');
    const value = /<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)</.exec(content)?.[1];
    const isFormula = /<(?:\w+:)?f[\s/>]/.test(content), isEmptyText = type === 'str' && value === '';
    const shown = type === 'e' ? value || notComputed : isFormula && !value && !isEmptyText ? notComputed : null;
    if (place !== null && shown !== null) lost.set(`${Number(place[2]) - 1}:${columnOf(place[1])}`, shown);
  }
  return lost;
}

/**
 * Days of a sheet that are written as such (ISO 8601, `2026-07-02T00:00:00`), not as numbers of days. They are of no time zone; who takes them for moments of the
 * zone of this machine moves them by a day.
 *
 * @param xml  Of the sheet.
 * @returns By row and column from 0, `row:column`, midnight of the day, UTC; what is no day of the calendar (2026-02-31) is left out.
 */
export function findWrittenDays(xml: string): Map<string, Date> {
  const days = new Map<string, Date>();
  if (!/\bt=["']d["']/.test(xml)) return days;
  const cells = [...xml.matchAll(/<(?:\w+:)?c\s[^<>]*>/g)];
  for (const [at, { 0: tag, index }] of cells.entries()) {
    if (attributeOf(tag, 't') !== 'd') continue;
    const place = /^([A-Z]{1,3})(\d{1,7})$/.exec(attributeOf(tag, 'r'));
    const day = /<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d{4}-\d{2}-\d{2})(?!\d)/.exec(xml.slice(index + tag.length, cells[at + 1]?.index))?.[1];
    if (place !== null && day !== undefined && isDay(day)) days.set(`${Number(place[2]) - 1}:${columnOf(place[1])}`, new Date(`${day}T00:00:00Z`));
  }
  return days;
}

/** Whether a workbook counts its days from 1904 on, as spreadsheets of the Mac did, and says so by the word that LibreOffice writes; 1 is known to the library that reads it. */
export function countsFrom1904InWord(bytes: Buffer, entries: readonly ArchiveEntry[]): boolean {
  return tagsOf(unpackText(bytes, entries, 'xl/workbook.xml'), 'workbookPr').some((tag) => attributeOf(tag, 'date1904') === 'true');
}

/** A table in which more cells are covered is refused for these already. */
const mostCovered = 100_000;

/** What a cell is read as that is merged with others, of which the first one alone holds the value. */
export const mergedCell = '#MERGED!';

/**
 * Cells that a merged one covers, where it holds something: to the eye its value stands for all of them, and in the file for the first one only.
 *
 * @param xml       Of the sheet.
 * @param isFilled  Whether the cell at this row and column, from 0, holds something.
 * @param bounds    Rows and columns of the table: what is merged beyond them covers nothing of it.
 * @returns By row and column from 0, `row:column`.
 */
export function findMergedCells(xml: string, isFilled: (row: number, column: number) => boolean, bounds: { rows: number; columns: number }): Set<string> {
  const covered = new Set<string>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?mergeCell\s[^<>]*>/g)) {
    const range = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(attributeOf(tag, 'ref'));
    if (range === null) continue;
    const left = columnOf(range[1]), top = Number(range[2]) - 1, right = Math.min(columnOf(range[3]), bounds.columns - 1), bottom = Math.min(Number(range[4]) - 1, bounds.rows - 1);
    if (!isFilled(top, left)) continue;
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) {
        if (row === top && column === left) continue;
        // Merged cells do not overlap, so a cell that was covered before belongs to a sheet that no spreadsheet wrote.
        if (covered.has(`${row}:${column}`) || covered.size === mostCovered) return covered;
        covered.add(`${row}:${column}`);
      }
    }
  }
  return covered;
}

/** Rows that a spreadsheet has. */
export const mostRows = 1_048_576;
const mostColumns = 16_384;

/** Whether a sheet names a cell that no spreadsheet has: who makes room for it brings the program down. */
export function hasImpossibleCell(xml: string): boolean {
  for (const [, letters, row] of xml.matchAll(/<(?:\w+:)?(?:c|row)\s[^<>]*?\br\s*=\s*["']([A-Za-z]*)(\d+)["']/g)) {
    if (letters.length > 3 || Number(row) > mostRows || columnOf(letters.toUpperCase()) >= mostColumns) return true;
  }
  return false;
}

/** A sheet whose cells do not say where they stand is no larger than this, characters: saying it makes it five times as large at worst. */
const mostUnplaced = 10_000_000;

/**
 * A sheet in which every cell says where it stands. Programs may leave that out where a cell follows the one before it (ECMA-376, 18.3.1.4), and who reads the
 * sheet needs it.
 *
 * @param xml  Of the sheet.
 * @returns Null where that would be no sheet of any spreadsheet.
 */
export function placeCells(xml: string): string | null {
  if (!/<(?:\w+:)?c(?=[\s/>])(?![^<>]*\sr\s*=)/.test(xml)) return xml;
  if (xml.length > mostUnplaced) return null;
  let row = 0, column = -1;
  const placed = xml.replace(/<((?:\w+:)?)(row|c)(?=[\s/>])([^<>]*)>/g, (tag, prefix: string, name: string, attributes: string) => {
    const [, letters, number] = /^([A-Z]{0,3})(\d{1,7})$/.exec(attributeOf(attributes, 'r')) ?? [];
    if (name === 'row') {
      row = number === undefined ? row + 1 : Number(number);
      column = -1;
      return tag;
    }
    column = number === undefined ? column + 1 : columnOf(letters);
    return number === undefined ? `<${prefix}c r="${lettersOf(column)}${row}"${attributes}>` : tag;
  });
  return hasImpossibleCell(placed) ? null : placed;
}

/**
 * A sheet in which what is written as a day (`findWrittenDays`) is text: of one that is no day of the calendar the library makes another day, or refuses the workbook.
 * @param xml  Of the sheet.
 */
export function writeDaysAsText(xml: string): string {
  // Nearly no sheet has one, and to look at each of millions of cells takes more memory than the sheet.
  if (!/\bt=["']d["']/.test(xml)) return xml;
  return xml.replace(/(<(?:\w+:)?c(?=[^<>]*\st=["']d["'])\s[^<>]*>)((?:\s*<(?:\w+:)?f(?:\s[^<>]*)?>(?:[^<>]*<\/(?:\w+:)?f>)?)?\s*<(?:\w+:)?v(?:\s[^<>]*)?>[^<>]*[^<>\s/])/g, (_, tag: string, content: string) =>
    `${tag.replace(/\st=(?:"d"|'d')/, ' t="str"')}${content}`);
}

/** Place of a column by its letters, from 0. */
export function columnOf(letters: string): number {
  return [...letters].reduce((number, letter) => 26 * number + letter.charCodeAt(0) - 64, 0) - 1;
}

/** Letters of a column by its place, from 0. */
function lettersOf(column: number): string {
  return `${column < 26 ? '' : lettersOf(Math.floor(column / 26) - 1)}${String.fromCharCode(65 + column % 26)}`;
}

function tagsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s[^<>]*>`, 'g'))].map(([tag]) => tag);
}

/** What finds an attribute of this name, made once for a million cells. */
const finders = new Map<string, RegExp>();

/** An attribute of an XML tag; empty where it has none. */
export function attributeOf(tag: string, name: string): string {
  const finder = finders.get(name) ?? new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|'([^']*)')`), text = finder.exec(tag);
  finders.set(name, finder);
  return (text?.[1] ?? text?.[2] ?? '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
}
