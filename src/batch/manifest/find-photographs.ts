import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { readCaptureDate } from '../../image-io/capture-date.js';
import { AnalysisError } from '../../errors.js';
import { isDay } from '../../tables/is-day.js';
import { readWrittenDay } from '../../tables/read-written-day.js';
import { suggestDays } from '../../tables/suggest-days.js';

/** A photograph whose folders say whose, when and where. */
export interface FoundPhotograph {
  readonly subject: string;
  /** Empty where the folders name none. */
  readonly arm: string;
  readonly targetArea: string;
  readonly visit: string;
  /** ISO day; null where neither the folder nor the camera says. */
  readonly date: string | null;
  /** From the folder, with slashes. */
  readonly photo: string;
}

export interface FoundPhotographs {
  readonly photographs: readonly FoundPhotograph[];
  /** Files that are no photographs by their names, and photographs that lie too high or too deep; from the folder. */
  readonly leftOut: readonly string[];
}

const pictureEndings = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.heic', '.heif']);
/** Words that end what stands before a day and are followed by no number of a visit. */
const wordsThatCountNothing = /(?<!\p{L})(?:baseline|bl|basis|screening|scr|start|final|end|ende|study|eos|eot|before|after|vorher|nachher|avant|après|antes|después|photos?|fotos?|pictures?|images?|bilder)[-_.\s]{1,2}$/iu;
/** EXIF data stand at the beginning of a file. */
const headBytes = 1 << 18;

/**
 * Reads a folder tree SUBJECT/VISIT/AREA.jpg, or ARM/SUBJECT/VISIT/AREA.jpg, as photographs of a study.
 *
 * The day is that in the name of the visit (`2026-01-31 week 4` or `31.01.2026 week 4`, which is the visit `week 4`, see `nameVisits`), else the one that the camera wrote. Links and hidden files are not followed.
 * @throws AnalysisError `usage.invalid` when the folder cannot be read or holds no photograph of that depth, or of both depths.
 */
export async function findPhotographs(folder: string): Promise<FoundPhotographs> {
  const pictures: string[][] = [], leftOut: string[] = [];
  const walk = async (parts: string[]): Promise<void> => {
    const entries = await readdir(join(folder, ...parts), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = [...parts, entry.name];
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && pictureEndings.has(extname(entry.name).toLowerCase()) && (path.length === 3 || path.length === 4)) pictures.push(path);
      else leftOut.push(path.join('/'));
    }
  };
  await walk([]).catch((cause: unknown) => {
    throw new AnalysisError('usage.invalid', 'The folder cannot be read.', { hint: 'Check the spelling, and that you may read it.', cause });
  });
  const depths = new Set(pictures.map((parts) => parts.length));
  if (depths.size === 0) throw new AnalysisError('usage.invalid', 'The folder holds no photographs laid out as SUBJECT/VISIT/AREA.jpg.', { hint: 'Sort them into folders SUBJECT/VISIT/AREA.jpg or ARM/SUBJECT/VISIT/AREA.jpg, or write the manifest by hand.' });
  if (depths.size > 1) throw new AnalysisError('usage.invalid', `Some photographs lie as SUBJECT/VISIT/AREA and others as ARM/SUBJECT/VISIT/AREA, for example ${JSON.stringify(pictures.find((parts) => parts.length === 3)!.join('/'))} and ${JSON.stringify(pictures.find((parts) => parts.length === 4)!.join('/'))}.`, { hint: 'Lay all of them out in one of the two ways.' });
  const photographs: FoundPhotograph[] = [];
  for (const parts of pictures) {
    const [file, visit, subject, arm = ''] = [...parts].reverse();
    photographs.push({
      subject, arm, visit, targetArea: file.slice(0, file.length - extname(file).length), photo: parts.join('/'),
      date: await findDay(visit, join(folder, ...parts)),
    });
  }
  return { photographs: nameVisits(photographs), leftOut };
}

