// Vessels and cookware: mugs, bowls, plates, pans, cookers, pots and planters, vases, flasks, kettles, boards, baskets.
import type { DemoShape } from '../types.ts';
import { type Draw, dark, inkOn, light, overRound } from './kit.ts';
import { letter } from './lettering.ts';

const c = (shape: DemoShape, at: number, fallback: string): string => shape.colours[at] ?? fallback;

/** kinds: mug, tumbler (no handle), kulhad (clay cup), pair. */
const mug: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#47a');
  const drink = c(shape, 2, '#8a4b22');
  const kind = shape.kind ?? 'mug';
  const [top, base, tall] =
    kind === 'tumbler' ? [130, 104, 360] : kind === 'kulhad' ? [170, 116, 300] : [165, 150, 310];
  const body = `M${-top} ${-tall}Q${-top + (kind === 'kulhad' ? 6 : -4)} -140 ${-base} -24Q${-base + 6} 12 0 14Q${base - 6} 12 ${base} -24Q${top - (kind === 'kulhad' ? 6 : -4)} -140 ${top} ${-tall}Z`;
  const one = `${kind === 'mug' || kind === 'pair' ? `<path d="M${top - 8} -250C${top + 120} -270 ${top + 110} -60 ${base - 6} -76" fill="none" stroke="${dark(tone, 0.25)}" stroke-width="38"/><path d="M${top - 8} -250C${top + 120} -270 ${top + 110} -60 ${base - 6} -76" fill="none" stroke="${light(tone, 0.1)}" stroke-width="24"/>` : ''}<path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 0.75)}"/><path d="${body}" fill="${overRound(kit)}"/>${kind === 'kulhad' ? `<path d="M${-top + 6} -210Q0 -180 ${top - 6} -210M${-top + 10} -186Q0 -156 ${top - 10} -186" fill="none" stroke="${dark(tone, 0.3)}" stroke-width="5"/>` : ''}${shape.label ? letter(shape.label, { x: 0, y: -150, width: base * 1.3, height: 110, colour: inkOn(tone), weight: 14, maxCap: 50 }) : ''}<ellipse cx="0" cy="${-tall}" rx="${top}" ry="36" fill="${light(tone, 0.35)}"/><ellipse cx="0" cy="${-tall + 3}" rx="${top - 13}" ry="27" fill="${kit.round(drink, 0.7)}"/>`;
  const svg =
    kind === 'pair' || kind === 'tumbler'
      ? `<g transform="translate(-140 -40) scale(.92)">${one}</g><g transform="translate(120 0)">${one}</g>`
      : one;
  return {
    svg,
    foot: kind === 'pair' || kind === 'tumbler' ? 520 : base * 2,
    width: kind === 'mug' ? 440 : 560,
    height: tall + 60,
  };
};

/** A bowl with what is in it; colours: outside, pattern, contents. */
const bowl: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#b8733a');
  const food = c(shape, 2, '#d9a441');
  const body = 'M-270 -210C-262 -70 -160 -8 -110 -2H110C160 -8 262 -70 270 -210Z';
  const filling =
    shape.kind === 'empty'
      ? `<ellipse cx="0" cy="-206" rx="250" ry="56" fill="${kit.round(dark(tone, 0.25))}"/>`
      : shape.kind === 'heaped'
        ? `<path d="M-250 -210Q-150 -330 0 -338Q150 -330 250 -210Q0 -150 -250 -210Z" fill="${kit.cloth(shape.pattern ?? 'terrazzo', [food, light(food, 0.3), dark(food, 0.25)], 0.4)}"/><path d="M-250 -210Q-150 -330 0 -338Q150 -330 250 -210Q0 -150 -250 -210Z" fill="${overRound(kit)}"/>`
        : `<ellipse cx="0" cy="-206" rx="250" ry="56" fill="${kit.round(food, 0.5)}"/>`;
  const outside =
    shape.kind === 'heaped' ? tone : kit.cloth(shape.pattern, [tone, c(shape, 1, '#fff'), light(tone, 0.5)], 0.8);
  const svg = `<ellipse cx="0" cy="-210" rx="272" ry="66" fill="${light(tone, 0.3)}"/>${shape.kind === 'heaped' ? '' : filling}<path d="M-272 -210Q0 -80 272 -210C262 -70 160 -8 110 -2H-110C-160 -8 -262 -70 -272 -210Z" fill="${outside}"/>${shape.kind === 'heaped' ? filling : ''}<path d="${body}" fill="none"/><path d="M-272 -210Q0 -80 272 -210C262 -70 160 -8 110 -2H-110C-160 -8 -262 -70 -272 -210Z" fill="${overRound(kit)}"/><rect x="-112" y="-10" width="224" height="22" rx="8" fill="${kit.round(dark(tone, 0.2))}"/>`;
  return { svg, foot: 260, width: 545, height: 300 };
};

