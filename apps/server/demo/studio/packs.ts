// Packaging and paper: jars, pouches, bottles, tubes, cartons, tins, sacks, soaps, sweet boxes, books, cards.
import type { DemoShape } from '../types.ts';
import { type Draw, dark, inkOn, type Kit, light, overFlat, overRound } from './kit.ts';
import { letter } from './lettering.ts';

const c = (shape: DemoShape, at: number, fallback: string): string => shape.colours[at] ?? fallback;

/** A paper label with a rule above and below the name; what it is in small letters beneath. */
const label = (
  kit: Kit,
  shape: DemoShape,
  x: number,
  y: number,
  w: number,
  h: number,
  paper: string,
  round = 10,
): string => {
  if (!shape.label) return '';
  const ink = inkOn(paper);
  const band = c(shape, 1, '#a33') === paper ? dark(paper, 0.35) : c(shape, 1, '#a33');
  const small = shape.sub
    ? letter(shape.sub, {
        x,
        y: y + h / 2 - 24,
        width: w - 44,
        height: 15,
        colour: ink,
        weight: 9,
        tracking: 16,
        maxCap: 15,
      })
    : '';
  return `<rect x="${x - w / 2}" y="${y - h / 2}" width="${w}" height="${h}" rx="${round}" fill="${kit.grad([
    [0, dark(paper, 0.2)],
    [0.25, light(paper, 0.3)],
    [0.6, paper],
    [1, dark(paper, 0.26)],
  ])}"/><path d="M${x - w / 2 + 16} ${y - h / 2 + 14}h${w - 32}" stroke="${band}" stroke-width="6"/><path d="M${x - w / 2 + 16} ${y + h / 2 - (small ? 44 : 14)}h${w - 32}" stroke="${band}" stroke-width="${small ? 2.5 : 6}"/>${letter(shape.label, { x, y: y - (small ? 14 : 0), width: w - 48, height: h - (small ? 92 : 62), colour: ink, maxCap: 50 })}${small}`;
};

/** A glass jar: contents in the first colour, the label's band in the second, the lid in the third. */
const jar: Draw = (kit, shape) => {
  const fill = c(shape, 0, '#b5651d');
  const lid = c(shape, 2, '#c9a25a');
  const squat = shape.kind === 'squat';
  const tall = squat ? 300 : shape.kind === 'tall' ? 500 : 400;
  const half = squat ? 220 : shape.kind === 'tall' ? 150 : 180;
  const body = `M${-half + 44} ${-tall}H${half - 44}Q${half} ${-tall + 10} ${half} ${-tall + 66}V-34Q${half} 0 ${half - 36} 0H${-half + 36}Q${-half} 0 ${-half} -34V${-tall + 66}Q${-half} ${-tall + 10} ${-half + 44} ${-tall}Z`;
  const svg = `<path d="${body}" fill="#ffffff" fill-opacity=".55"/><g clip-path="${kit.clip(body)}"><rect x="${-half}" y="${-tall + 58}" width="${half * 2}" height="${tall}" fill="${kit.cloth(shape.pattern, [fill, light(fill, 0.28), dark(fill, 0.3)], 0.55)}"/><ellipse cx="0" cy="${-tall + 58}" rx="${half}" ry="14" fill="${light(fill, 0.25)}"/><path d="${body}" fill="${overRound(kit)}"/></g><rect x="${-half + 18}" y="${-tall + 70}" width="20" height="${tall - 130}" rx="10" fill="#fff" opacity=".5"/><rect x="${-half + 34}" y="${-tall - 74}" width="${half * 2 - 68}" height="78" rx="14" fill="${kit.round(lid)}"/><path d="M${-half + 36} ${-tall - 12}H${half - 36}M${-half + 36} ${-tall - 58}H${half - 36}" stroke="${dark(lid, 0.4)}" stroke-width="3" opacity=".6"/>${label(kit, shape, 0, -tall / 2 + 24, half * 1.72, Math.min(230, tall * 0.56), '#fbf3e2')}`;
  return { svg, foot: half * 1.9, width: half * 2, height: tall + 80 };
};

