/** Whether the text is a day that exists, written as ISO 8601 says, of the years in which there are photographs. */
export function isDay(text: string): boolean {
  const parts = /^((?:18|19|20|21)\d{2})-(\d{2})-(\d{2})$/.exec(text);
  if (parts === null) return false;
  const month = Number(parts[2]), day = Number(parts[3]);
  const moment = new Date(Date.UTC(Number(parts[1]), month - 1, day));
  return moment.getUTCMonth() === month - 1 && moment.getUTCDate() === day;
}
