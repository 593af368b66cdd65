// What every drawn thing is made with: mixing of colours, gradients, shading, and cloth and paper patterns.
import type { DemoShape } from '../types.ts';

export interface Drawn {
  /** Drawn about x = 0, standing on y = 0 and growing upwards (negative y). */
  svg: string;
  /** The breadth of what touches the surface, for the contact shadow; 0 for a thing that hangs. */
  foot: number;
  width: number;
  height: number;
  /** Hung on the wall rather than stood on the surface. */
  hangs?: boolean;
}

export type Draw = (kit: Kit, shape: DemoShape) => Drawn;

const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(1 + at * 2, 3 + at * 2), 16);

/** `long` from `#abc` too, so that the data may be short. */
export const hex6 = (hex: string): string =>
  hex.length === 4 ? `#${hex[1]}${hex[1]}${hex[2]}${hex[2]}${hex[3]}${hex[3]}` : hex;

export const mix = (one: string, other: string, part: number): string => {
  const a = hex6(one);
  const b = hex6(other);
  const of = (at: number) =>
    Math.round(channel(a, at) * (1 - part) + channel(b, at) * part)
      .toString(16)
      .padStart(2, '0');
  return `#${of(0)}${of(1)}${of(2)}`;
};
/** Shadows are warmed a little: grey ones make every colour look dirty. */
export const dark = (colour: string, part: number): string => mix(colour, '#1c1014', part);
export const light = (colour: string, part: number): string => mix(colour, '#fffaf2', part);
export const luminance = (colour: string): number => {
  const c = hex6(colour);
  return (channel(c, 0) * 0.299 + channel(c, 1) * 0.587 + channel(c, 2) * 0.114) / 255;
};
/** An ink that reads on the ground. */
export const inkOn = (ground: string): string => (luminance(ground) > 0.56 ? dark(ground, 0.78) : light(ground, 0.9));

type Tile = [size: number, body: (ink: string, accent: string) => string];

const petal = (x: number, y: number, count: number, inner: number, rx: number, ry: number, fill: string): string => {
  let out = '';
  for (let i = 0; i < count; i += 1) {
    out += `<ellipse cx="${x}" cy="${y - inner}" rx="${rx}" ry="${ry}" fill="${fill}" transform="rotate(${(360 / count) * i} ${x} ${y})"/>`;
  }
  return out;
};
const sprig = (ink: string, accent: string): string =>
  `<path d="M20 38V20" stroke="${ink}" stroke-width="2"/><path d="M20 34q-9-2-10-10q9 1 10 10q1-9 10-10q-1 8-10 10" fill="${ink}"/><circle cx="20" cy="14" r="6" fill="${accent}"/><circle cx="20" cy="14" r="2.4" fill="${ink}"/>`;