/** A stand-up pouch: paper in the first colour, print in the second, a window or badge in the third. */
const pouch: Draw = (kit, shape) => {
  const paper = c(shape, 0, '#7a4');
  const ink = c(shape, 1, '#fff');
  const body = 'M-190 -520L190 -520Q176 -300 206 -30Q208 0 176 4Q0 22 -176 4Q-208 0 -206 -30Q-176 -300 -190 -520Z';
  const cards = inkOn(paper);
  const badge = c(shape, 2, '#f3c64b');
  const svg = `<path d="${body}" fill="${paper}"/><g clip-path="${kit.clip(body)}">${
    shape.pattern
      ? `<rect x="-220" y="-200" width="440" height="230" fill="${kit.cloth(shape.pattern, [ink, paper, badge], 0.8)}"/><path d="M-220 -200Q0 -160 220 -200" fill="none" stroke="${badge}" stroke-width="10"/>`
      : `<ellipse cx="0" cy="-112" rx="112" ry="78" fill="${badge}"/><ellipse cx="0" cy="-112" rx="98" ry="66" fill="${kit.glow(
          [
            [0, light(badge, 0.3)],
            [1, dark(badge, 0.35)],
          ],
        )}"/>`
  }<path d="${body}" fill="${overRound(kit)}"/><path d="M-190 -520H190V-470H-190Z" fill="${dark(paper, 0.25)}"/><path d="M-190 -482H190" stroke="#fff" stroke-opacity=".3" stroke-width="3"/><path d="M-150 -440Q-130 -250 -168 -40" stroke="#fff" stroke-opacity=".22" stroke-width="16" fill="none" stroke-linecap="round"/></g>${shape.label ? letter(shape.label, { x: 0, y: -346, width: 288, height: 156, colour: cards, weight: 15, maxCap: 64 }) : ''}${shape.sub ? letter(shape.sub, { x: 0, y: -232, width: 250, height: 22, colour: cards, weight: 10, tracking: 18, maxCap: 21 }) : ''}`;
  return { svg, foot: 400, width: 410, height: 525 };
};

const sack: Draw = (kit, shape) => {
  const cloth = c(shape, 0, '#d9c39a');
  const ink = c(shape, 1, '#7a2e1c');
  const body =
    'M-120 -470Q-40 -430 0 -436Q40 -430 120 -470Q150 -440 126 -400Q250 -340 244 -90Q244 -10 190 0Q0 18 -190 0Q-244 -10 -244 -90Q-250 -340 -126 -400Q-150 -440 -120 -470Z';
  const svg = `<path d="${body}" fill="${kit.cloth('weave', [cloth, light(cloth, 0.18)], 0.4)}"/><path d="${body}" fill="${overRound(kit)}" opacity=".85"/><path d="M-130 -402Q0 -374 130 -402" stroke="${ink}" stroke-width="12" fill="none" stroke-linecap="round"/><path d="M110 -396q40 30 26 84" stroke="${ink}" stroke-width="8" fill="none" stroke-linecap="round"/><circle cx="0" cy="-182" r="142" fill="none" stroke="${ink}" stroke-width="7"/><circle cx="0" cy="-182" r="128" fill="none" stroke="${ink}" stroke-width="2.5"/>${shape.label ? letter(shape.label, { x: 0, y: -190, width: 210, height: 130, colour: ink, weight: 15, maxCap: 50 }) : ''}${shape.sub ? letter(shape.sub, { x: 0, y: -96, width: 110, height: 18, colour: ink, maxCap: 18 }) : ''}`;
  return { svg, foot: 440, width: 490, height: 470 };
};

const silhouettes: Record<string, [path: string, neck: number, half: number, tall: number]> = {
  tall: [
    'M-46 -460Q-50 -400 -104 -356Q-124 -340 -124 -300V-26Q-124 0 -98 0H98Q124 0 124 -26V-300Q124 -340 104 -356Q50 -400 46 -460Z',
    46,
    124,
    460,
  ],
  round: [
    'M-50 -400Q-52 -360 -110 -340Q-176 -312 -176 -240V-40Q-176 0 -136 0H136Q176 0 176 -40V-240Q176 -312 110 -340Q52 -360 50 -400Z',
    50,
    176,
    400,
  ],
  square: [
    'M-60 -420H60V-392H140Q168 -392 168 -364V-28Q168 0 140 0H-140Q-168 0 -168 -28V-364Q-168 -392 -140 -392H-60Z',
    60,
    168,
    420,
  ],
  slim: ['M-54 -520Q-96 -500 -96 -450V-30Q-96 0 -66 0H66Q96 0 96 -30V-450Q96 -500 54 -520Z', 54, 96, 520],
};

/** kinds: tall, round, square, slim; with a cap, or `pump`, `dropper`, `spray` after a dash. */
const bottle: Draw = (kit, shape) => {
  const [form = 'tall', top = 'cap'] = (shape.kind ?? 'tall-cap').split('-');
  const [path, neck, half, tall] = silhouettes[form] ?? (silhouettes.tall as [string, number, number, number]);
  const glass = c(shape, 0, '#7a3');
  const cap = c(shape, 2, '#2b2b2b');
  let head = `<rect x="${-neck - 6}" y="${-tall - 78}" width="${neck * 2 + 12}" height="84" rx="12" fill="${kit.round(cap)}"/>`;
  if (top === 'pump')
    head = `<rect x="${-neck}" y="${-tall - 30}" width="${neck * 2}" height="36" rx="8" fill="${kit.round(cap)}"/><rect x="-12" y="${-tall - 88}" width="24" height="62" fill="${kit.round(light(cap, 0.15))}"/><path d="M-110 ${-tall - 96}Q-112 ${-tall - 122} -70 ${-tall - 122}H40Q60 ${-tall - 122} 60 ${-tall - 102}V${-tall - 84}H-70Q-88 ${-tall - 84} -92 ${-tall - 66}H-110Z" fill="${kit.grad(
      [
        [0, light(cap, 0.3)],
        [1, dark(cap, 0.3)],
      ],
      'down',
    )}"/>`;
  if (top === 'dropper')
    head = `<rect x="${-neck}" y="${-tall - 50}" width="${neck * 2}" height="56" rx="8" fill="${kit.round(cap)}"/><path d="M-30 ${-tall - 48}Q-36 ${-tall - 140} 0 ${-tall - 146}Q36 ${-tall - 140} 30 ${-tall - 48}Z" fill="${kit.round('#3a3230')}"/>`;
  if (top === 'spray')
    head = `<rect x="${-neck + 8}" y="${-tall - 30}" width="${neck * 2 - 16}" height="36" fill="${kit.round('#d9b66a')}"/><rect x="${-neck - 2}" y="${-tall - 110}" width="${neck * 2 + 4}" height="84" rx="12" fill="${kit.round(cap)}"/>`;
  const svg = `<path d="${path}" fill="${kit.round(glass)}"/><path d="${path}" fill="${kit.grad(
    [
      [0, '#fff', 0.22],
      [0.4, '#fff', 0],
      [1, '#1c1014', 0.22],
    ],
    'down',
  )}"/><rect x="${-half + 18}" y="${-tall * 0.66}" width="14" height="${tall * 0.56}" rx="7" fill="#fff" opacity=".55"/>${head}${label(kit, shape, 0, -tall * 0.37, half * 1.66, tall * 0.5, shape.pattern === 'dark' ? '#2d2622' : '#fbf3e2', 6)}`;
  return { svg, foot: half * 1.9, width: half * 2, height: tall + 120 };
};

