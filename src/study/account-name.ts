import { z } from 'zod';

/** The name with which somebody signs in, and which the trail shows: letters, digits and . _ - @, the same in capitals. */
export const accountNameSchema = z.string().trim().normalize('NFC').toLowerCase()
  .refine((name) => /^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(name), 'expected 2 to 64 letters, digits, dots or dashes').refine((name) => name !== 'program', 'this name is taken');
