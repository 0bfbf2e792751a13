/** What a person typed, for a message: in quotation marks, cut short. */
export function quoteCell(text: string): string {
  const letters = [...text];
  return JSON.stringify(letters.length > 60 ? `${letters.slice(0, 60).join('')}…` : text);
}