const tube: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#e8b');
  const ink = c(shape, 1, '#fff');
  const cap = c(shape, 2, '#fff');
  const body = 'M-148 -540H148Q138 -300 104 -76H-104Q-138 -300 -148 -540Z';
  const svg = `<path d="${body}" fill="${kit.round(tone)}"/><path d="M-148 -540H148V-508H-148Z" fill="${dark(tone, 0.18)}"/><path d="M-130 -300Q-126 -280 -121 -240H121Q126 -280 130 -300Z" fill="${ink}" opacity=".9"/><rect x="-112" y="-80" width="224" height="82" rx="14" fill="${kit.round(cap)}"/>${letter(shape.label ?? '', { x: 0, y: -404, width: 216, height: 130, colour: inkOn(tone), weight: 14, maxCap: 44 })}${letter(shape.sub ?? '', { x: 0, y: -270, width: 190, height: 22, colour: inkOn(ink), weight: 10, tracking: 10, maxCap: 20 })}`;
  return { svg, foot: 230, width: 300, height: 545 };
};

/** A carton in three-quarter view: front in the first colour, print in the second. */
const box: Draw = (kit, shape) => {
  const [w, h, d] =
    shape.kind === 'flat'
      ? [470, 250, 90]
      : shape.kind === 'tall'
        ? [300, 480, 100]
        : shape.kind === 'wide'
          ? [460, 340, 90]
          : [370, 400, 110];
  const face = c(shape, 0, '#c54');
  const ink = c(shape, 1, '#fff');
  const x = -(w + d) / 2;
  const up = d * 0.42;
  const paper = c(shape, 2, light(face, 0.75));
  const bandH = h * 0.46;
  const front = `M${x} 0V${-h}H${x + w}V0Z`;
  const svg = `<path d="M${x} ${-h}L${x + d} ${-h - up}H${x + w + d}L${x + w} ${-h}Z" fill="${light(face, 0.34)}"/><path d="M${x + w} ${-h}L${x + w + d} ${-h - up}V${-up}L${x + w} 0Z" fill="${kit.grad(
    [
      [0, dark(face, 0.3)],
      [1, dark(face, 0.45)],
    ],
  )}"/><path d="${front}" fill="${kit.cloth(shape.pattern, [face, ink, paper], 0.8)}"/><rect x="${x + 26}" y="${-h * 0.5 - bandH / 2}" width="${w - 52}" height="${bandH}" rx="12" fill="${paper}"/><rect x="${x + 36}" y="${-h * 0.5 - bandH / 2 + 10}" width="${w - 72}" height="${bandH - 20}" rx="7" fill="none" stroke="${ink}" stroke-opacity=".6" stroke-width="2.5"/>${letter(shape.label ?? '', { x: x + w / 2, y: -h * 0.5 - (shape.sub ? 12 : 0), width: w - 110, height: bandH - (shape.sub ? 90 : 60), colour: inkOn(paper), weight: 14, maxCap: 62 })}${letter(shape.sub ?? '', { x: x + w / 2, y: -h * 0.5 + bandH / 2 - 32, width: w - 130, height: 18, colour: inkOn(paper), weight: 10, tracking: 12, maxCap: 18 })}<path d="${front}" fill="${overFlat(kit)}"/><path d="M${x} ${-h}H${x + w}" stroke="#fff" stroke-opacity=".5" stroke-width="2.5"/>`;
  return { svg, foot: w + d, width: w + d, height: h + up };
};

