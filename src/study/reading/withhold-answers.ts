import { erasedHash } from '../audit.js';
import type { StudyStore } from '../study-store.js';

/** An entry of the trail as it is kept: contents are JSON. */
interface Entry { readonly action: string; readonly object: string; readonly before: string | null; readonly after: string | null }

const untilSigned = 'until everybody has signed this blinded reading', forErased = 'as the pair was erased';

/**
 * Takes out of entries of the trail what is told of a blinded reading only when everybody has signed: what readers answered and why, and the seed, from which sides and order follow. They say themselves that it is withheld. So do answers about pairs that were erased: where the trail still has them, an earlier program left them there, and the next erasure takes them out.
 * Their hashes stay those of the whole entries.
 */
export async function withholdAnswers<One extends Entry>({ database }: StudyStore, entries: readonly One[]): Promise<One[]> {
  const idsOf = (action: string): string[] => entries.filter((entry) => entry.action === action).map(({ object }) => object.slice(object.indexOf(':') + 1)), answers = idsOf('reading.answer');
  if (answers.length === 0 && [...idsOf('reading.add'), ...idsOf('reading.adjudicate')].length === 0) return [...entries];
  const open = new Set((await database.selectFrom('reading_readers').select('reading').distinct().where('signature', 'is', null).execute()).map(({ reading }) => reading));
  const items = answers.length === 0 ? [] : await database.selectFrom('reading_items').innerJoin('reading_readers', 'reading_readers.id', 'reading_items.reader').select(['reading_items.id', 'reading_readers.reading']).where('reading_items.id', 'in', answers).execute();
  const readingOf = new Map(items.map(({ id, reading }) => [`readingItem:${id}`, reading]));
  return entries.map((entry) => {
    if (entry.action === 'reading.answer') {
      const reading = readingOf.get(entry.object), withheld = reading === undefined ? forErased : untilSigned;
      return reading !== undefined && !open.has(reading) ? entry : { ...entry, before: replace(entry.before, () => ({ withheld })), after: replace(entry.after, ({ reader }) => ({ reader, withheld })) };
    }
    if (entry.action === 'reading.add' && open.has(entry.object.slice('reading:'.length))) return { ...entry, after: replace(entry.after, ({ salt: _salt, ...after }) => ({ ...after, seed: `withheld ${untilSigned}` })) };
    if (entry.action === 'reading.adjudicate' && open.has(entry.object.slice('reading:'.length))) return { ...entry, after: replace(entry.after, ({ salt: _salt, ...after }) => after) };
    return entry;
  });
}

/** Contents that were erased stay as what is left of them. */
function replace(content: string | null, put: (said: Record<string, unknown>) => object): string | null {
  return content === null || erasedHash(content) !== null ? content : JSON.stringify(put(JSON.parse(content) as Record<string, unknown>));
}