/** A plate or thali leaning upright, seen full; kinds: plate, thali (with small bowls), masala (round spice box). */
const plate: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#d9d4cc');
  const ink = c(shape, 1, '#335');
  const accent = c(shape, 2, ink);
  const r = 262;
  let inside = `<circle cx="0" cy="-${r}" r="170" fill="${shape.kind === 'thali' || shape.kind === 'masala' ? kit.flat(dark(tone, 0.08)) : kit.cloth(shape.pattern, [light(tone, 0.2), ink, accent], 0.95)}"/>`;
  if (shape.kind === 'thali' || shape.kind === 'masala') {
    const contents =
      shape.kind === 'masala'
        ? ['#c9302c', '#e0a526', '#5b3a21', '#8a6a2a', '#3c5a2a', '#b5651d', '#efe2c0']
        : ['#d98e2b', '#7da04a', '#b8442e', '#f0e6d0', '#c9a14a'];
    const count = shape.kind === 'masala' ? 6 : 5;
    const spots: [number, number][] = Array.from({ length: count }, (_, i) => [
      Math.cos((i / count) * 6.283 - 1.57) * 158,
      Math.sin((i / count) * 6.283 - 1.57) * 158,
    ]);
    if (shape.kind === 'masala') spots.push([0, 0]);
    inside += spots
      .map(
        ([x, y], i) =>
          `<g transform="translate(${x.toFixed(0)} ${(y - r).toFixed(0)})"><circle r="72" fill="${kit.flat(light(tone, 0.18))}" stroke="${dark(tone, 0.35)}" stroke-width="3"/><circle r="58" fill="${kit.glow(
            [
              [0, light(contents[i] as string, 0.25)],
              [1, dark(contents[i] as string, 0.3)],
            ],
          )}"/></g>`,
      )
      .join('');
  }
  const petals =
    shape.pattern && !['thali', 'masala'].includes(shape.kind ?? '')
      ? Array.from(
          { length: 20 },
          (_, i) =>
            `<ellipse cx="0" cy="${-r - 216}" rx="18" ry="26" fill="${i % 2 ? ink : accent}" transform="rotate(${i * 18} 0 ${-r})"/>`,
        ).join('')
      : '';
  const svg = `<circle cx="6" cy="${-r + 6}" r="${r}" fill="${dark(tone, 0.4)}"/><circle cx="0" cy="${-r}" r="${r}" fill="${kit.flat(tone, 1.4)}"/>${petals}<circle cx="0" cy="${-r}" r="${r - 8}" fill="none" stroke="${accent}" stroke-width="6"/>${inside}<circle cx="0" cy="${-r}" r="${r}" fill="${kit.grad(
    [
      [0, '#fff', 0.4],
      [0.4, '#fff', 0],
      [1, '#1c1014', 0.22],
    ],
    'corner',
  )}"/>`;
  return { svg, foot: 260, width: 530, height: 530 };
};