/** A round tin, caddy or canister. */
const tin: Draw = (kit, shape) => {
  const face = c(shape, 0, '#285');
  const squat = shape.kind === 'squat';
  const half = squat ? 210 : 158;
  const tall = squat ? 250 : 430;
  const lid = c(shape, 2, '#c9a25a');
  const body = `M${-half} ${-tall}V-10Q0 46 ${half} -10V${-tall}Z`;
  const svg = `<path d="${body}" fill="${kit.cloth(shape.pattern, [face, c(shape, 1, '#fff'), lid], 0.7)}"/>${label(kit, { ...shape, colours: [face, lid] }, 0, -tall / 2 + 18, half * 1.5, tall * 0.52, shape.pattern ? face : c(shape, 1, '#fbf3e2'), 8)}<path d="${body}" fill="${overRound(kit)}"/><path d="M${-half - 5} ${-tall - 56}V${-tall - 4}Q0 ${-tall + 44} ${half + 5} ${-tall - 4}V${-tall - 56}Z" fill="${kit.round(lid)}"/><ellipse cx="0" cy="${-tall - 56}" rx="${half + 5}" ry="34" fill="${kit.flat(light(lid, 0.2))}"/><ellipse cx="0" cy="${-tall - 56}" rx="${half - 22}" ry="25" fill="none" stroke="${dark(lid, 0.3)}" stroke-opacity=".5" stroke-width="3"/>`;
  return { svg, foot: half * 1.9, width: half * 2, height: tall + 92 };
};

