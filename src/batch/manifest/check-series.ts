import { posix } from 'node:path';
import { findUsualBaseline, isFromOtherBaseline } from '../../trial/usual-baseline.js';
import { plainName } from '../../tables/plain-name.js';
import { quoteCell } from '../../tables/quote-cell.js';
import type { TableFault } from '../../tables/table-faults.js';
import { GrowingList, Names } from './growing-lists.js';
import type { ManifestRow } from './manifest-row.js';
import { isOutOfOrder } from './visit-order.js';

/** More faults than this are counted, not kept: a manifest of a million rows may be wrong in all of them. */
const mostFaultsKept = 10_000;

export interface SeriesSummary {
  /** Of very many the first that were found, by rows. */
  readonly faults: TableFault[];
  readonly faultCount: number;
  readonly notes: string[];
  /** For each sound row, in their order, the place of its baseline in that order; its own where it is the baseline. */
  readonly baselineOf: Int32Array;
  /** Places of the rows of series that begin at another visit than most do of their target area and view: their changes are not summed up with the others. */
  readonly fromOtherBaseline: ReadonlySet<number>;
  readonly subjects: number;
  readonly series: number;
  readonly arms: readonly string[];
  readonly visits: readonly string[];
}

/**
 * What rows say together: a target area of a subject is in one arm (other areas may be in another, as where halves of a head are compared), a photograph stands in one row, each visit of a subject × target area × view has one photograph
 * and a day of its own, and visits that carry numbers come in the order of their numbers. The earliest visit of a series is its baseline.
 */
export class SeriesCheck {
  private readonly subjects = new Names();
  private readonly arms = new Names();
  private readonly visits = new Names();
  private readonly areas = new Names();
  private readonly targetAreas = new Names();
  private readonly places = new Map<number, number>();
  private readonly armOfPlace = new GrowingList();
  private readonly rowOfPlace = new GrowingList();
  private readonly armOfSubject = new GrowingList();
  private readonly inSeveralArms = new Set<number>();
  private readonly series = new Map<number, number>();
  private readonly lastOfSeries = new GrowingList();
  private readonly rowNumber = new GrowingList();
  private readonly day = new GrowingList();
  private readonly visit = new GrowingList();
  private readonly seriesOf = new GrowingList();
  private readonly subjectOfSeries = new GrowingList();
  private readonly areaOfSeries = new GrowingList();
  private readonly before = new GrowingList();
  private readonly photos = new Map<string, number>();
  private readonly faults: TableFault[] = [];
  private faultCount = 0;

  /** Takes whose photograph the next row names, and which; empty cells say nothing. */
  addNames(row: ManifestRow): void {
    const subject = row.subject === '' ? -1 : this.subjects.number(row.subject), arm = this.arms.number(row.arm);
    // An empty cell is complained about already.
    if (subject >= 0) this.addArm(subject, arm, row);
    if (row.photo.trim() === '') return;
    // photos/./a.jpg is photos/a.jpg; what climbs out of the folder is complained about already.
    const photo = row.photo.includes('..') ? row.photo : posix.normalize(row.photo), earlier = this.photos.get(photo);
    if (earlier === undefined) this.photos.set(Buffer.from(photo).toString(), row.row);
    else this.fault(row.row, 'photo', `The photograph stands in row ${earlier} already. Name the right photograph in one of the two rows, or remove one.`);
  }

  private addArm(subject: number, arm: number, row: ManifestRow): void {
    const key = subject * 2 ** 24 + this.targetAreas.number(row.targetArea), place = this.places.get(key);
    if (subject === this.armOfSubject.length) this.armOfSubject.push(arm);
    else if (this.armOfSubject.at(subject) !== arm) this.inSeveralArms.add(subject);
    if (place === undefined) {
      this.places.set(key, this.armOfPlace.length);
      this.armOfPlace.push(arm);
      this.rowOfPlace.push(row.row);
    } else if (this.armOfPlace.at(place) !== arm) {
      this.fault(row.row, 'arm', `This target area of the subject is in the arm ${quoteCell(row.arm)} here and in ${quoteCell(this.arms.texts[this.armOfPlace.at(place)])} in row ${this.rowOfPlace.at(place)}. An area is in one arm; correct one of the two.`);
    }
  }

