// One photograph as other software, cameras and hands would have handed it over: the same hairs each time.
// Must be loaded before anything of dist: the reader forbids sharp to open drawings.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';

const png = (picture) => picture.png({ compressionLevel: 1 }).toBuffer();
const svg = (width, height, inner) => Buffer.from(`<svg width="${width}" height="${height}" font-family="DejaVu Sans">${inner}</svg>`);
const draw = (inner) => async ({ picture, width, height }) => png(picture.composite([{ input: svg(width, height, inner(width, height)) }]));
const linear = (gains, offsets = [0, 0, 0]) => ({ picture }) => png(picture.linear(gains, offsets));
const colourMap = (matrix) => ({ picture }) => png(picture.recomb(matrix));

/** What each variant does: bytes of the new file from the picture, and how many of its pixels lie where one lay. */
export const variants = {
  unchanged: { make: ({ picture }) => png(picture) },
  'resized to 0.5': { scale: 0.5, make: ({ picture, width }) => png(picture.resize({ width: Math.round(width * 0.5) })) },
  'resized to 0.7': { scale: 0.7, make: ({ picture, width }) => png(picture.resize({ width: Math.round(width * 0.7) })) },
  'resized to 1.4': { scale: 1.4, make: ({ picture, width }) => png(picture.resize({ width: Math.round(width * 1.4) })) },
  'turned 90°': { make: ({ picture }) => png(picture.rotate(90)) },
  'turned 180°': { make: ({ picture }) => png(picture.rotate(180)) },
  'turned 37°, black corners': { make: ({ picture }) => png(picture.rotate(37, { background: '#000' })) },
  'turned 37°, white corners': { make: ({ picture }) => png(picture.rotate(37, { background: '#fff' })) },
  mirrored: { mirror: true, make: ({ picture }) => png(picture.flop()) },
  'JPEG quality 40': { make: ({ picture }) => picture.jpeg({ quality: 40 }).toBuffer() },
  'JPEG quality 15': { make: ({ picture }) => picture.jpeg({ quality: 15 }).toBuffer() },
  'blurred 5 µm': { make: ({ picture, micrometresPerPixel }) => png(picture.blur(5 / micrometresPerPixel)) },
  'blurred 12 µm': { make: ({ picture, micrometresPerPixel }) => png(picture.blur(12 / micrometresPerPixel)) },
  sharpened: { make: ({ picture }) => png(picture.sharpen({ sigma: 2, m1: 2, m2: 4 })) },
  'local contrast': { make: ({ picture }) => png(picture.clahe({ width: 200, height: 200, maxSlope: 3 })) },
  'gamma 0.7': { make: ({ picture }) => bend(picture, 0.7) },
  'gamma 1.5': { make: ({ picture }) => bend(picture, 1.5) },
  'warm light': { make: linear([1.08, 0.97, 0.75]) },
  'cold light': { make: linear([0.82, 0.98, 1.15]) },
  'greenish light': { make: linear([0.88, 1.04, 0.85]) },
  'saturated': { make: ({ picture }) => png(picture.modulate({ saturation: 1.6 })) },
  grey: { make: colourMap([[0.3, 0.59, 0.11], [0.3, 0.59, 0.11], [0.3, 0.59, 0.11]]) },
  'grey file': { make: ({ picture }) => png(picture.greyscale().toColourspace('b-w')) },
  darker: { make: linear([0.55, 0.55, 0.55]) },
  brighter: { make: linear([1.3, 1.3, 1.3]) },
  'low contrast': { make: linear([0.6, 0.6, 0.6], [60, 60, 60]) },
  noise: { make: ({ picture, width, height }) => addNoise(picture, width, height, 8) },
  vignette: { make: draw((w, h) => `<defs><radialGradient id="v" cx="50%" cy="50%" r="72%"><stop offset="45%" stop-color="#000" stop-opacity="0"/><stop offset="100%" stop-color="#000" stop-opacity="0.6"/></radialGradient></defs><rect width="${w}" height="${h}" fill="url(#v)"/>`) },
  'light from one side': { make: draw((w, h) => `<defs><linearGradient id="v"><stop offset="0%" stop-color="#000" stop-opacity="0.5"/><stop offset="100%" stop-color="#000" stop-opacity="0"/></linearGradient></defs><rect width="${w}" height="${h}" fill="url(#v)"/>`) },
  'rim of 10 % cropped': { make: ({ picture, width, height }) => png(picture.extract({ left: Math.round(width * 0.1), top: Math.round(height * 0.1), width: Math.round(width * 0.8), height: Math.round(height * 0.8) })) },
  '16-bit PNG': { make: ({ picture }) => picture.toColourspace('rgb16').png().toBuffer() },
  WebP: { make: ({ picture }) => picture.webp({ quality: 75 }).toBuffer() },
  AVIF: { make: ({ picture }) => picture.avif({ quality: 55, effort: 1 }).toBuffer() },
  HEIC: { make: ({ picture }) => heic(picture) },
  TIFF: { make: ({ picture }) => picture.tiff({ compression: 'lzw' }).toBuffer() },
  'EXIF turned': { make: ({ picture }) => picture.rotate(270).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toBuffer() },
  'wide colours (P3)': { make: ({ picture }) => picture.withIccProfile('p3').png().toBuffer() },
  'date, yellow': { make: draw((w, h) => `<text x="${w * 0.62}" y="${h * 0.95}" font-size="${h / 18}" fill="#fe2">2024-11-03</text>`) },
  'date, white outlined': { make: draw((w, h) => `<text x="${w * 0.03}" y="${h * 0.09}" font-size="${h / 16}" fill="#fff" stroke="#000" stroke-width="2" font-weight="bold">03.11.2024 14:22</text>`) },
  'patient number, black': { make: draw((w, h) => `<text x="${w * 0.05}" y="${h * 0.1}" font-size="${h / 22}" fill="#000">ID 004-0173 V2 vertex</text>`) },
  'number in a white box': { make: draw((w, h) => `<rect x="${w * 0.02}" y="${h * 0.02}" width="${w * 0.36}" height="${h * 0.09}" fill="#fff"/><text x="${w * 0.03}" y="${h * 0.085}" font-size="${h / 18}" fill="#111">P-0173 / T1</text>`) },
  'white frame': { make: ({ picture, width }) => png(picture.extend({ top: Math.round(width * 0.04), bottom: Math.round(width * 0.04), left: Math.round(width * 0.04), right: Math.round(width * 0.04), background: '#fff' })) },
  'black frame': { make: ({ picture, width }) => png(picture.extend({ top: Math.round(width * 0.06), bottom: Math.round(width * 0.06), left: Math.round(width * 0.02), right: Math.round(width * 0.02), background: '#000' })) },
  'grey frame': { make: ({ picture, width }) => png(picture.extend({ top: Math.round(width * 0.05), bottom: Math.round(width * 0.05), left: Math.round(width * 0.05), right: Math.round(width * 0.05), background: '#d0d0d0' })) },
  'ruler at the edge': { make: draw(drawRuler) },
  logo: { make: draw((w, h) => `<g transform="translate(${w * 0.86},${h * 0.1})"><circle r="${h * 0.06}" fill="#0a5fb4"/><path d="M ${-h * 0.03} 0 L 0 ${-h * 0.04} L ${h * 0.03} 0 L 0 ${h * 0.04} Z" fill="#fff"/></g><text x="${w * 0.7}" y="${h * 0.2}" font-size="${h / 26}" fill="#0a5fb4" font-weight="bold">DermaScope</text>`) },
  arrows: { make: draw((w, h) => [[0.3, 0.3, 40], [0.6, 0.55, 160], [0.45, 0.75, 260]].map(([x, y, turn]) => `<g transform="translate(${w * x},${h * y}) rotate(${turn})"><path d="M 0 0 L ${h * 0.1} 0 M 0 0 l ${h * 0.03} ${-h * 0.02} M 0 0 l ${h * 0.03} ${h * 0.02}" stroke="#ff0" stroke-width="${h / 160}" fill="none"/></g>`).join('')) },
  'black arrows': { make: draw((w, h) => [[0.25, 0.35, 70], [0.7, 0.5, 190], [0.5, 0.8, 300]].map(([x, y, turn]) => `<g transform="translate(${w * x},${h * y}) rotate(${turn})"><path d="M 0 0 L ${h * 0.12} 0" stroke="#000" stroke-width="${h / 120}"/><path d="M ${-h * 0.02} 0 l ${h * 0.04} ${-h * 0.02} l 0 ${h * 0.04} Z" fill="#000"/></g>`).join('')) },
  'cyan circle': { make: draw((w, h) => `<circle cx="${w / 2}" cy="${h / 2}" r="${h * 0.44}" fill="none" stroke="#0ff" stroke-width="3"/>`) },
  'white circle, dashed': { make: draw((w, h) => `<circle cx="${w / 2}" cy="${h / 2}" r="${h * 0.42}" fill="none" stroke="#fff" stroke-width="4" stroke-dasharray="18 12"/>`) },
  'black circle': { make: draw((w, h) => `<circle cx="${w * 0.48}" cy="${h / 2}" r="${h * 0.4}" fill="none" stroke="#000" stroke-width="3"/>`) },
  'black scale bar': { make: draw((w, h) => `<rect x="${w * 0.66}" y="${h * 0.9}" width="${w * 0.28}" height="${h * 0.012}" fill="#000"/><text x="${w * 0.75}" y="${h * 0.88}" font-size="${h / 26}" fill="#000">1 mm</text>`) },
  'white bar with ends': { make: draw((w, h) => `<path d="M ${w * 0.06} ${h * 0.9} v ${h * 0.04} m 0 ${-h * 0.02} h ${w * 0.28} m 0 ${-h * 0.02} v ${h * 0.04}" stroke="#fff" stroke-width="3" fill="none"/><text x="${w * 0.15}" y="${h * 0.97}" font-size="${h / 28}" fill="#fff">1000 µm</text>`) },
  'scale bar in pieces': { make: draw((w, h) => Array.from({ length: 5 }, (_, i) => `<rect x="${w * (0.6 + 0.056 * i)}" y="${h * 0.92}" width="${w * 0.056}" height="${h * 0.015}" fill="${i % 2 ? '#fff' : '#000'}"/>`).join('')) },
  'green grid': { make: draw((w, h) => Array.from({ length: 7 }, (_, i) => `<path d="M ${(w * (i + 1)) / 8} 0 V ${h} M 0 ${(h * (i + 1)) / 8} H ${w}" stroke="#0f0" stroke-width="2"/>`).join('')) },
  'black footer': { make: draw((w, h) => `<rect y="${h * 0.94}" width="${w}" height="${h * 0.06}" fill="#000"/><text x="${w * 0.02}" y="${h * 0.985}" font-size="${h / 30}" fill="#fff">Mag 70x  2024-11-03 14:22:07   Site A   f/2.8  ISO 200</text>`) },
  'white header': { make: draw((w, h) => `<rect width="${w}" height="${h * 0.07}" fill="#fff"/><text x="${w * 0.02}" y="${h * 0.05}" font-size="${h / 28}" fill="#000">Patient 0173 | Visit 2 | Vertex</text>`) },
};