/** kinds: kadhai, tawa, frypan, saucepan, handi, cooker. */
const pan: Draw = (kit, shape) => {
  const metal = c(shape, 0, '#54585e');
  const grip = c(shape, 1, '#2a2220');
  const inside = c(shape, 2, dark(metal, 0.3));
  const kind = shape.kind ?? 'kadhai';
  const sheen = (d: string) =>
    `<path d="${d}" fill="${kit.cloth(shape.pattern, [metal, light(metal, 0.16)], 0.5)}"/><path d="${d}" fill="${overRound(kit)}"/>`;
  if (kind === 'cooker') {
    const svg = `<path d="M170 -256H330Q350 -256 350 -238V-226Q350 -208 330 -208H170Z" fill="${kit.grad(
      [
        [0, light(grip, 0.3)],
        [1, grip],
      ],
      'down',
    )}"/><path d="M170 -176H320Q336 -176 336 -160V-150Q336 -136 320 -136H170Z" fill="${kit.grad(
      [
        [0, light(grip, 0.3)],
        [1, grip],
      ],
      'down',
    )}"/><path d="M-190 -180h-50q-16 0 -16 18t16 18h50z" fill="${grip}"/>${sheen('M-200 -210H200V-30Q200 0 160 4H-160Q-200 0 -200 -30Z')}<path d="M-200 -212Q-190 -330 0 -336Q190 -330 200 -212Z" fill="${kit.round(light(metal, 0.15))}"/><rect x="-214" y="-226" width="428" height="26" rx="10" fill="${kit.round(dark(metal, 0.12))}"/><rect x="-22" y="-396" width="44" height="64" rx="8" fill="${kit.round(grip)}"/><rect x="-32" y="-412" width="64" height="24" rx="8" fill="${kit.round('#c9ccd2')}"/><circle cx="90" cy="-322" r="13" fill="#b3202c"/>${shape.label ? letter(shape.label, { x: 0, y: -100, width: 200, height: 50, colour: inkOn(metal), maxCap: 36 }) : ''}`;
    return { svg, foot: 400, width: 620, height: 420 };
  }
  if (kind === 'handi') {
    const svg = `${sheen('M-150 -330C-270 -290 -280 -60 -130 -2H130C280 -60 270 -290 150 -330Z')}<path d="M-176 -352H176L150 -318H-150Z" fill="${kit.round(light(metal, 0.12))}"/><path d="M-184 -352Q-150 -428 0 -432Q150 -428 184 -352Z" fill="${kit.round(light(metal, 0.22))}"/><circle cx="0" cy="-446" r="24" fill="${kit.round(grip)}"/><path d="M-252 -210q-60 0 -50 50q10 30 46 14M252 -210q60 0 50 50q-10 30 -46 14" fill="none" stroke="${grip}" stroke-width="18" stroke-linecap="round"/><path d="M-236 -230Q0 -190 236 -230" fill="none" stroke="${light(metal, 0.4)}" stroke-width="5" stroke-dasharray="3 12" stroke-linecap="round"/>`;
    return { svg, foot: 300, width: 610, height: 470 };
  }
  const long = kind === 'frypan' || kind === 'saucepan' || kind === 'tawa';
  const depth = kind === 'saucepan' ? 200 : kind === 'tawa' ? 44 : kind === 'frypan' ? 96 : 170;
  const half = kind === 'saucepan' ? 190 : 250;
  const base = kind === 'kadhai' ? 0.42 : kind === 'saucepan' ? 0.94 : 0.8;
  const y = -depth;
  const wall = `M${-half} ${y}C${-half + 4} ${y * 0.4} ${-half * base - 20} 6 ${-half * base} 8Q0 24 ${half * base} 8C${half * base + 20} 6 ${half - 4} ${y * 0.4} ${half} ${y}Z`;
  const handles = long
    ? `<path d="M${half - 20} ${y - 6}L${half + 190} ${y - 96}Q${half + 216} ${y - 104} ${half + 220} ${y - 80}Q${half + 220} ${y - 64} ${half + 200} ${y - 56}L${half - 6} ${y + 34}Z" fill="${kit.grad(
        [
          [0, light(grip, 0.35)],
          [1, grip],
        ],
        'down',
      )}"/>`
    : `<path d="M${-half + 6} ${y + 10}q-76 -40 -84 -4q0 34 74 40M${half - 6} ${y + 10}q76 -40 84 -4q0 34 -74 40" fill="none" stroke="${grip}" stroke-width="20" stroke-linecap="round"/>`;
  const svg = `${handles}<g><path d="${wall}" fill="${kit.cloth(shape.pattern, [metal, light(metal, 0.16)], 0.5)}"/><path d="${wall}" fill="${overRound(kit)}"/></g><ellipse cx="0" cy="${y}" rx="${half}" ry="${half * 0.3}" fill="${kit.round(light(metal, 0.22))}"/><ellipse cx="0" cy="${y + 4}" rx="${half - 14}" ry="${half * 0.26}" fill="${kit.round(inside, 0.6)}"/><ellipse cx="${-half * 0.2}" cy="${y + 10}" rx="${half * 0.46}" ry="${half * 0.1}" fill="#fff" opacity=".12"/>`;
  return {
    svg: long ? `<g transform="translate(-90 0)">${svg}</g>` : svg,
    foot: long ? 420 : 300,
    width: long ? 640 : 600,
    height: depth + 130,
  };
};