  /** Takes when and where the photograph of the next sound row was taken; after `addNames`. */
  addVisit(row: ManifestRow): void {
    const subject = this.subjects.number(row.subject), area = this.areas.number(`${row.targetArea}\0${row.view}`), key = subject * 2 ** 24 + area;
    const index = this.rowNumber.length;
    let series = this.series.get(key);
    if (series === undefined) {
      series = this.lastOfSeries.length;
      this.series.set(key, series);
      this.lastOfSeries.push(-1);
      this.subjectOfSeries.push(subject);
      this.areaOfSeries.push(area);
    }
    this.rowNumber.push(row.row);
    this.day.push(Date.UTC(Number(row.date.slice(0, 4)), Number(row.date.slice(5, 7)) - 1, Number(row.date.slice(8))) / 86_400_000);
    this.visit.push(this.visits.number(row.visit));
    this.seriesOf.push(series);
    this.before.push(this.lastOfSeries.at(series));
    this.lastOfSeries.set(series, index);
  }

  /** Call once, after the last row. */
  finish(): SeriesSummary {
    const baselineOf = new Int32Array(this.rowNumber.length);
    for (let series = 0; series < this.lastOfSeries.length; series++) {
      const members: number[] = [];
      for (let at = this.lastOfSeries.at(series); at >= 0; at = this.before.at(at)) members.push(at);
      members.sort((a, b) => this.day.at(a) - this.day.at(b) || a - b);
      this.checkVisits(members);
      for (const member of members) baselineOf[member] = members[0];
    }
    const { rows: fromOtherBaseline, notes } = this.findOtherBaselines(baselineOf);
    return {
      faults: this.faults.sort((a, b) => a.row! - b.row!), faultCount: this.faultCount, notes: [...notes, ...this.findFuture(), ...this.findTwins()], baselineOf, fromOtherBaseline,
      subjects: this.subjects.texts.length, series: this.lastOfSeries.length, arms: this.arms.texts, visits: this.visits.texts,
    };
  }

  /** @param members  Of one series, by day. */
  private checkVisits(members: readonly number[]): void {
    const rowByVisit = new Map<number, number>();
    for (const [place, member] of members.entries()) {
      const row = this.rowNumber.at(member), visit = this.visit.at(member), name = quoteCell(this.visits.texts[visit]);
      const twin = rowByVisit.get(visit);
      if (twin !== undefined) {
        this.fault(Math.max(row, twin), 'visit', `The visit ${name} of this subject and target area has a photograph in row ${Math.min(row, twin)} already. Tell the two apart in the column view (1 and 2 where they are repeats of one place, whose mean \`trichoscore trial --average-views\` takes), or remove one.`);
        continue;
      }
      rowByVisit.set(visit, row);
      if (place === 0) continue;
      const last = members[place - 1], lastRow = this.rowNumber.at(last), lastName = quoteCell(this.visits.texts[this.visit.at(last)]);
      if (this.visit.at(last) === visit) continue;
      if (this.day.at(last) === this.day.at(member)) {
        this.fault(Math.max(row, lastRow), 'date', `The visits ${lastName} (row ${lastRow}) and ${name} (row ${row}) of this subject and target area fall on one day. Correct one of the two dates.`);
      } else if (isOutOfOrder(this.visits.texts[this.visit.at(last)], this.visits.texts[visit])) {
        this.fault(row, 'date', `The visit ${name} is dated later than ${lastName} in row ${lastRow}. The earliest visit is the baseline: correct the dates, or the names of the visits.`);
      }
    }
  }