/** @returns Bytes of the variant and its scale, µm per pixel. */
export async function makeVariant(file, micrometresPerPixel, { make, scale = 1 }) {
  const { data, info: { width, height } } = await sharp(file).rotate().removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const picture = sharp(data, { raw: { width, height, channels: 3 } });
  return { bytes: await make({ picture, width, height, micrometresPerPixel }), micrometresPerPixel: micrometresPerPixel / scale };
}

async function bend(picture, gamma) {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++) data[i] = Math.round(255 * (data[i] / 255) ** gamma);
  return png(sharp(data, { raw: info }));
}

async function addNoise(picture, width, height, deviation) {
  const data = await picture.raw().toBuffer();
  let state = 12345;
  const uniform = () => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
  for (let i = 0; i < data.length; i++) {
    // Three uniform numbers are near enough to a normal one.
    data[i] = Math.max(0, Math.min(255, Math.round(data[i] + 2 * deviation * (uniform() + uniform() + uniform() - 1.5))));
  }
  return png(sharp(data, { raw: { width, height, channels: 3 } }));
}

function drawRuler(width, height) {
  const step = width / 40, ticks = Array.from({ length: 41 }, (_, i) => `<path d="M ${i * step} ${height} v ${-(i % 10 === 0 ? 0.06 : i % 5 === 0 ? 0.045 : 0.03) * height}" stroke="#111" stroke-width="2"/>`).join('');
  return `<rect y="${height * 0.9}" width="${width}" height="${height * 0.1}" fill="#f4f2ea"/>${ticks}`;
}

/** By the command-line tool of libheif, where it is installed; null otherwise. */
async function heic(picture) {
  const folder = await mkdtemp(join(tmpdir(), 'heic-'));
  try {
    await picture.png().toFile(join(folder, 'a.png'));
    await promisify(execFile)('heif-enc', ['-q', '70', join(folder, 'a.png'), '-o', join(folder, 'a.heic')]);
    return await readFile(join(folder, 'a.heic'));
  } catch { return null; } finally { await rm(folder, { recursive: true, force: true }); }
}