const leafPaths: Record<string, (tone: string, edge: string) => string> = {
  broad: (tone, edge) =>
    [-64, -34, -8, 16, 42, 70]
      .map(
        (turn, i) =>
          `<g transform="rotate(${turn})"><path d="M0 0V${-150 - (i % 3) * 40}" stroke="${dark(tone, 0.25)}" stroke-width="7"/><path transform="translate(0 ${-130 - (i % 3) * 40})" d="M0 40C-90 10 -80 -110 0 -150C80 -110 90 10 0 40Z" fill="${i % 2 ? tone : light(tone, 0.14)}"/><path transform="translate(0 ${-130 - (i % 3) * 40})" d="M0 40V-140M0 0L-46 -40M0 0L46 -40M0 -40L-40 -80M0 -40L40 -80" stroke="${edge}" stroke-width="3.5" fill="none" opacity=".7"/></g>`,
      )
      .join(''),
  sword: (tone, edge) =>
    [-22, -12, -3, 7, 16, 26]
      .map(
        (turn, i) =>
          `<path transform="rotate(${turn})" d="M-26 10C-40 -160 -24 -300 0 ${-360 - (i % 2) * 50}C24 -300 40 -160 26 10Z" fill="${i % 2 ? tone : dark(tone, 0.14)}" stroke="${edge}" stroke-width="7"/>`,
      )
      .join(''),
  frond: (tone) =>
    [-74, -46, -22, 0, 24, 48, 76]
      .map(
        (turn) =>
          `<g transform="rotate(${turn})"><path d="M0 0Q20 -160 0 -320" stroke="${dark(tone, 0.3)}" stroke-width="5" fill="none"/>${Array.from({ length: 9 }, (_, i) => `<path d="M${9 - Math.abs(i - 4) * 2} ${-80 - i * 27}q-60 -2 -80 -34q52 -8 80 34q60 -2 80 -34q-52 -8 -80 34" fill="${i % 2 ? tone : light(tone, 0.12)}"/>`).join('')}</g>`,
      )
      .join(''),
  trail: (tone) =>
    [-130, -100, -70, -40, -10, 20, 50, 80, 110, 136]
      .map(
        (turn, i) =>
          `<g transform="rotate(${turn})">${[60, 110, 160, 205]
            .slice(0, 2 + (i % 3))
            .map(
              (d, j) =>
                `<path transform="translate(${j % 2 ? 16 : -16} ${-d}) rotate(${j % 2 ? 24 : -24})" d="M0 26C-38 10 -36 -30 0 -16C36 -30 38 10 0 26Z" fill="${(i + j) % 2 ? tone : light(tone, 0.25)}"/>`,
            )
            .join('')}</g>`,
      )
      .join(''),
  rosette: (tone, edge) =>
    [3, 2, 1]
      .map((ring) =>
        Array.from(
          { length: 8 },
          (_, i) =>
            `<path transform="translate(0 -60) rotate(${i * 45 + ring * 22}) scale(1 .8)" d="M0 0C${-22 - ring * 10} ${-24 * ring} -20 ${-52 * ring} 0 ${-62 * ring}C20 ${-52 * ring} ${22 + ring * 10} ${-24 * ring} 0 0Z" fill="${light(tone, 0.5 - ring * 0.15)}" stroke="${edge}" stroke-width="2.5"/>`,
        ).join(''),
      )
      .join(''),
  bush: (tone, edge) =>
    Array.from(
      { length: 26 },
      (_, i) =>
        `<circle cx="${Math.round(Math.cos(i * 2.4) * (24 + i * 6.4))}" cy="${Math.round(-150 + Math.sin(i * 2.4) * (20 + i * 4.6))}" r="${46 - (i % 4) * 6}" fill="${i % 3 ? tone : light(tone, 0.16)}"/>`,
    ).join('') +
    Array.from(
      { length: 11 },
      (_, i) =>
        `<circle cx="${Math.round(Math.cos(i * 2.1 + 1) * (30 + i * 12))}" cy="${Math.round(-150 + Math.sin(i * 2.1 + 1) * (24 + i * 9))}" r="15" fill="${edge}"/>`,
    ).join(''),
};

