/** Whether the text is a day that exists, written as ISO 8601 says, from 1950 to 2199: spreadsheets have days of 1899 and 1900 where there is none. */
export function isDay(text: string): boolean {
  const parts = /^((?:19[5-9]\d|2[01]\d{2}))-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const month = Number(parts[2]), day = Number(parts[3]);
  const moment = new Date(Date.UTC(Number(parts[1]), month - 1, day));
  return moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
}

/** Whether the text is a month or a year of these, as ISO 8601 and SDTM write a day of which no more is known: 2026-03, 2026. */
export function isPartialDay(text: string): boolean {
  return /^\d{4}(-\d{2})?$/.test(text) && isDay(`${text}${text.length === 4 ? '-01' : ''}-01`);
}
