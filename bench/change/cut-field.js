// Makes photographs of a scope with a round field of square ones: a bright disc, black around it, its edge as soft as optics leave it.
import { encodeJpeg } from '../../dist/image-io/encode-image.js';
import { readPhotograph } from '../../dist/image-io/read-photograph.js';
import { createRandom } from '../../dist/phantom/random.js';

/**
 * @param visits  Photographs with the truth of their hairs; the same hairs, and the disc in which each photograph shows them, come out.
 * @param seed  Of the size, the place and the softness of each disc.
 */
export async function cutFields(visits, seed) {
  const random = createRandom(seed);
  const cut = [];
  for (const visit of visits) {
    const { image } = await readPhotograph(visit.jpeg, { name: 'photograph.jpg' }), { width, height } = image, side = Math.min(width, height);
    const field = { row: height / 2 + random.uniform(-0.02, 0.02) * side, column: width / 2 + random.uniform(-0.02, 0.02) * side, radius: random.uniform(0.46, 0.48) * side };
    const softness = random.uniform(0.5, 4), data = new Uint8Array(image.data);
    for (let row = 0, at = 0; row < height; row++) {
      for (let column = 0; column < width; column++, at += 3) {
        const light = 1 / (1 + Math.exp((Math.hypot(row - field.row, column - field.column) - field.radius) / softness));
        for (let k = 0; k < 3; k++) data[at + k] = Math.round(data[at + k] * light + (3 + k * 0.5 + random.uniform(0, 2)) * (1 - light));
      }
    }
    cut.push({ ...visit, jpeg: await encodeJpeg({ width, height, data }, 92), field });
  }
  return cut;
}