/** A planter; kind is the plant in it (broad, sword, frond, trail, rosette, bush) or `bare`, `belly`, `hanging-…`. Colours: pot, ink, leaf, edge. */
const pot: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#b5623c');
  const ink = c(shape, 1, light(tone, 0.5));
  const kind = shape.kind ?? 'bare';
  const plant = leafPaths[kind];
  const k = plant ? 0.74 : 1;
  const body =
    kind === 'belly'
      ? 'M-120 -380C-280 -320 -270 -60 -120 0H120C270 -60 280 -320 120 -380Z'
      : 'M-210 -320H210L166 -20Q164 6 120 8H-120Q-164 6 -166 -20Z';
  const top = kind === 'belly' ? -380 : -320;
  const rim = kind === 'belly' ? 140 : 228;
  const plain = `<path d="${body}" fill="${kit.cloth(shape.pattern, [tone, ink, light(ink, 0.4)], 0.85)}"/><path d="${body}" fill="${overRound(kit)}"/><rect x="${-rim}" y="${top - 34}" width="${rim * 2}" height="54" rx="16" fill="${kit.round(light(tone, 0.08))}"/><ellipse cx="0" cy="${top - 30}" rx="${rim - 14}" ry="26" fill="#3d2a1e"/>${shape.label ? letter(shape.label, { x: 0, y: -150, width: 230, height: 90, colour: inkOn(tone), maxCap: 50 }) : ''}`;
  const leaves = plant
    ? `<g transform="translate(0 ${(top - 20) * k}) scale(.92)">${plant(c(shape, 2, '#4b8b3b'), c(shape, 3, '#cfe3a0'))}</g>`
    : '';
  return {
    svg: `<g transform="scale(${k})">${plain}</g>${leaves}`,
    foot: 320 * k,
    width: plant ? 520 : 460,
    height: plant ? 600 : -top + 40,
  };
};

/** kinds: tall, round, amphora; for dry stems too. */
const vase: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#2f6f8f');
  const kind = shape.kind ?? 'round';
  const body =
    kind === 'tall'
      ? 'M-70 -500Q-60 -440 -104 -330Q-150 -160 -96 0H96Q150 -160 104 -330Q60 -440 70 -500Z'
      : kind === 'amphora'
        ? 'M-64 -480Q-40 -420 -80 -390Q-230 -330 -180 -170Q-140 -50 -90 0H90Q140 -50 180 -170Q230 -330 80 -390Q40 -420 64 -480Z'
        : 'M-56 -420Q-50 -370 -90 -350Q-230 -290 -220 -160Q-200 -20 -90 0H90Q200 -20 220 -160Q230 -290 90 -350Q50 -370 56 -420Z';
  const top = kind === 'tall' ? -500 : kind === 'amphora' ? -480 : -420;
  const rim = kind === 'tall' ? 72 : kind === 'amphora' ? 66 : 58;
  const stems =
    shape.label === undefined && c(shape, 3, '')
      ? Array.from(
          { length: 7 },
          (_, i) =>
            `<g transform="translate(0 ${top}) rotate(${(i - 3) * 11})"><path d="M0 20V-190" stroke="#a58a5a" stroke-width="5"/><ellipse cx="0" cy="${-200 - (i % 2) * 20}" rx="17" ry="54" fill="${kit.flat(c(shape, 3, '#d9c08a'))}"/></g>`,
        ).join('')
      : '';
  const svg = `${stems}<path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 0.85)}"/><path d="${body}" fill="${overRound(kit)}"/><ellipse cx="0" cy="${top}" rx="${rim + 6}" ry="17" fill="${light(tone, 0.3)}"/><ellipse cx="0" cy="${top + 2}" rx="${rim - 8}" ry="11" fill="${dark(tone, 0.55)}"/>${kind === 'amphora' ? `<path d="M-76 -440C-190 -440 -200 -360 -150 -320M76 -440C190 -440 200 -360 150 -320" fill="none" stroke="${dark(tone, 0.2)}" stroke-width="22" stroke-linecap="round"/>` : ''}`;
  return { svg, foot: 230, width: 430, height: -top + (stems ? 250 : 20) };
};

