import { type Markup, markup } from '../markup.js';

const skin = '#e8cbb5', hair = '#4a3b33', line = '#1e2226', light = '#f0b429', quiet = '#565c62';

function drawing(label: string, content: Markup, caption: string): Markup {
  return markup`<figure><svg viewBox="0 0 160 130" role="img" aria-label="${label}">${content}</svg><figcaption>${caption}</figcaption></figure>`;
}

const camera = (x: number, y: number, turn: number): Markup => markup`<g transform="translate(${x} ${y}) rotate(${turn})"><rect x="-13" y="-9" width="26" height="18" rx="3" fill="${line}"/><circle r="5.5" fill="#fff"/><circle r="3" fill="${line}"/></g>`;
const lamp = (x: number, y: number): Markup => markup`<g><circle cx="${x}" cy="${y}" r="7" fill="${light}" stroke="${line}"/><path d="M${x - 11},${y}h-4M${x + 11},${y}h4M${x},${y - 11}v-4M${x},${y + 11}v4" stroke="${light}" stroke-width="2"/></g>`;
const headAbove = markup`<ellipse cx="80" cy="68" rx="34" ry="42" fill="${skin}" stroke="${line}"/><path d="M80,28C50,28 44,60 47,84C54,104 68,110 80,110C92,110 106,104 113,84C116,60 110,28 80,28Z" fill="${hair}"/><ellipse cx="80" cy="84" rx="13" ry="12" fill="${skin}"/><path d="M76,108l4,8l4,-8" fill="${skin}" stroke="${line}"/><ellipse cx="44" cy="70" rx="4" ry="9" fill="${skin}" stroke="${line}"/><ellipse cx="116" cy="70" rx="4" ry="9" fill="${skin}" stroke="${line}"/>`;
const headSide = markup`<path d="M58,118C60,104 56,100 52,92C40,70 46,34 84,32C116,32 122,60 118,76L124,88L116,90L116,100C114,106 106,104 100,104L98,118Z" fill="${skin}" stroke="${line}"/><path d="M52,92C40,70 46,34 84,32C108,32 117,48 118,62C100,58 98,64 92,78C84,92 64,96 52,92Z" fill="${hair}"/><ellipse cx="80" cy="80" rx="5" ry="8" fill="${skin}" stroke="${line}"/>`;

/** The drawings of the guide, for heads. */
export const headDrawings: readonly Markup[] = [
  drawing('A head seen from above, filling the frame, the nose at the bottom.', markup`<rect x="22" y="6" width="116" height="118" fill="none" stroke="${quiet}" stroke-dasharray="5 4"/>${headAbove}`, 'From above: the whole scalp in the frame, nose down, nothing cut off.'),
  drawing('A head from the side, tilted forward, with the camera behind and above it.', markup`<g transform="rotate(18 80 80)">${headSide}</g>${camera(26, 24, 40)}<path d="M38,34L58,50" stroke="${quiet}" stroke-dasharray="4 3"/>`, 'The crown: chin towards the chest, the camera behind, square to the crown.'),
  drawing('A head from the side with the camera in front at the height of the hairline.', markup`<g transform="translate(-24 0)">${headSide}</g>${camera(140, 46, 0)}<path d="M126,46H100" stroke="${quiet}" stroke-dasharray="4 3"/>`, 'The front: camera at the height of the hairline, hair combed back or parted as before.'),
  drawing('A head from above between two lamps, the camera between them.', markup`${headAbove}${lamp(20, 30)}${lamp(140, 30)}<path d="M29,36L48,50M131,36L112,50" stroke="${light}" stroke-width="2"/>`, 'Two soft lamps, left and right, always in the same places. No direct flash.'),
  drawing('A head on a stand at a marked distance from the camera on a tripod.', markup`<g transform="translate(32 4) scale(0.8)">${headSide}</g>${camera(24, 60, 0)}<path d="M24,70L14,112M24,70L34,112" stroke="${line}" stroke-width="2"/><path d="M24,120H104M24,116v8M104,116v8" stroke="${quiet}"/>`, 'Same camera, same distance (mark the floor), no digital zoom.'),
  drawing('A head seen from above with a straight parting.', markup`${headAbove}<path d="M80,30V72" stroke="${skin}" stroke-width="3"/>`, 'Dry hair, same length, same parting, no product, washed as long ago as before.'),
];

/** The drawings of the guide, for close-ups. */
export const closeupDrawings: readonly Markup[] = [
  drawing('A handheld microscope set flat on the scalp.', markup`<path d="M10,112C40,100 120,100 150,112V128H10Z" fill="${skin}" stroke="${line}"/><g transform="translate(80 102)"><rect x="-16" y="-62" width="32" height="50" rx="6" fill="${line}"/><path d="M-16,-12L-11,0H11L16,-12Z" fill="${quiet}"/></g>`, 'Set the lens flat on the skin, without pressing; press and tilt change the scale.'),
  drawing('Hairs of a close-up with a ruler along the edge.', markup`<rect x="20" y="10" width="120" height="106" fill="${skin}" stroke="${line}"/>${[30, 50, 72, 90, 108, 124].map((x, k) => markup`<path d="M${x},${30 + ((k * 23) % 50)}l${9 - k},26" stroke="${hair}" stroke-width="3" stroke-linecap="round"/>`)}<rect x="20" y="102" width="120" height="14" fill="#fff" stroke="${line}"/>${Array.from({ length: 12 }, (_, k) => markup`<path d="M${25 + k * 10},102v${k % 5 === 0 ? 9 : 5}" stroke="${line}"/>`)}`, 'Give the scale: a ruler in the frame, or the micrometres per pixel of the device.'),
  drawing('A head from above with a small tattooed point beside a clipped patch.', markup`${headAbove}<rect x="62" y="42" width="16" height="16" fill="${skin}" stroke="${line}"/><circle cx="84" cy="50" r="2.4" fill="#0072b2"/><path d="M96,40L87,48" stroke="#0072b2" stroke-width="1.5"/>`, 'Find the same skin again: a tattooed point, a mole, or a template over the ears and nose.'),
];
