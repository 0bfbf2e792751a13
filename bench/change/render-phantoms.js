// Renders the phantom pairs ahead of the measuring: node bench/change/render-phantoms.js CACHE SET FROM TO
import { hashCode, openCache, recallPictures } from './cached-measuring.js';
import { describePhantomPair, describeRepeats, makePhantomVisits } from './phantom-pairs.js';
const [folder, set, from, to] = process.argv.slice(2), cache = openCache(folder), maker = hashCode(['phantom']);
for (let number = Number(from); number <= Number(to); number++) {
  await recallPictures(cache, set === 'repeats' ? describeRepeats(number) : describePhantomPair(set, number), maker, makePhantomVisits);
  console.error(`${set} ${number}`);
}