const tiles: Record<string, Tile> = {
  stripes: [36, (ink) => `<rect width="16" height="36" fill="${ink}"/>`],
  pinstripe: [22, (ink) => `<rect width="2.4" height="22" fill="${ink}"/>`],
  bars: [
    90,
    (ink, accent) =>
      `<rect y="0" width="90" height="26" fill="${ink}"/><rect y="38" width="90" height="7" fill="${accent}"/><rect y="58" width="90" height="14" fill="${ink}" opacity=".55"/>`,
  ],
  checks: [
    60,
    (ink, accent) =>
      `<rect width="30" height="60" fill="${ink}" opacity=".55"/><rect width="60" height="30" fill="${ink}" opacity=".55"/><path d="M45 0V60M0 45H60" stroke="${accent}" stroke-width="2.5"/>`,
  ],
  gingham: [
    44,
    (ink) =>
      `<rect width="22" height="44" fill="${ink}" opacity=".5"/><rect width="44" height="22" fill="${ink}" opacity=".5"/>`,
  ],
  dots: [40, (ink) => `<circle cx="10" cy="10" r="6" fill="${ink}"/><circle cx="30" cy="30" r="6" fill="${ink}"/>`],
  bandhani: [
    44,
    (ink, accent) =>
      `<g fill="none" stroke="${ink}" stroke-width="2.6"><circle cx="11" cy="11" r="5"/><circle cx="33" cy="33" r="5"/></g><g fill="${accent}"><circle cx="33" cy="11" r="2.6"/><circle cx="11" cy="33" r="2.6"/></g>`,
  ],
  buti: [80, (ink, accent) => `${sprig(ink, accent)}<g transform="translate(40 40)">${sprig(ink, accent)}</g>`],
  paisley: [
    96,
    (ink, accent) =>
      `<g id="p"><path d="M30 12c18 2 26 22 16 38c-8 12-30 12-34-4c-3-12 8-20 16-15c6 4 4 12-2 12" fill="none" stroke="${ink}" stroke-width="5" stroke-linecap="round"/><circle cx="26" cy="40" r="4" fill="${accent}"/></g><g transform="translate(48 48)"><path d="M30 12c18 2 26 22 16 38c-8 12-30 12-34-4c-3-12 8-20 16-15c6 4 4 12-2 12" fill="none" stroke="${ink}" stroke-width="5" stroke-linecap="round"/><circle cx="26" cy="40" r="4" fill="${accent}"/></g>`,
  ],
  ikat: [
    72,
    (ink, accent) =>
      `<path d="M36 2l5 9-3 5 9 8-4 5 8 7-8 7 4 5-9 8 3 5-5 9-5-9 3-5-9-8 4-5-8-7 8-7-4-5 9-8-3-5z" fill="${ink}"/><path d="M36 22l9 14-9 14-9-14z" fill="${accent}"/><path d="M0 20l7 16-7 16zM72 20l-7 16 7 16z" fill="${accent}"/>`,
  ],
  chevron: [
    48,
    (ink, accent) =>
      `<path d="M0 22L24 6L48 22M0 70L24 54L48 70" fill="none" stroke="${ink}" stroke-width="9"/><path d="M0 42L24 26L48 42" fill="none" stroke="${accent}" stroke-width="3.5"/>`,
  ],
  lattice: [
    70,
    (ink, accent) =>
      `<path d="M35 0C40 18 52 30 70 35C52 40 40 52 35 70C30 52 18 40 0 35C18 30 30 18 35 0z" fill="none" stroke="${ink}" stroke-width="3.4"/><circle cx="35" cy="35" r="7" fill="${accent}"/><circle cx="0" cy="0" r="5" fill="${accent}"/><circle cx="70" cy="70" r="5" fill="${accent}"/><circle cx="70" cy="0" r="5" fill="${accent}"/><circle cx="0" cy="70" r="5" fill="${accent}"/>`,
  ],
  floral: [
    110,
    (ink, accent) =>
      `${petal(34, 34, 6, 14, 7, 13, ink)}<circle cx="34" cy="34" r="8" fill="${accent}"/>${petal(88, 86, 5, 9, 5, 9, accent)}<circle cx="88" cy="86" r="5" fill="${ink}"/><path d="M62 62q14-2 18-14q-15 0-18 14M20 84q3 14 17 15q-1-15-17-15" fill="${ink}" opacity=".7"/>`,
  ],
  block: [
    124,
    (ink, accent) =>
      `${petal(62, 62, 8, 30, 8, 18, ink)}${petal(62, 62, 8, 16, 4, 9, accent)}<circle cx="62" cy="62" r="7" fill="${ink}"/>${petal(0, 0, 8, 13, 4, 9, ink)}${petal(124, 0, 8, 13, 4, 9, ink)}${petal(0, 124, 8, 13, 4, 9, ink)}${petal(124, 124, 8, 13, 4, 9, ink)}`,
  ],
  waves: [
    60,
    (ink, accent) =>
      `<path d="M0 15Q15 0 30 15T60 15" fill="none" stroke="${ink}" stroke-width="6"/><path d="M0 42Q15 27 30 42T60 42" fill="none" stroke="${accent}" stroke-width="4"/>`,
  ],
  leaf: [
    86,
    (ink, accent) =>
      `<path d="M14 52q4-34 40-42q2 36-40 42M14 52L46 20" fill="${ink}" stroke="${accent}" stroke-width="1.6"/><path d="M52 84q-2-22 20-34q10 24-20 34" fill="${accent}" opacity=".8"/>`,
  ],
  diamond: [
    52,
    (ink, accent) =>
      `<path d="M26 4L48 26L26 48L4 26z" fill="none" stroke="${ink}" stroke-width="4"/><path d="M26 18L34 26L26 34L18 26z" fill="${accent}"/>`,
  ],
  herringbone: [
    40,
    (ink) =>
      `<path d="M0 0L20 20V30L0 10zM20 30L40 10V0L20 20zM0 20L20 40V50L0 30zM20 50L40 30V20L20 40z" fill="${ink}"/>`,
  ],
  stars: [
    64,
    (ink, accent) =>
      `<path d="M18 6l4 9 10 1-7 7 2 10-9-5-9 5 2-10-7-7 10-1z" fill="${ink}"/><circle cx="48" cy="44" r="4" fill="${accent}"/><circle cx="52" cy="14" r="2.5" fill="${ink}"/><circle cx="16" cy="52" r="2.5" fill="${accent}"/>`,
  ],
  terrazzo: [
    92,
    (ink, accent) =>
      `<path d="M8 12l14-4 6 12-12 7zM60 8l16 8-8 12-10-6zM30 46l12-8 10 12-14 8zM70 56l14 2-2 14-14-4zM8 66l12 2 2 14-12 2z" fill="${ink}"/><path d="M42 18l8 4-6 8-6-6zM10 42l10 2-4 8zM54 76l10 4-6 8z" fill="${accent}"/>`,
  ],
  warli: [
    120,
    (ink, accent) =>
      `<g fill="${ink}" stroke="${ink}" stroke-width="3"><circle cx="34" cy="14" r="6"/><path d="M24 24H44L34 42zM34 40L24 58H44z"/><path d="M24 24L10 34M44 24L58 14M28 58L22 76M40 58L48 76" fill="none"/><circle cx="90" cy="74" r="6"/><path d="M80 84H100L90 102zM90 100L82 116H98z"/><path d="M80 84L66 74M100 84L112 96" fill="none"/></g><path d="M70 40q14-18 30 0" fill="none" stroke="${accent}" stroke-width="4"/><circle cx="24" cy="100" r="9" fill="none" stroke="${accent}" stroke-width="4"/>`,
  ],
  knit: [28, (ink) => `<path d="M0 4Q7 4 14 18Q21 4 28 4V12Q21 12 14 26Q7 12 0 12z" fill="${ink}"/>`],
  weave: [
    32,
    (ink) =>
      `<path d="M0 3H14V13H0zM18 19H32V29H18z" fill="${ink}"/><path d="M19 0H29V15H19zM3 17H13V32H3z" fill="${ink}" opacity=".6"/>`,
  ],
  mesh: [14, (ink) => `<circle cx="4" cy="4" r="2.2" fill="${ink}"/><circle cx="11" cy="11" r="2.2" fill="${ink}"/>`],
  rays: [
    200,
    (ink, accent) => `${petal(100, 100, 16, 52, 5, 40, ink)}<circle cx="100" cy="100" r="16" fill="${accent}"/>`,
  ],
  hills: [
    200,
    (ink, accent) =>
      `<circle cx="140" cy="52" r="26" fill="${accent}"/><path d="M0 130Q50 60 100 120T200 100V200H0z" fill="${ink}" opacity=".6"/><path d="M0 170Q70 110 130 160T200 150V200H0z" fill="${ink}"/>`,
  ],
};

