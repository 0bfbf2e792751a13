import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { AnalysisError } from '../errors.js';
import { readTable } from '../tables/read-table.js';
import { TableFaults } from '../tables/table-faults.js';

/** Columns of heads.csv by which figures are given for groups, where they are there. */
export const headAttributes = ['view', 'hair_state', 'hair_colour', 'skin_tone', 'wet', 'blurred'] as const;
export type HeadAttribute = (typeof headAttributes)[number];

/** A photograph of a head and what people said of it. */
export interface HeadTruth {
  readonly name: string;
  readonly subject: string;
  readonly photoPath: string;
  /** Where scalp hair grows or grew, light on dark. */
  readonly scalpPath: string;
  /** Share of it that hair covers, 0…255. */
  readonly hairPath: string;
  /** Norwood grade, higher for less hair; null where it was not judged. */
  readonly grade: number | null;
  readonly attributes: Readonly<Partial<Record<HeadAttribute, string>>>;
}

const photoExtensions = ['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff'];

/**
 * Reads heads.csv: `id`, `subject`, `view` and, optional, `norwood` and attributes; beside it ID.jpg, ID.scalp.png and ID.hair.png.
 * @param onlySubjects  Leaves out everybody else; for photographs that a network was not trained on.
 * @throws AnalysisError `truth.invalid` when the folder, its table or a picture is missing, or nobody is left.
 */
export async function readHeadTruth(folder: string, onlySubjects?: ReadonlySet<string>): Promise<HeadTruth[]> {
  // Of a folder that cannot be read the table is missing, too, which is said below.
  const names = new Set(await readdir(folder).catch(() => []));
  const faults = new TableFaults(), rows = await readTable(join(folder, 'heads.csv'), { required: ['id', 'subject', 'view'], optional: ['norwood', ...headAttributes.filter((column) => column !== 'view')] }, faults);
  const heads = rows.filter((row) => onlySubjects?.has(row.text('subject')) ?? true).map((row): HeadTruth => {
    const name = row.text('id');
    if (row.has('id') && (name === '' || parse(name).dir !== '')) row.refuse('id', 'expected the name of a picture, without its ending.');
    const file = (wanted: readonly string[]): string => {
      const found = wanted.find((candidate) => names.has(candidate));
      if (found === undefined && row.isSound(['id'])) row.refuse('id', `there is no ${wanted[0]!} beside the table.`);
      return join(folder, found ?? wanted[0]!);
    };
    const attributes = Object.fromEntries(headAttributes.map((column) => [column, row.text(column)]).filter(([, text]) => text !== ''));
    return {
      name, subject: row.text('subject'), grade: row.number('norwood', { least: 0 }), attributes,
      photoPath: file(photoExtensions.map((extension) => name + extension)), scalpPath: file([`${name}.scalp.png`]), hairPath: file([`${name}.hair.png`]),
    };
  });
  faults.refuseAny('truth.invalid');
  if (heads.length === 0) throw new AnalysisError('truth.invalid', onlySubjects === undefined ? 'heads.csv names no photograph.' : 'None of the listed subjects is in heads.csv.');
  return heads;
}

/** Reads a list of subjects, one a line; empty lines and lines that begin with # do not count. */
export async function readSubjectList(path: string): Promise<Set<string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AnalysisError('truth.invalid', 'The list of subjects cannot be read.', { hint: 'Check its spelling and that you may read it.', cause });
  }
  return new Set(text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')));
}