/** A flat paper packet, as for seeds or incense. */
const packet: Draw = (kit, shape) => {
  const face = c(shape, 0, '#5a8');
  const ink = c(shape, 1, '#fff');
  const long = shape.kind === 'long';
  const [w, h] = long ? [190, 560] : [330, 470];
  const paper = c(shape, 2, '#fbf3e2');
  const svg = `<g transform="rotate(${long ? 8 : -4})"><rect x="${-w / 2}" y="${-h}" width="${w}" height="${h}" rx="8" fill="${kit.cloth(shape.pattern, [face, ink, paper], 0.8)}"/><rect x="${-w / 2}" y="${-h}" width="${w}" height="46" rx="8" fill="${dark(face, 0.22)}"/><rect x="${-w / 2 + 18}" y="${-h + 66}" width="${w - 36}" height="${h * 0.36}" rx="8" fill="${paper}"/>${letter(shape.label ?? '', { x: 0, y: -h + 66 + h * 0.18 - (shape.sub ? 14 : 0), width: w - 74, height: h * 0.36 - (shape.sub ? 76 : 40), colour: inkOn(paper), weight: 14, maxCap: 50 })}${letter(shape.sub ?? '', { x: 0, y: -h + 66 + h * 0.36 - 28, width: w - 84, height: 16, colour: inkOn(paper), weight: 10, tracking: 10, maxCap: 16 })}<rect x="${-w / 2}" y="${-h}" width="${w}" height="${h}" rx="8" fill="${overFlat(kit)}"/></g>`;
  return { svg, foot: w * 1.02, width: w + 60, height: h + 20 };
};

const soap: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#a7c48a');
  const band = c(shape, 1, '#f4ead6');
  const bar = (y: number, x: number, colour: string) =>
    `<g transform="translate(${x} ${y})"><rect x="-210" y="-128" width="420" height="128" rx="30" fill="${kit.grad(
      [
        [0, light(colour, 0.4)],
        [0.3, colour],
        [1, dark(colour, 0.32)],
      ],
      'down',
    )}"/><rect x="-210" y="-128" width="420" height="128" rx="30" fill="${kit.cloth(shape.pattern, [colour, light(colour, 0.22), dark(colour, 0.14)], 0.9)}" opacity="${shape.pattern ? 0.55 : 0}"/><path d="M-176 -112H176" stroke="#fff" stroke-opacity=".6" stroke-width="6" stroke-linecap="round"/></g>`;
  const svg = `${bar(0, 0, tone)}${bar(-132, 22, c(shape, 2, light(tone, 0.15)))}<rect x="-110" y="-264" width="264" height="136" fill="${kit.flat(band)}"/>${letter(shape.label ?? '', { x: 22, y: -206, width: 216, height: 70, colour: inkOn(band), weight: 14, maxCap: 44 })}${letter(shape.sub ?? '', { x: 22, y: -148, width: 190, height: 15, colour: inkOn(band), tracking: 12, weight: 10, maxCap: 15 })}`;
  return { svg, foot: 420, width: 450, height: 270 };
};

