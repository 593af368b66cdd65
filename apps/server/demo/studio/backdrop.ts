// The studio: wall and table in one tone, light from the upper left, and what a photographer puts behind a product.
import { dark, type Kit, light, luminance, mix } from './kit.ts';

/** wall, surface, the accent of arches and discs. */
const tones: Record<string, [string, string, string]> = {
  sand: ['#efe3d0', '#dcc7a6', '#e2b98a'],
  blush: ['#f4dfd8', '#e3bdb0', '#d98f7f'],
  sage: ['#dfe6d5', '#bccaa9', '#8fa877'],
  sky: ['#dbe7ef', '#b5ccdc', '#7fa8c4'],
  lilac: ['#e6dff0', '#c8bbdc', '#a48fc6'],
  butter: ['#f8ecc8', '#ecd594', '#e3b448'],
  clay: ['#e8c4a8', '#c98f68', '#a8603c'],
  mint: ['#d8ebe3', '#acd0c0', '#6bac94'],
  cream: ['#f7f2e8', '#e6dac4', '#cdb48c'],
  rose: ['#f2d3da', '#dca3b1', '#c06a80'],
  teal: ['#5f9a98', '#3b7472', '#2a5958'],
  slate: ['#8d99a6', '#66727f', '#4a5561'],
  night: ['#3b4259', '#272c40', '#59628a'],
  plum: ['#6d4a63', '#4c3045', '#93688a'],
  forest: ['#54705a', '#38523f', '#7c9a7c'],
  rust: ['#b8674a', '#8c4630', '#d9916f'],
  stone: ['#e4e2de', '#c6c2bb', '#a19b91'],
  peach: ['#fbdcc4', '#f0b995', '#e38d5e'],
  wood: ['#eadcc8', '#a9774c', '#c89a6c'],
  indigo: ['#5a6aa0', '#3c4878', '#8593c4'],
};

export const backdropNames = Object.keys(tones);
export const backdropSets = ['sweep', 'arch', 'disc', 'podium', 'panel', 'window'] as const;

export const floorAt = 830;

/** `name` is a tone and, after a space, what stands behind: arch, disc, podium, panel, window. */
export const backdrop = (kit: Kit, name: string): { svg: string; floor: number; darkness: number } => {
  const [tone = 'cream', set = 'sweep'] = name.split(' ');
  const [wall, table, accent] = tones[tone] ?? (tones.cream as [string, string, string]);
  const horizon = 660;
  const planks =
    tone === 'wood'
      ? [700, 748, 806, 874, 950]
          .map((y) => `<path d="M0 ${y}H1000" stroke="${dark(table, 0.35)}" stroke-opacity=".5" stroke-width="3"/>`)
          .join('')
      : '';
  let svg = `<rect width="1000" height="1000" fill="${kit.grad(
    [
      [0, light(wall, 0.35)],
      [0.55, wall],
      [1, dark(wall, 0.14)],
    ],
    'corner',
  )}"/><rect y="${horizon}" width="1000" height="${1000 - horizon}" fill="${kit.grad(
    [
      [0, mix(wall, table, 0.7)],
      [0.18, table],
      [1, dark(table, 0.16)],
    ],
    'down',
  )}"/><rect y="${horizon - 46}" width="1000" height="92" fill="${kit.grad(
    [
      [0, mix(wall, table, 0.35), 0],
      [0.5, mix(wall, table, 0.45), 0.9],
      [1, mix(wall, table, 0.7), 0],
    ],
    'down',
  )}"/>${planks}`;
  let floor = floorAt;
  if (set === 'arch')
    svg += `<path d="M190 ${horizon + 4}V420A310 310 0 0 1 810 420V${horizon + 4}Z" fill="${kit.grad([
      [0, dark(accent, 0.12)],
      [0.4, mix(accent, wall, 0.3)],
      [1, light(accent, 0.2)],
    ])}"/><path d="M190 ${horizon + 4}V420A310 310 0 0 1 500 110A290 310 0 0 0 222 420V${horizon + 4}Z" fill="#1c1014" opacity=".13"/>`;
  if (set === 'disc')
    svg += `<circle cx="500" cy="400" r="318" fill="${kit.grad(
      [
        [0, light(accent, 0.25)],
        [1, mix(accent, wall, 0.2)],
      ],
      'corner',
    )}"/>`;
  if (set === 'panel')
    svg += `<rect x="90" y="0" width="330" height="${horizon}" fill="${mix(accent, wall, 0.45)}"/><rect x="420" y="0" width="26" height="${horizon}" fill="${kit.grad(
      [
        [0, '#1c1014', 0.16],
        [1, '#1c1014', 0],
      ],
    )}"/>`;
  if (set === 'window')
    svg += `<g fill="#fffaf0" opacity="${luminance(wall) > 0.6 ? 0.5 : 0.16}"><path d="M60 60L250 20V330L60 390ZM280 14L470 -26V262L280 320ZM60 420L250 360V620L60 690ZM280 350L470 292V540L280 612Z"/></g>`;
  if (set === 'podium') {
    floor = 800;
    svg += `<ellipse cx="508" cy="930" rx="470" ry="62" fill="${kit.glow([
      [0, '#1c1014', 0.34],
      [1, '#1c1014', 0],
    ])}"/><path d="M110 790V880Q110 950 500 956Q890 950 890 880V790Z" fill="${kit.round(mix(accent, light(table, 0.3), 0.55), 0.6)}"/><ellipse cx="500" cy="790" rx="390" ry="74" fill="${kit.flat(light(mix(accent, table, 0.6), 0.28), 0.6)}"/>`;
  }
  return { svg, floor, darkness: 1 - luminance(wall) };
};

/** Darker towards the sides. A radial one would be prettier by a hair and costs as much as everything else together. */
export const vignette = (kit: Kit): string =>
  `<rect width="1000" height="1000" fill="${kit.grad([
    [0, '#1c1014', 0.1],
    [0.12, '#1c1014', 0.035],
    [0.3, '#1c1014', 0],
    [0.58, '#1c1014', 0],
    [0.8, '#1c1014', 0.05],
    [1, '#1c1014', 0.15],
  ])}"/>`;

/** A tight dark line where it touches, and a wide soft one thrown to the right. */
export const contactShadow = (kit: Kit, x: number, y: number, foot: number, strength = 1): string =>
  `<ellipse cx="${x + foot * 0.08}" cy="${y + 6}" rx="${foot * 0.72}" ry="${foot * 0.13 + 12}" fill="${kit.glow([
    [0, '#1c1014', 0.42 * strength],
    [0.5, '#1c1014', 0.18 * strength],
    [1, '#1c1014', 0],
  ])}"/><ellipse cx="${x}" cy="${y + 2}" rx="${foot * 0.53}" ry="${foot * 0.045 + 7}" fill="${kit.glow([
    [0, '#1c1014', 0.6 * strength],
    [0.6, '#1c1014', 0.34 * strength],
    [1, '#1c1014', 0],
  ])}"/>`;