/** A steel or copper bottle, or a vacuum flask with a `cup` lid. */
const flask: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#b8733a');
  const cap = c(shape, 1, dark(tone, 0.35));
  const band = c(shape, 2, '#fff');
  const wide = shape.kind === 'cup' ? 120 : shape.kind === 'sipper' ? 132 : 104;
  const tall = shape.kind === 'sipper' ? 400 : 480;
  const body = `M${-wide + 34} ${-tall}Q${-wide} ${-tall + 20} ${-wide} ${-tall + 84}V-26Q${-wide} 4 ${-wide + 30} 6H${wide - 30}Q${wide} 4 ${wide} -26V${-tall + 84}Q${wide} ${-tall + 20} ${wide - 34} ${-tall}Z`;
  const svg = `<path d="${body}" fill="${kit.cloth(shape.pattern, [tone, c(shape, 2, light(tone, 0.3)), cap], 0.7)}"/><path d="${body}" fill="${overRound(kit)}"/><rect x="${-wide + 26}" y="${-tall - 84}" width="${wide * 2 - 52}" height="88" rx="14" fill="${kit.round(cap)}"/>${shape.kind === 'sipper' ? `<path d="M-20 -484v-52q0 -20 40 -24l44 -4v26l-36 4v50z" fill="${kit.round(light(cap, 0.2))}"/><path d="M${wide - 34} -440q70 -10 60 60" fill="none" stroke="${cap}" stroke-width="14"/>` : `<path d="M-40 ${-tall - 84}q0 -46 40 -46t40 46" fill="none" stroke="${cap}" stroke-width="14"/>`}<path d="M${-wide} ${-tall + 96}H${wide}M${-wide} -40H${wide}" stroke="#1c1014" stroke-opacity=".2" stroke-width="4"/>${shape.label ? `<g transform="translate(0 -200) rotate(-90)">${letter(shape.label, { x: 0, y: 0, width: 250, height: 60, colour: shape.pattern ? inkOn(tone) : band, weight: 12, tracking: 12, maxCap: 46 })}</g>` : ''}`;
  return { svg, foot: wide * 2, width: wide * 2 + 40, height: tall + 130 };
};