export const patternNames = Object.keys(tiles);

export interface Kit {
  defs: string[];
  /** A linear gradient: across, down or from corner to corner. */
  grad: (stops: [number, string, number?][], way?: 'across' | 'down' | 'corner') => string;
  glow: (stops: [number, string, number?][], cx?: number, cy?: number) => string;
  /** The light on something round, from the left. */
  round: (colour: string, depth?: number) => string;
  /** The light on something flat, from the upper left. */
  flat: (colour: string, depth?: number) => string;
  /** A pattern as a fill: ground, ink and accent. */
  cloth: (name: string | undefined, colours: string[], scale?: number, turn?: number) => string;
  clip: (path: string) => string;
}

export const newKit = (): Kit => {
  const defs: string[] = [];
  const add = (make: (id: string) => string): string => {
    const id = `d${defs.length}`;
    defs.push(make(id));
    return `url(#${id})`;
  };
  const stopsOf = (stops: [number, string, number?][]) =>
    stops
      .map(([at, colour, alpha = 1]) => `<stop offset="${at}" stop-color="${colour}" stop-opacity="${alpha}"/>`)
      .join('');
  const grad: Kit['grad'] = (stops, way = 'across') =>
    add(
      (id) =>
        `<linearGradient id="${id}" x1="0" y1="0" x2="${way === 'down' ? 0 : 1}" y2="${way === 'across' ? 0 : 1}">${stopsOf(stops)}</linearGradient>`,
    );
  return {
    defs,
    grad,
    glow: (stops, cx = 0.5, cy = 0.5) =>
      add((id) => `<radialGradient id="${id}" cx="${cx}" cy="${cy}" r=".5">${stopsOf(stops)}</radialGradient>`),
    round: (colour, depth = 1) =>
      grad([
        [0, dark(colour, 0.34 * depth)],
        [0.1, dark(colour, 0.12 * depth)],
        [0.28, light(colour, 0.3 * depth)],
        [0.5, colour],
        [0.82, dark(colour, 0.26 * depth)],
        [0.94, dark(colour, 0.4 * depth)],
        [1, dark(colour, 0.3 * depth)],
      ]),
    flat: (colour, depth = 1) =>
      grad(
        [
          [0, light(colour, 0.16 * depth)],
          [0.5, colour],
          [1, dark(colour, 0.2 * depth)],
        ],
        'corner',
      ),
    cloth: (name, colours, scale = 1, turn = 0) => {
      const ground = colours[0] ?? '#cccccc';
      const tile = name ? tiles[name] : undefined;
      if (!tile) return ground;
      const ink = colours[1] ?? dark(ground, 0.3);
      const [size, body] = tile;
      return add(
        (id) =>
          `<pattern id="${id}" width="${size}" height="${size}" patternUnits="userSpaceOnUse" patternTransform="rotate(${turn}) scale(${scale})"><rect width="${size}" height="${size}" fill="${ground}"/>${body(ink, colours[2] ?? ink)}</pattern>`,
      );
    },
    clip: (path) => add((id) => `<clipPath id="${id}"><path d="${path}"/></clipPath>`),
  };
};

/** Shading laid over a patterned area, since a pattern cannot carry a gradient itself. */
export const overRound = (kit: Kit): string =>
  kit.grad([
    [0, '#1c1014', 0.42],
    [0.12, '#1c1014', 0.12],
    [0.28, '#ffffff', 0.26],
    [0.5, '#ffffff', 0],
    [0.82, '#1c1014', 0.24],
    [0.95, '#1c1014', 0.42],
    [1, '#1c1014', 0.34],
  ]);
export const overFlat = (kit: Kit): string =>
  kit.grad(
    [
      [0, '#ffffff', 0.2],
      [0.45, '#ffffff', 0],
      [1, '#1c1014', 0.22],
    ],
    'corner',
  );