/** An open box of sweets seen from above at an angle; kinds choose the sweet: square, round, log, diamond. */
const sweetbox: Draw = (kit, shape) => {
  const card = c(shape, 0, '#b3202c');
  const sweet = c(shape, 1, '#f0c060');
  const topping = c(shape, 2, '#6f9a3c');
  let pieces = '';
  for (let row = 0; row < 3; row += 1) {
    for (let at = 0; at < 4; at += 1) {
      const k = 0.84 + row * 0.08;
      const x = (at - 1.5) * 122 * k;
      const y = -208 + row * 74;
      const tone = kit.grad(
        [
          [0, light(sweet, 0.45)],
          [0.5, sweet],
          [1, dark(sweet, 0.35)],
        ],
        'down',
      );
      const form =
        shape.kind === 'round'
          ? `<ellipse cx="0" cy="0" rx="50" ry="40" fill="${tone}"/><ellipse cx="-12" cy="-14" rx="18" ry="10" fill="#fff" opacity=".4"/>`
          : shape.kind === 'log'
            ? `<rect x="-50" y="-26" width="100" height="52" rx="26" fill="${tone}"/>`
            : shape.kind === 'diamond'
              ? `<path d="M-54 0L0 -36L54 0L0 36Z" fill="${tone}"/><path d="M-54 0L0 36L54 0V12L0 48L-54 12Z" fill="${dark(sweet, 0.3)}"/>`
              : `<rect x="-48" y="-32" width="96" height="58" rx="8" fill="${tone}"/><path d="M-48 20h96v10q0 8 -8 8h-80q-8 0 -8 -8z" fill="${dark(sweet, 0.3)}"/>`;
      pieces += `<g transform="translate(${x.toFixed(0)} ${y}) scale(${k.toFixed(2)})"><ellipse cx="4" cy="34" rx="54" ry="12" fill="#1c1014" opacity=".25"/>${form}<path d="M-12 -6l14 -8M4 4l12 -8M-6 8l8 -2" stroke="${topping}" stroke-width="8" stroke-linecap="round"/></g>`;
    }
  }
  const svg = `<path d="M-244 -254L-268 -500Q0 -516 268 -500L244 -254Z" fill="${kit.cloth(shape.pattern, [card, light(card, 0.22), c(shape, 1, '#f0c060')], 0.8)}"/><path d="M-244 -254L-268 -500Q0 -516 268 -500L244 -254Z" fill="${kit.grad(
    [
      [0, '#fff', 0.12],
      [1, '#1c1014', 0.32],
    ],
    'down',
  )}"/><rect x="-170" y="-452" width="340" height="140" rx="12" fill="#fbf0d8"/>${letter(shape.label ?? '', { x: 0, y: -382, width: 290, height: 92, colour: dark(card, 0.25), weight: 14, maxCap: 56 })}<path d="M-244 -254H244L292 -24Q292 0 270 0H-270Q-292 0 -292 -24Z" fill="${dark(card, 0.15)}"/><path d="M-228 -244H228L268 -34H-268Z" fill="#f7ecd6"/>${pieces}<path d="M-292 -26Q0 -8 292 -26V14Q292 34 270 34H-270Q-292 34 -292 14Z" fill="${kit.round(card, 0.7)}"/>`;
  return { svg, foot: 580, width: 590, height: 510 };
};