/** kinds: kettle, teapot, jug, filter (a South Indian coffee filter), press. */
const kettle: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#3b6e6a');
  const trim = c(shape, 1, '#c9a25a');
  const kind = shape.kind ?? 'teapot';
  if (kind === 'filter') {
    const cyl = (y: number, h: number, w: number) =>
      `<rect x="${-w / 2}" y="${y - h}" width="${w}" height="${h}" rx="12" fill="${kit.round(tone)}"/><path d="M${-w / 2} ${y - h + 24}h${w}" stroke="#1c1014" stroke-opacity=".25" stroke-width="4"/>`;
    const cup = `<g transform="translate(220 0)"><path d="M-104 -120H104L92 0H-92Z" fill="${kit.round(tone)}"/><ellipse cx="0" cy="-120" rx="104" ry="18" fill="${light(tone, 0.4)}"/><path d="M-62 -230H62L50 -90H-50Z" fill="${kit.round(light(tone, 0.1))}"/><ellipse cx="0" cy="-230" rx="62" ry="14" fill="#7a4a26"/><path d="M-62 -230Q-30 -250 0 -244Q34 -252 62 -230Z" fill="#ecd9bd"/></g>`;
    return {
      svg: `<g transform="translate(-120 0)">${cyl(0, 230, 230)}${cyl(-212, 190, 246)}<path d="M-128 -400H128Q120 -440 0 -446Q-120 -440 -128 -400Z" fill="${kit.round(light(tone, 0.15))}"/><circle cx="0" cy="-458" r="20" fill="${kit.round(trim)}"/></g>${cup}`,
      foot: 560,
      width: 600,
      height: 480,
    };
  }
  if (kind === 'press') {
    return {
      svg: `<path d="M-130 -420H130V-20Q130 4 100 4H-100Q-130 4 -130 -20Z" fill="#fff" fill-opacity=".5"/><path d="M-126 -290H126V-20Q126 0 100 0H-100Q-126 0 -126 -20Z" fill="${kit.round('#4a2a18')}"/><path d="M-130 -420H130V-20Q130 4 100 4H-100Q-130 4 -130 -20Z" fill="${overRound(kit)}" opacity=".7"/><path d="M-142 -430h284v26h-284zM-142 -200h284v18h-284zM-142 -30h284v38h-284z" fill="${kit.round(tone)}"/><path d="M140 -410h60q40 0 40 50v150q0 50 -40 50h-60" fill="none" stroke="${trim}" stroke-width="28"/><path d="M-136 -430Q-130 -480 0 -484Q130 -480 136 -430Z" fill="${kit.round(tone)}"/><path d="M-5 -590h10v110h-10z" fill="#9a9a9e"/><circle cx="0" cy="-596" r="30" fill="${kit.round(trim)}"/>`,
      foot: 290,
      width: 440,
      height: 630,
    };
  }
  const body =
    kind === 'jug'
      ? 'M-110 -430Q-90 -360 -150 -290Q-230 -150 -130 0H130Q230 -150 150 -290Q90 -360 120 -440Z'
      : 'M-100 -330C-270 -300 -280 -60 -140 0H140C280 -60 270 -300 100 -330Z';
  const handle =
    kind === 'kettle'
      ? `<path d="M-150 -300C-160 -520 160 -520 150 -300" fill="none" stroke="${trim}" stroke-width="26"/>`
      : `<path d="M${kind === 'jug' ? 120 : 190} ${kind === 'jug' ? -380 : -270}C360 -300 340 -40 ${kind === 'jug' ? 190 : 214} -90" fill="none" stroke="${kind === 'jug' ? dark(tone, 0.2) : trim}" stroke-width="28"/>`;
  const spout =
    kind === 'jug'
      ? `<path d="M-110 -430Q-150 -470 -180 -452Q-150 -420 -106 -400Z" fill="${light(tone, 0.1)}"/>`
      : `<path d="M-206 -120C-290 -130 -280 -260 -340 -300L-300 -330C-240 -290 -240 -220 -190 -220Z" fill="${kit.round(tone)}"/>`;
  const lid =
    kind === 'jug'
      ? `<ellipse cx="0" cy="-434" rx="118" ry="20" fill="${dark(tone, 0.5)}"/>`
      : `<path d="M-116 -330Q-100 -388 0 -392Q100 -388 116 -330Z" fill="${kit.round(light(tone, 0.1))}"/><circle cx="0" cy="-404" r="22" fill="${kit.round(trim)}"/>`;
  const svg = `${handle}${spout}<path d="${body}" fill="${kit.cloth(shape.pattern, [tone, c(shape, 2, trim), trim], 0.9)}"/><path d="${body}" fill="${overRound(kit)}"/>${lid}`;
  return {
    svg: `<g transform="translate(20 0)">${svg}</g>`,
    foot: 330,
    width: 640,
    height: kind === 'kettle' ? 500 : 440,
  };
};

