/** Rows that hold one and the same file, by their numbers; one list a file. */
export type RepeatedFiles = readonly (readonly number[])[];

/**
 * Finds photographs that are filed twice: a copy under another person's name or at another visit makes two people, or two days, of one. Their names may
 * differ, so it is told by their contents. Which of the rows holds is for whoever files them to say.
 */
export class RepeatedFileFinder {
  private readonly firstRows = new Map<string, number>();
  private readonly repeated = new Map<string, number[]>();

  add(row: number, photoSha256: string): void {
    const first = this.firstRows.get(photoSha256), rows = this.repeated.get(photoSha256);
    if (first === undefined) this.firstRows.set(photoSha256, row);
    else if (rows === undefined) this.repeated.set(photoSha256, [first, row]);
    else rows.push(row);
  }

  /** In the order of the rows in which a file is seen for the second time. */
  list(): RepeatedFiles {
    return [...this.repeated.values()];
  }
}

const mostFilesNamed = 10, mostRowsNamed = 10;

/** What is said of them, in a sentence or two; null where every row has a file of its own. */
export function describeRepeatedFiles(files: RepeatedFiles): string | null {
  if (files.length === 0) return null;
  const named = files.slice(0, mostFilesNamed).map((rows) => `${rows.slice(0, mostRowsNamed).join(', ')}${rows.length > mostRowsNamed ? ` and ${rows.length - mostRowsNamed} more` : ''}`);
  const more = files.length - named.length;
  return `${files.length === 1 ? 'One photograph stands' : `${files.length} photographs stand`} in several rows, the same file byte for byte: rows ${named.join('; rows ')}${more > 0 ? `; and ${more} more` : ''}. `
    + 'Each row counts as a photograph of its own person and visit: correct those that do not.';
}