  /** Series that begin at another visit than most of their target area and view: the baseline is missing, or there are two. */
  private findOtherBaselines(baselineOf: Int32Array): { rows: Set<number>; notes: string[] } {
    const plain = new Names(), plainOf = this.visits.texts.map((text) => plain.number(plainName(text, { isVisit: true })));
    const visitOf = (at: number): number => plainOf[this.visit.at(at)], areaOf = (at: number): number => this.areaOfSeries.at(this.seriesOf.at(at));
    const areas = this.areas.texts.map(() => ({ beginnings: new Map<number, number>(), laterOfUsual: new Set<number>() })), begun = new Uint8Array(this.lastOfSeries.length);
    for (let at = 0; at < baselineOf.length; at++) {
      if (baselineOf[at] === at || begun[this.seriesOf.at(at)] === 1) continue;
      begun[this.seriesOf.at(at)] = 1;
      const { beginnings } = areas[areaOf(at)], first = visitOf(baselineOf[at]);
      beginnings.set(first, (beginnings.get(first) ?? 0) + 1);
    }
    const usual = areas.map(({ beginnings }) => findUsualBaseline(beginnings, (visit) => plain.texts[visit]));
    for (let at = 0; at < baselineOf.length; at++) {
      if (baselineOf[at] !== at && visitOf(baselineOf[at]) === usual[areaOf(at)]) areas[areaOf(at)].laterOfUsual.add(visitOf(at));
    }
    const series = new Set<number>(), rows = new Set<number>();
    for (let at = 0; at < baselineOf.length; at++) {
      const area = areaOf(at), most = usual[area];
      if (baselineOf[at] !== at && most !== null && isFromOtherBaseline(visitOf(baselineOf[at]), (visit) => visit === visitOf(at), most, areas[area].laterOfUsual)) series.add(this.seriesOf.at(at));
    }
    const listed: string[] = [];
    for (let at = 0; at < baselineOf.length; at++) {
      if (!series.has(this.seriesOf.at(at))) continue;
      rows.add(at);
      if (baselineOf[at] === at && listed.length < 5) listed.push(`${quoteCell(this.subjects.texts[this.subjectOfSeries.at(this.seriesOf.at(at))])} with ${quoteCell(this.visits.texts[this.visit.at(at)])} (row ${this.rowNumber.at(at)})`);
    }
    if (series.size === 0) return { rows, notes: [] };
    const most = this.visits.texts[plainOf.indexOf([...series].map((one) => usual[this.areaOfSeries.at(one)])[0]!)];
    return { rows, notes: [`${series.size === 1 ? 'One series begins' : `${series.size} series begin`} at another visit than most, which begin at ${quoteCell(most)}: ${listed.join(', ')}${series.size > listed.length ? ' …' : ''}. What changed from there is no change from the baseline: it is measured, and left out of the arms. Add the photograph that is missing, or remove the one that is no baseline.`] };
  }

  /** Days to come are slips of the pen, or a clock that is wrong: noted, not refused. A day more, because days begin elsewhere first. */
  private findFuture(): string[] {
    const tomorrow = Math.floor(Date.now() / 86_400_000) + 1, rows: number[] = [];
    for (let at = 0; at < this.day.length; at++) if (this.day.at(at) > tomorrow) rows.push(this.rowNumber.at(at));
    if (rows.length === 0) return [];
    return [`${rows.length === 1 ? 'One day has' : `${rows.length} days have`} not come yet, going by this computer's clock: row ${rows.slice(0, 5).join(', ')}${rows.length > 5 ? ' …' : ''}. Correct the date if it is wrong.`];
  }

  /** Names that differ only in capital letters, signs between words, leading zeros or the form of composed letters, and W12 beside week 12. */
  private findTwins(): string[] {
    const notes: string[] = [], several = [...this.inSeveralArms].map((subject) => quoteCell(this.subjects.texts[subject]));
    if (several.length > 0) notes.push(`${several.length === 1 ? 'One subject has' : `${several.length} subjects have`} target areas in different arms: ${several.slice(0, 5).join(', ')}${several.length > 5 ? ' …' : ''}. They are taken for areas treated differently; correct the column arm if they are not.`);
    for (const [what, names] of [['subjects', this.subjects], ['arms', this.arms], ['target areas', this.targetAreas], ['visits', this.visits]] as const) {
      const seen = new Map<string, string>();
      for (const text of names.texts) {
        const plain = plainName(text, { isVisit: what === 'visits' });
        const other = seen.get(plain);
        if (other !== undefined && notes.length < 50) notes.push(`The ${what} ${quoteCell(other)} and ${quoteCell(text)} are taken for two, though they differ only in how they are written.`);
        seen.set(plain, text);
      }
    }
    return notes;
  }

  private fault(row: number, column: string, message: string): void {
    this.faultCount++;
    if (this.faults.length < mostFaultsKept) this.faults.push({ row, column, message });
  }
}