/** A board leaning: kinds board, round, rolling (chakla and belan), knife block, tray. */
const board: Draw = (kit, shape) => {
  const wood = c(shape, 0, '#b07a48');
  const grain = (x: number, y: number, w: number, h: number) =>
    Array.from(
      { length: 9 },
      (_, i) =>
        `<path d="M${x + (w / 9) * i + 10} ${y}q${8 - (i % 3) * 8} ${h / 2} 0 ${h}" stroke="${dark(wood, 0.3)}" stroke-opacity=".28" stroke-width="${2 + (i % 3)}" fill="none"/>`,
    ).join('');
  const kind = shape.kind ?? 'board';
  if (kind === 'rolling') {
    const svg = `<ellipse cx="0" cy="-52" rx="260" ry="96" fill="${dark(wood, 0.4)}"/><ellipse cx="0" cy="-82" rx="260" ry="96" fill="${kit.cloth(shape.pattern, [wood, light(wood, 0.15), dark(wood, 0.2)], 0.8)}"/><ellipse cx="0" cy="-82" rx="260" ry="96" fill="${kit.flat(wood)}" opacity=".6"/><ellipse cx="0" cy="-84" rx="206" ry="72" fill="none" stroke="${dark(wood, 0.3)}" stroke-width="4"/><g transform="translate(10 -150) rotate(-16)"><rect x="-290" y="-14" width="580" height="28" rx="14" fill="${kit.grad(
      [
        [0, light(wood, 0.3)],
        [1, dark(wood, 0.4)],
      ],
      'down',
    )}"/><path d="M-190 -26Q0 -54 190 -26V26Q0 54 -190 26Z" fill="${kit.grad(
      [
        [0, light(wood, 0.4)],
        [0.4, wood],
        [1, dark(wood, 0.45)],
      ],
      'down',
    )}"/></g>`;
    return { svg, foot: 520, width: 600, height: 260 };
  }
  if (kind === 'tray') {
    const svg = `<path d="M-290 -30L-230 -210H230L290 -30Q290 0 262 0H-262Q-290 0 -290 -30Z" fill="${dark(wood, 0.35)}"/><path d="M-266 -46L-216 -214H216L266 -46Z" fill="${kit.cloth(shape.pattern, shape.colours, 0.8)}"/><path d="M-266 -46L-216 -214H216L266 -46Z" fill="${kit.grad(
      [
        [0, '#1c1014', 0.35],
        [0.5, '#fff', 0.1],
        [1, '#fff', 0],
      ],
      'down',
    )}"/><path d="M-240 -226H240L232 -206H-232ZM-290 -44H290V-14Q288 4 262 4H-262Q-288 4 -290 -14Z" fill="${kit.grad(
      [
        [0, light(wood, 0.3)],
        [1, dark(wood, 0.3)],
      ],
      'down',
    )}"/><rect x="-70" y="-30" width="140" height="20" rx="10" fill="${dark(wood, 0.6)}"/>`;
    return { svg, foot: 570, width: 590, height: 230 };
  }
  const round = kind === 'round';
  const path = round
    ? 'M-230 -230A230 230 0 1 0 230 -230A230 230 0 1 0 -230 -230'
    : 'M-190 -390H-60Q-44 -390 -44 -410V-520Q-44 -560 0 -560Q44 -560 44 -520V-410Q44 -390 60 -390H190Q220 -390 220 -360V-30Q220 0 190 0H-190Q-220 0 -220 -30V-360Q-220 -390 -190 -390Z';
  const svg = `<g transform="translate(10 6)"><path d="${path}" fill="${dark(wood, 0.5)}"/></g><path d="${path}" fill="${kit.flat(wood)}"/><g clip-path="${kit.clip(path)}">${grain(-230, -560, 460, 580)}${shape.pattern ? `<rect x="-230" y="-150" width="460" height="90" fill="${kit.cloth(shape.pattern, [c(shape, 1, '#fff'), wood, dark(wood, 0.3)], 0.6)}"/>` : ''}</g>${round ? '' : `<circle cx="0" cy="-510" r="18" fill="${dark(wood, 0.65)}"/>`}${shape.label ? letter(shape.label, { x: 0, y: -230, width: 300, height: 90, colour: dark(wood, 0.55), weight: 10, maxCap: 50 }) : ''}`;
  return { svg, foot: 430, width: 460, height: round ? 470 : 570 };
};

/** A woven basket; kinds: open, lid, planter. */
const basket: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#c79a5c');
  const body = 'M-230 -320H230L190 -20Q186 4 150 6H-150Q-186 4 -190 -20Z';
  const svg = `${shape.kind === 'lid' ? '' : `<path d="M-150 -320C-150 -480 150 -480 150 -320" fill="none" stroke="${dark(tone, 0.25)}" stroke-width="24"/><path d="M-150 -320C-150 -480 150 -480 150 -320" fill="none" stroke="${light(tone, 0.2)}" stroke-width="8" stroke-dasharray="14 12"/>`}<path d="${body}" fill="${kit.cloth(shape.pattern ?? 'weave', [tone, c(shape, 1, dark(tone, 0.2)), c(shape, 2, light(tone, 0.2))], 0.9)}"/><path d="${body}" fill="${overRound(kit)}"/>${shape.kind === 'lid' ? `<path d="M-244 -320Q-200 -420 0 -424Q200 -420 244 -320Z" fill="${kit.cloth('weave', [light(tone, 0.1), dark(tone, 0.15)], 0.8)}"/><path d="M-244 -320Q-200 -420 0 -424Q200 -420 244 -320Z" fill="${overRound(kit)}"/><circle cx="0" cy="-434" r="22" fill="${kit.round(dark(tone, 0.3))}"/>` : `<ellipse cx="0" cy="-320" rx="228" ry="42" fill="${dark(tone, 0.55)}"/>`}<rect x="-244" y="-338" width="488" height="36" rx="16" fill="${kit.round(c(shape, 2, light(tone, 0.12)))}"/>`;
  return { svg, foot: 380, width: 490, height: 450 };
};

export const vessels: Record<string, Draw> = { mug, bowl, plate, pan, pot, vase, flask, kettle, board, basket };
