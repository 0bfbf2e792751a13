/** Which of two dropped photographs is the earlier one: by the date of the file where they differ by a day, else by name. */
export function orderFiles<Kind extends { name: string; lastModified: number }>(files: readonly Kind[]): Kind[] {
  const dayMs = 86_400_000;
  return [...files].sort((a, b) => {
    const later = a.lastModified - b.lastModified;
    return Math.abs(later) >= dayMs ? later : a.name.localeCompare(b.name, 'en', { numeric: true });
  });
}
