import pico from 'picocolors';

/** Bold text on a terminal that shows it; unchanged in files and pipes, and where NO_COLOR asks for plain text. */
export const { bold } = pico.createColors(process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb');
