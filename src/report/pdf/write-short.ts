import type { ProgressResult } from '../../domain/result.js';
import type { ReportOptions, ReportPictures } from '../report-input.js';
import { describeShort, type Room, rooms } from '../view/describe-short.js';
import type { ReportView } from '../view-model.js';
import { drawPhotographs } from './draw-photographs.js';
import { closePaper, colours, openPaper, type Paper } from './paper.js';
import { writeColumns } from './write-columns.js';
import { writeLetterhead } from './write-letterhead.js';
import { writeProbabilities } from './write-sections.js';
import { writeCare, writeHeading, writeList, writeParagraph } from './write-text.js';

/** Heights of the photographs that are tried, points: the largest with which everything stands on one page; where none does, with fewer words, else the last. */
const heights = [280, 240, 205, 180, 155, 130, 110, 85, 65, 48] as const;

/** Of a name or a title that somebody typed. */
const mostLetters = 64;

/** The latest follow-up for a patient, on one page. */
export async function writeShort(progress: ProgressResult, view: ReportView, pictures: ReportPictures, options: ReportOptions, createdAt: Date): Promise<Uint8Array> {
  const write = (highest: number, room: Room): Paper => {
    const paper = openPaper(view.title, options.paper ?? 'a4', createdAt, true);
    writePage(paper, progress, view, pictures, options, highest, room);
    return paper;
  };
  for (const room of rooms) {
    // Fewer words are tried with the smallest photographs alone: they would not be larger for long.
    for (const highest of room === rooms[0] ? heights : heights.slice(-1)) {
      const paper = write(highest, room);
      if (paper.document.bufferedPageRange().count === 1) return closePaper(paper);
    }
  }
  return closePaper(write(heights.at(-1)!, rooms.at(-1)!));
}

function writePage(paper: Paper, progress: ProgressResult, view: ReportView, pictures: ReportPictures, { clinicLogo }: ReportOptions, highest: number, room: Room): void {
  const { comparison, facts, words, meaning, reasons, cautions, sureness, visits, limits } = describeShort(view, progress, room), { score, followUp } = comparison, { measurement, hairs } = progress.followUps[followUp]!;
  const { letterhead, title } = view;
  writeLetterhead(paper, letterhead === null ? null : { name: letterhead.name && clip(letterhead.name), address: letterhead.address && clip(letterhead.address) }, clinicLogo);
  writeHeading(paper, 1, clip(title), 0);
  writeParagraph(paper, facts.map(({ label, value }) => `${label}: ${clip(value)}`).join('  ·  '), { size: 8.5, colour: colours.quiet, after: 10 });
  writeParagraph(paper, score === null ? words : `${score.number}  ${words}`, { font: 'serif', size: 22, after: 3 });
  writeParagraph(paper, meaning, { font: 'serif', size: 11.5, after: 8 });
  writeCare(paper, 'Why', reasons);
  drawPhotographs(paper, { result: progress.baseline, visit: view.visits[0]!, picture: pictures.baseline }, { result: measurement, visit: comparison.visit, picture: pictures.followUps[followUp] ?? null }, hairs, { highest, isMarked: false });
  writeColumns(paper, [
    (column) => {
      if (sureness.length > 0) writeHeading(column, 2, 'How sure this is');
      writeList(column, sureness);
    },
    (column) => {
      if (score === null) return;
      writeHeading(column, 2, 'The seven words of the scale');
      writeProbabilities(column, score);
    },
  ]);
  writeCare(paper, 'Read with care', cautions);
  if (visits.length > 0) {
    writeHeading(paper, 2, 'Each visit against the first');
    writeList(paper, visits);
  }
  writeHeading(paper, 2, 'What this cannot say');
  writeList(paper, limits, { size: 8 });
}

/** What was typed, as far as one page has room for it. */
function clip(text: string): string {
  const letters = [...text];
  return letters.length <= mostLetters ? text : `${letters.slice(0, mostLetters - 1).join('').trimEnd()}…`;
}
