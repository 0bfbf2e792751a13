import type { Contraindication, Treatment } from './treatment.js';

/** Something to look at. Nothing is blocked: the person who treats decides. */
export interface TreatmentWarning {
  /** The treatment or timepoint that it is about. */
  readonly about: string;
  readonly code: 'minoxidilAfterNeedling' | 'sessionsTooClose' | 'deviceOld' | 'contraindication' | 'photographAfterSession';
  readonly message: string;
}

export interface LoggedTreatment extends Treatment { readonly id: string }

/** What the source articles advise (clinical notes, treatment log). */
export const treatmentLimits = {
  minoxidilHours: 24, minoxidilAboveNeedleMm: 0.5, sessionDays: 7, sessionNeedleMm: [1, 1.5], deviceDays: 90, photographHours: 72,
} as const;

const hourMs = 3_600_000;

const contraindicationWords: Record<Contraindication, string> = {
  activeAcne: 'active acne', scalpInfection: 'infection of the scalp', psoriasis: 'psoriasis', eczema: 'eczema', poorWoundHealing: 'poor wound healing',
  keloids: 'keloids', activeAlopeciaAreata: 'active alopecia areata', clottingDisorder: 'a clotting disorder', isotretinoin: 'isotretinoin',
};

/** The earliest and latest moment of a day, or the moment itself; local clock, so only differences mean something. */
function span(date: string): { first: number; last: number } {
  const first = Date.parse(date.length === 10 ? `${date}T00:00Z` : `${date}Z`);
  return { first, last: date.length === 10 ? first + 24 * hourMs - 60_000 : first };
}

/** Least hours that can lie between two dates, the second not before the first; null when the second surely came first. */
function leastHoursAfter(earlier: string, later: string): number | null {
  const [a, b] = [span(earlier), span(later)];
  if (b.last < a.first) return null;
  return Math.max(0, b.first - a.last) / hourMs;
}

/**
 * Goes through the log of one person. Where a time is not given, the whole day counts, and the warning says "may".
 * @param photographs  Days of the photographs, by the id of their timepoint.
 */
export function warnAboutTreatments(treatments: readonly LoggedTreatment[], photographs: readonly { readonly id: string; readonly date: string }[]): TreatmentWarning[] {
  const sessions = treatments.filter(({ kind }) => kind === 'microneedling').sort((a, b) => a.date.localeCompare(b.date));
  const warnings: TreatmentWarning[] = [];
  for (const { id, date } of treatments.filter(({ kind }) => kind === 'minoxidil')) {
    const near = sessions.find((session) => {
      const hours = leastHoursAfter(session.date, date);
      return (session.needleMm ?? 0) > treatmentLimits.minoxidilAboveNeedleMm && hours !== null && hours < treatmentLimits.minoxidilHours;
    });
    if (near !== undefined) {
      const sure = near.date.length > 10 && date.length > 10;
      warnings.push({ about: id, code: 'minoxidilAfterNeedling', message: `Minoxidil ${sure ? 'came' : 'may have come'} within 24 hours after needling deeper than 0.5 mm.` });
    }
  }
  const [shallowest, deepest] = treatmentLimits.sessionNeedleMm;
  const deep = sessions.filter(({ needleMm }) => needleMm != null && needleMm >= shallowest && needleMm <= deepest);
  for (const [at, session] of deep.entries()) {
    const before = deep[at - 1];
    const days = before === undefined ? Infinity : Math.round((span(session.date.slice(0, 10)).first - span(before.date.slice(0, 10)).first) / (24 * hourMs));
    if (days < treatmentLimits.sessionDays) warnings.push({ about: session.id, code: 'sessionsTooClose', message: `${days === 0 ? 'On the same day as' : `Only ${days === 1 ? '1 day' : `${days} days`} after`} the session before; with needles of 1.0 to 1.5 mm at least 7 are advised.` });
  }
  for (const { id, date, deviceSince, contraindications = [] } of treatments) {
    if (deviceSince != null) {
      const days = Math.round((span(date.slice(0, 10)).first - span(deviceSince).first) / (24 * hourMs));
      if (days > treatmentLimits.deviceDays) warnings.push({ about: id, code: 'deviceOld', message: `The device had been in use for ${days} days; it is to be replaced after 90.` });
    }
    if (contraindications.length > 0) warnings.push({ about: id, code: 'contraindication', message: `Advised against with ${contraindications.map((name) => contraindicationWords[name]).join(', ')}.` });
  }
  for (const { id, date } of photographs) {
    const near = sessions.filter((session) => {
      const hours = leastHoursAfter(session.date, date);
      return hours !== null && hours < treatmentLimits.photographHours;
    });
    if (near.length === 0) continue;
    const sure = near.some((session) => span(date).last - span(session.date).first < treatmentLimits.photographHours * hourMs);
    warnings.push({ about: id, code: 'photographAfterSession', message: `${sure ? 'Photographed within 72 hours after a session, or on its day' : 'May have been photographed within 72 hours after a session'}: crusts and redness look like hair.` });
  }
  return warnings;
}
