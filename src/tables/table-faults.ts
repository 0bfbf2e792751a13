import { AnalysisError, type ErrorCode } from '../errors.js';

/** Something in a table that has to be mended, and where. */
export interface TableFault {
  /** As a spreadsheet counts, the first row being 1; null for the table as a whole. */
  readonly row: number | null;
  readonly column: string | null;
  /** What is wrong and what to do, in one or two sentences. */
  readonly message: string;
}

/** More faults than this are counted, not listed. */
const mostListed = 100;
/** Of each table, however many tables are wrong. */
const fewestListed = 20;

/** The faults of several tables: who mends them wants to see all of them at once, not one after each try. */
export class TableFaults {
  private readonly tables = new Map<string, { faults: TableFault[]; count: number }>();

  /** Tables in the order in which they are named here are listed in it. */
  report(file: string, fault: TableFault): void {
    const table = this.tables.get(file) ?? { faults: [], count: 0 };
    this.tables.set(file, table);
    table.count++;
    // Checks of several rows come after those of each row, so that more are kept than will be listed.
    if (table.faults.length < 10 * mostListed) table.faults.push(fault);
  }

  get count(): number {
    return [...this.tables.values()].reduce((sum, table) => sum + table.count, 0);
  }

  countOf(file: string): number {
    return this.tables.get(file)?.count ?? 0;
  }

  /** @throws AnalysisError naming every fault with file, row and column, by tables and rows: of each table the first ones, and the number of the rest. */
  refuseAny(code: ErrorCode, options: { hint?: string } = {}): void {
    if (this.tables.size === 0) return;
    const each = Math.max(fewestListed, Math.floor(mostListed / this.tables.size));
    const lines = [...this.tables].flatMap(([file, { faults, count }]) => {
      const listed = faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)).slice(0, each).map((fault) => writeFault(file, fault));
      return count === listed.length ? listed : [...listed, `${file}: and ${count - listed.length} more faults.`];
    });
    const several = this.count === 1 ? '' : `There are ${this.count} faults${this.tables.size === 1 ? '' : ` in ${this.tables.size} tables`}:\n`;
    throw new AnalysisError(code, `${several}${lines.join('\n')}`, options);
  }
}

/** `ratings.csv, row 3, column score: The cell is empty.` */
export function writeFault(file: string, { row, column, message }: TableFault): string {
  return `${file}${row === null ? '' : `, row ${row}`}${column === null ? '' : `, column ${column}`}: ${message}`;
}