/** A book standing, its pages to the right; kinds: book, spiral, slim (a comic or picture book). */
const book: Draw = (kit, shape) => {
  const face = c(shape, 0, '#24507a');
  const ink = c(shape, 1, '#f2d9a0');
  const [w, h] = shape.kind === 'slim' ? [440, 470] : shape.kind === 'spiral' ? [370, 500] : [360, 520];
  const x = -w / 2;
  const art = c(shape, 2, ink);
  const plain = shape.kind === 'spiral';
  const front = `<path d="M${x} 0V${-h}H${x + w}V0Z" fill="${kit.cloth(shape.pattern, shape.colours, 1.1)}"/>`;
  const panelY = plain ? -h * 0.62 : -h + 36;
  const panelH = plain ? h * 0.26 : h * 0.4;
  const rings = plain
    ? Array.from(
        { length: 11 },
        (_, i) =>
          `<path d="M${x + 14} ${-h + 36 + i * 43}q-40 -8 -36 8q6 14 34 2" fill="none" stroke="#8d8d92" stroke-width="7"/>`,
      ).join('')
    : '';
  const svg = `<path d="M${x + w} ${-h + 6}l26 8V-8l-26 8z" fill="${kit.grad([
    [0, '#d8cbb2'],
    [0.5, '#fbf5e6'],
    [1, '#cbbb9c'],
  ])}"/><path d="M${x + w + 8} ${-h + 10}V-4M${x + w + 16} ${-h + 12}V-6" stroke="#b6a584" stroke-width="1.6"/>${front}<rect x="${x + 34}" y="${panelY}" width="${w - 60}" height="${panelH}" rx="6" fill="${face}"/><rect x="${x + 42}" y="${panelY + 8}" width="${w - 76}" height="${panelH - 16}" rx="4" fill="none" stroke="${ink}" stroke-width="2.5"/>${letter(shape.label ?? '', { x: x + w / 2 + 4, y: panelY + panelH / 2, width: w - 116, height: panelH - 56, colour: ink, weight: 12, maxCap: 56 })}${shape.sub ? `<rect x="${x + 34}" y="-74" width="${w - 60}" height="44" rx="4" fill="${face}"/>${letter(shape.sub, { x: x + w / 2 + 4, y: -52, width: w - 100, height: 17, colour: art, weight: 10, tracking: 12, maxCap: 17 })}` : ''}<path d="M${x} 0V${-h}H${x + w}V0Z" fill="${overFlat(kit)}"/><path d="M${x} ${-h}h22V0h-22z" fill="${kit.grad(
    [
      [0, '#1c1014', 0.4],
      [0.5, '#fff', 0.22],
      [1, '#1c1014', 0.2],
    ],
  )}"/>${rings}`;
  return { svg, foot: w + 20, width: w + 40, height: h };
};

/** Pens or pencils fanned in a row; the colours give their barrels. */
const pens: Draw = (kit, shape) => {
  const tones = shape.colours;
  const count = shape.kind === 'pair' ? 2 : Math.max(5, tones.length);
  let svg = '';
  for (let i = 0; i < count; i += 1) {
    const turn = (i - (count - 1) / 2) * (shape.kind === 'pair' ? 16 : 8.5);
    const tone = tones[i % tones.length] as string;
    const nib =
      shape.kind === 'pair'
        ? `<path d="M-18 -470h36l-12 -56l-6 -24l-6 24z" fill="${kit.round('#d8b04a')}"/><path d="M0 -548v50" stroke="#4a3a1a" stroke-width="3"/>`
        : `<path d="M-17 -470h34L6 -528h-12z" fill="#ecd0a0"/><path d="M-7 -524h14L0 -550z" fill="${dark(tone, 0.1)}"/>`;
    svg += `<g transform="rotate(${turn.toFixed(1)})"><rect x="-18" y="-472" width="36" height="440" rx="4" fill="${kit.round(tone)}"/><rect x="-18" y="-90" width="36" height="24" fill="${kit.round('#cfcfd4')}"/>${nib}</g>`;
  }
  const cup = c(shape, tones.length - 1, '#345');
  const grip = shape.kind === 'pair' ? '#5b4636' : shape.pattern ? cup : '#3d4f66';
  svg += `<path d="M-130 -250H130L112 -10Q0 16 -112 -10Z" fill="${kit.cloth(shape.pattern, [grip, light(grip, 0.5), '#f2d9a0'], 0.6)}"/><path d="M-130 -250H130L112 -10Q0 16 -112 -10Z" fill="${overRound(kit)}"/><ellipse cx="0" cy="-250" rx="130" ry="16" fill="none" stroke="${light(grip, 0.3)}" stroke-width="6"/>${shape.label ? letter(shape.label, { x: 0, y: -125, width: 170, height: 90, colour: '#fbf3e2', maxCap: 40 }) : ''}`;
  return { svg, foot: 230, width: 420, height: 560 };
};

export const packs: Record<string, Draw> = {
  jar,
  pouch,
  sack,
  bottle,
  tube,
  box,
  tin,
  packet,
  soap,
  sweetbox,
  book,
  pens,
};
