/** Options of the command line as hints name them, and what stands for each on a page. */
const replacements: readonly [option: RegExp, words: string][] = [
  [/ with --um-per-px or --field-width-mm/g, ' as micrometres per pixel or as the width of the field'],
  [/ with --um-per-px/g, ' as micrometres per pixel'],
  [/ --ruler-mm ([\d.]+)/g, ' $1 mm'],
  [/ with --kind closeup or --kind global/g, ''],
  [/ with --kind closeup/g, ' as a close-up'],
  [/ with --kind global/g, ' as the photograph of a head'],
  [/ with --region ellipse:… or polygon:…/g, ' by hand'],
  [/Give the region of a head with --region/g, 'Draw the region of a head'],
  [/; `batch` [a-z ]+--(photo-seconds|concurrency)/g, ''],
  [/ with --area/g, ''],
];

/** A hint for people who see a page and no command line: options are said as the page names them. */
export function wordHintForPage(hint: string): string {
  return replacements.reduce((text, [option, words]) => text.replace(option, words), hint);
}
