/**
 * Works on things as they come, at most so many at a time, and waits for the last.
 * The first failure stops the taking of new ones and is thrown once those in hand have ended.
 */
export async function workSideBySide<Thing>(things: AsyncIterable<Thing>, width: number, work: (thing: Thing) => Promise<void>): Promise<void> {
  const inHand = new Set<Promise<void>>();
  let failure: { cause: unknown } | null = null;
  for await (const thing of things) {
    if (failure !== null) break;
    const one: Promise<void> = work(thing).catch((cause: unknown) => { failure ??= { cause }; }).finally(() => inHand.delete(one));
    inHand.add(one);
    if (inHand.size >= width) await Promise.race(inHand);
  }
  await Promise.all(inHand);
  if (failure !== null) throw (failure as { cause: unknown }).cause;
}
