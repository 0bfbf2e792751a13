// Keeps what is slow (pictures made, maps of the network, results) in a folder, so that a change of the code behind it costs seconds.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { analyseTimepoint } from '../../dist/analysis/analyse-timepoint.js';
import { openNetworkSegmenter } from '../../dist/segmentation/network-segmenter.js';

const code = fileURLToPath(new URL('../../dist', import.meta.url));
const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex').slice(0, 24);

/** Hash of the compiled code of some folders: what is cached by it is made anew when they change. */
export function hashCode(folders) {
  const files = folders.flatMap((folder) => (statSync(join(code, folder)).isDirectory()
    ? readdirSync(join(code, folder), { recursive: true }).filter((name) => name.endsWith('.js')).sort().map((name) => join(code, folder, name)) : [join(code, folder)]));
  return sha(...files.map((file) => readFileSync(file)));
}

/** A store of files by name; a file appears whole or not at all. */
export function openCache(folder) {
  for (const part of ['pictures', 'maps', 'results']) mkdirSync(join(folder, part), { recursive: true });
  const write = (name, bytes) => {
    writeFileSync(join(folder, `${name}.part`), bytes);
    renameSync(join(folder, `${name}.part`), join(folder, name));
  };
  return { has: (name) => existsSync(join(folder, name)), read: (name) => readFileSync(join(folder, name)), write };
}

/** The photographs of a description: made once, then read. */
export async function recallPictures(cache, description, makerHash, make) {
  const key = `pictures/${sha(JSON.stringify(description), makerHash)}`;
  if (!cache.has(`${key}.json`)) {
    const visits = await make(description);
    visits.forEach(({ jpeg }, i) => cache.write(`${key}-${i}.jpg`, jpeg));
    cache.write(`${key}.json`, JSON.stringify(visits.map((visit) => ({ ...visit, jpeg: undefined }))));
  }
  return JSON.parse(cache.read(`${key}.json`)).map((visit, i) => ({ ...visit, jpeg: cache.read(`${key}-${i}.jpg`) }));
}

const mapNames = ['hair', 'middle', 'root', 'tip', 'rootOffsetX', 'rootOffsetY', 'tipOffsetX', 'tipOffsetY'];

/** The shipped network, its maps kept by picture and model. Reports how long the network took where it ran. */
export async function openCachedSegmenter(cache) {
  const inner = await openNetworkSegmenter();
  return {
    ...inner,
    async segment(image) {
      const name = `maps/${sha(inner.model.sha256, `${image.width}x${image.height}`, image.data)}`;
      if (!cache.has(name)) {
        const maps = await inner.segment(image);
        cache.write(name, Buffer.concat(mapNames.map((key) => Buffer.from(maps[key].data.buffer, maps[key].data.byteOffset, maps[key].data.byteLength))));
        return maps;
      }
      const bytes = cache.read(name), all = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
      const maps = { width: image.width, height: image.height };
      let at = 0;
      for (const key of mapNames) {
        const [width, height] = key === 'hair' ? [image.width, image.height] : [(image.width + 1) >> 1, (image.height + 1) >> 1];
        maps[key] = { width, height, data: all.subarray(at, at + width * height) };
        at += width * height;
      }
      return maps;
    },
  };
}

/** The result of one photograph, measured once for each state of the measuring code. */
export async function recallResult(cache, segmenter, measuringHash, { jpeg, micrometresPerPixel }) {
  const name = `results/${sha(segmenter.model.sha256, measuringHash, String(micrometresPerPixel), jpeg)}.json`;
  if (!cache.has(name)) {
    const { result } = await analyseTimepoint(jpeg, { segmenter, name: 'photograph.jpg', calibration: { method: 'given', micrometresPerPixel } });
    cache.write(name, JSON.stringify(result));
  }
  return JSON.parse(cache.read(name));
}

export const measuringFolders = ['measurement', 'image-io', 'raster', 'domain', 'segmentation', 'analysis/analyse-timepoint.js', 'analysis/target-area.js', 'analysis/calibrate.js'];