/** Visits without the day in their names, unless what is left tells no visits apart: most who have it have it on several days (`2026-01-31 photos`, `2026-04-30 photos`). */
function nameVisits(photographs: readonly FoundPhotograph[]): FoundPhotograph[] {
  const foldersOf = new Map<string, Map<string, Set<string>>>();
  for (const { arm, subject, targetArea, visit } of photographs) {
    const name = withoutDay(visit), series = JSON.stringify([arm, subject, targetArea]), bySeries = foldersOf.get(name) ?? new Map<string, Set<string>>();
    foldersOf.set(name, bySeries.set(series, (bySeries.get(series) ?? new Set()).add(visit)));
  }
  const tellsNothing = (name: string): boolean => {
    const folders = [...foldersOf.get(name)!.values()];
    return 2 * folders.filter(({ size }) => size > 1).length > folders.length;
  };
  const keptWhole = new Set([...foldersOf.keys()].filter(tellsNothing));
  return photographs.map((photograph) => (keptWhole.has(withoutDay(photograph.visit)) ? photograph : { ...photograph, visit: withoutDay(photograph.visit) }));
}

/** The day of a photograph: that in the name of its visit. Where that can be two (`03.04.2026`), or none, the one of them that the camera wrote; where it wrote another, nobody knows. */
async function findDay(visit: string, path: string): Promise<string | null> {
  const { days, mayCountVisits } = dayInName(visit) ?? { days: null };
  if (days?.length === 1 && !mayCountVisits) return days[0];
  const camera = await readCameraDay(path);
  return days === null || (camera !== null && days.includes(camera)) ? camera : null;
}

/** What names a day inside a name, and the days that it may be; its number may also be that of the visit, and only month and year be told (`Visit 3 Apr 2026`, `week -4 Feb 2026`). */
function dayInName(name: string): { text: string; days: readonly string[]; mayCountVisits: boolean } | null {
  const found = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/.exec(name) ?? /(?<![\d.])(?:\d{1,2}([._-])\d{1,2}\1\d{4}|\d{4}([._])\d{1,2}\2\d{1,2}|\d{8}|\d{1,2}[- ]?(?:\p{L}\p{M}*){3,10}[- ]?\d{4})(?!\d)/u.exec(name);
  if (found === null) return null;
  // suggestDays takes a point for a sign between day and month alone; in the name of a folder it may stand for anything.
  const text = found[0], typed = text.replaceAll('_', '.'), day = readWrittenDay(typed), days = day === null ? suggestDays(typed.replaceAll('.', '-')) : [day];
  const mayCountVisits = /\p{L}/u.test(text) && mayCount(name.slice(0, found.index), text);
  return days.length === 0 ? null : { text, days, mayCountVisits };
}

/** Whether a number may belong to the word before it: not where that word counts nothing (`Baseline 3 Apr 2026`), nor where two digits are written as one with the month (`Visit_03APR2026`). */
function mayCount(before: string, day: string): boolean {
  if (/[\p{L}\p{M}]$/u.test(before)) return true;
  return /[\p{L}\p{M}][-_#.\s]{1,2}$/u.test(before) && !/^\d{2}\p{L}/u.test(day) && !wordsThatCountNothing.test(before);
}

/** A visit is called alike in all subjects, who come on days of their own; one that is called by its day alone keeps it, as ISO 8601 writes it where it is known. */
function withoutDay(name: string): string {
  const day = dayInName(name);
  if (day === null || day.mayCountVisits) return name;
  // A sign before a number stays: week -4 lies before the baseline.
  const rest = name.replace(day.text, ' ').replace(/\(\s*\)|\[\s*\]/g, ' ').replace(/\s+/g, ' ').replace(/^(?:[\s_,;:.]|-(?!\d))+|[\s_,;:.-]+$/g, '');
  return rest || (day.days.length === 1 ? day.days[0] : name);
}

async function readCameraDay(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null);
  const moment = bytes === null ? null : await readCaptureDate(/\.(tiff?|hei[cf])$/i.test(path) ? bytes : bytes.subarray(0, headBytes));
  const day = moment?.slice(0, 10);
  return day !== undefined && isDay(day) ? day : null;
}
