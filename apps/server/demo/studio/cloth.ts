// Things of cloth: folded stacks, hung lengths, garments on a hanger, cushions, rugs, rolled mats.
import type { DemoShape } from '../types.ts';
import { type Draw, dark, type Kit, light, overFlat, overRound } from './kit.ts';
import { letter } from './lettering.ts';

const c = (shape: DemoShape, at: number, fallback: string): string => shape.colours[at] ?? fallback;

const tag = (kit: Kit, shape: DemoShape, x: number, y: number, turn = -6): string =>
  shape.label
    ? `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M0 -34V-60" stroke="#8a7458" stroke-width="3"/><rect x="-62" y="-34" width="124" height="76" rx="7" fill="${kit.flat('#f6ead2', 0.7)}"/><circle cx="0" cy="-24" r="5" fill="#8a7458"/>${letter(shape.label, { x: 0, y: 9, width: 100, height: 42, colour: '#4a3a2a', weight: 12, maxCap: 24 })}</g>`
    : '';

/** Folds seen from the front, the top one in perspective with the pattern on it. */
const folded: Draw = (kit, shape) => {
  const layers = shape.kind === 'single' ? 2 : shape.kind === 'tall' ? 5 : 3;
  const thick = shape.kind === 'single' ? 52 : 62;
  const tones = shape.colours;
  let svg = '';
  for (let i = 0; i < layers; i += 1) {
    const tone =
      shape.kind === 'towels' || shape.kind === 'tall' ? (tones[i % tones.length] as string) : c(shape, 0, '#b55');
    const y = -thick * (i + 1);
    const inset = i * 4;
    svg += `<g transform="translate(0 ${y})"><rect x="${-285 + inset}" y="0" width="${570 - inset * 2}" height="${thick - 3}" rx="${thick / 2.1}" fill="${kit.round(tone, 0.75)}"/><path d="M${-272 + inset} ${thick * 0.36}H${262 - inset}M${-272 + inset} ${thick * 0.64}H${270 - inset}" stroke="${dark(tone, 0.36)}" stroke-width="2.4" opacity=".6"/><path d="M${-268 + inset} 7H${266 - inset}" stroke="${light(tone, 0.5)}" stroke-width="3" opacity=".55" stroke-linecap="round"/></g>`;
  }
  const top = -thick * layers;
  const face = `M-262 ${top + 18}Q-276 ${top + 6} -262 ${top - 6}L-212 ${top - 172}Q-206 ${top - 186} -190 ${top - 186}H190Q206 ${top - 186} 212 ${top - 172}L262 ${top - 6}Q276 ${top + 6} 262 ${top + 18}Z`;
  svg += `<path d="${face}" fill="${kit.cloth(shape.pattern, shape.colours, 0.95, 0)}"/>`;
  if (shape.kind === 'saree' || shape.kind === 'single') {
    const zari = c(shape, 2, '#d8b04a');
    svg += `<path d="M-262 ${top + 18}Q-276 ${top + 6} -262 ${top - 6}L-252 ${top - 40}H252L262 ${top - 6}Q276 ${top + 6} 262 ${top + 18}Z" fill="${kit.round(zari, 0.8)}"/><path d="M-256 ${top - 8}H256M-252 ${top - 28}H252" stroke="${dark(zari, 0.4)}" stroke-width="3" stroke-dasharray="9 7"/>`;
  }
  svg += `<path d="${face}" fill="${overFlat(kit)}"/><path d="M-262 ${top + 16}H262" stroke="#1c1014" stroke-opacity=".3" stroke-width="4"/>`;
  svg += tag(kit, shape, 150, top + 46, 4);
  return { svg, foot: 580, width: 580, height: -top + 190 };
};

/** A length hung over a rod, with borders, folds and a fringe. */
const drape: Draw = (kit, shape) => {
  const wide = shape.kind === 'narrow' ? 300 : shape.kind === 'quilt' ? 520 : 420;
  const tall = 620;
  const left = -wide / 2;
  let hem = '';
  const waves = Math.round(wide / 60);
  for (let i = 0; i < waves; i += 1) hem += `q${-wide / waves / 2} 16 ${-wide / waves} 0`;
  const body = `M${left} ${-tall}H${-left}V-14${hem}Z`;
  const border = c(shape, 2, c(shape, 1, '#d8b04a'));
  const pieces = [
    `<rect x="${left - 50}" y="${-tall - 16}" width="${wide + 100}" height="20" rx="10" fill="${kit.grad(
      [
        [0, '#b98a5a'],
        [0.4, '#d9b084'],
        [1, '#7c5430'],
      ],
      'down',
    )}"/><circle cx="${left - 52}" cy="${-tall - 6}" r="16" fill="#8a5f38"/><circle cx="${-left + 52}" cy="${-tall - 6}" r="16" fill="#8a5f38"/>`,
  ];
  pieces.push(
    `<g clip-path="${kit.clip(body)}"><path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 1)}"/>`,
  );
  if (shape.kind === 'quilt') {
    for (let x = left; x < -left; x += 65)
      pieces.push(`<path d="M${x} ${-tall}V0" stroke="#1c1014" stroke-opacity=".13" stroke-width="3"/>`);
    for (let y = -tall; y < 0; y += 65)
      pieces.push(
        `<path d="M${left} ${y}H${-left}" stroke="#1c1014" stroke-opacity=".13" stroke-width="3" stroke-dasharray="7 5"/>`,
      );
  } else {
    pieces.push(
      `<rect x="${left}" y="-120" width="${wide}" height="70" fill="${border}"/><path d="M${left} -128H${-left}M${left} -42H${-left}" stroke="${border}" stroke-width="5"/><path d="M${left} -85H${-left}" stroke="${dark(border, 0.45)}" stroke-width="22" stroke-dasharray="4 16"/>`,
    );
    if (shape.kind !== 'towel')
      pieces.push(
        `<rect x="${left}" y="${-tall}" width="16" height="${tall}" fill="${border}"/><rect x="${-left - 16}" y="${-tall}" width="16" height="${tall}" fill="${border}"/>`,
      );
  }
  const folds: [number, string, number?][] = [];
  const count = shape.kind === 'quilt' ? 3 : 5;
  for (let i = 0; i <= count * 2; i += 1)
    folds.push([i / (count * 2), i % 2 ? '#1c1014' : '#ffffff', i % 2 ? 0.2 : 0.16]);
  pieces.push(
    `<path d="${body}" fill="${kit.grad(folds)}"/><rect x="${left}" y="${-tall}" width="${wide}" height="60" fill="${kit.grad(
      [
        [0, '#1c1014', 0.3],
        [1, '#1c1014', 0],
      ],
      'down',
    )}"/></g>`,
  );
  if (shape.kind !== 'towel' && shape.kind !== 'quilt') {
    for (let x = left + 8; x < -left; x += 22)
      pieces.push(`<path d="M${x} -6v30" stroke="${border}" stroke-width="5" stroke-linecap="round"/>`);
  }
  pieces.push(tag(kit, shape, -left - 66, -180, 5));
  return { svg: pieces.join(''), foot: 0, width: wide + 110, height: tall + 30, hangs: true };
};

const curtain: Draw = (kit, shape) => {
  const half = (flip: number) => {
    const body = 'M20 -620H280V-20Q250 6 210 -14T120 -12T30 -16Q40 -200 20 -620Z';
    const folds: [number, string, number?][] = [];
    for (let i = 0; i <= 12; i += 1) folds.push([i / 12, i % 2 ? '#1c1014' : '#ffffff', i % 2 ? 0.26 : 0.14]);
    return `<g transform="scale(${flip} 1)"><path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 0.9)}"/><path d="${body}" fill="${kit.grad(folds)}"/></g>`;
  };
  const rings = [-270, -220, -170, -120, -70, 70, 120, 170, 220, 270]
    .map((x) => `<circle cx="${x}" cy="-622" r="13" fill="none" stroke="#c9a25a" stroke-width="6"/>`)
    .join('');
  return {
    svg: `<rect x="-330" y="-634" width="660" height="16" rx="8" fill="${kit.grad(
      [
        [0, '#e3c68c'],
        [1, '#8c6a34'],
      ],
      'down',
    )}"/>${half(1)}${half(-1)}${rings}`,
    foot: 0,
    width: 680,
    height: 640,
    hangs: true,
  };
};

const cuts: Record<string, string> = {
  kurta:
    'M-70 -560Q0 -520 70 -560L128 -536L236 -330L168 -290L132 -352Q126 -180 168 -4Q0 22 -168 -4Q-126 -180 -132 -352L-168 -290L-236 -330L-128 -536Z',
  anarkali:
    'M-66 -570Q0 -520 66 -570L116 -548L210 -350L158 -322L106 -420L96 -372Q150 -190 262 -10Q130 26 0 22Q-130 26 -262 -10Q-150 -190 -96 -372L-106 -420L-158 -322L-210 -350L-116 -548Z',
  shirt:
    'M-76 -540Q0 -498 76 -540L150 -508L262 -250L186 -214L150 -306V-10Q0 16 -150 -10V-306L-186 -214L-262 -250L-150 -508Z',
  tee: 'M-74 -530Q0 -478 74 -530L156 -504L256 -366L188 -312L150 -356V-14Q0 8 -150 -14V-356L-188 -312L-256 -366L-156 -504Z',
  vest: 'M-84 -548Q0 -520 84 -548L136 -526Q112 -420 160 -366V-44L92 -8L0 -36L-92 -8L-160 -44V-366Q-112 -420 -136 -526Z',
  hoodie:
    'M-90 -560Q0 -590 90 -560L164 -512L270 -180L204 -150L156 -300V-16Q0 6 -156 -16V-300L-204 -150L-270 -180L-164 -512Z',
  trousers: 'M-120 -600H120Q140 -300 156 0H30L0 -430L-30 0H-156Q-140 -300 -120 -600Z',
  skirt: 'M-96 -560H96Q170 -300 290 -16Q140 30 0 26Q-140 30 -290 -16Q-170 -300 -96 -560Z',
  shorts: 'M-130 -420H130Q160 -220 184 -40L36 -20L0 -230L-36 -20L-184 -40Q-160 -220 -130 -420Z',
};

const garment: Draw = (kit, shape) => {
  const kind = shape.kind ?? 'kurta';
  const cut = cuts[kind] ?? (cuts.kurta as string);
  const ground = c(shape, 0, '#36c');
  const trim = c(shape, 2, c(shape, 1, light(ground, 0.5)));
  const upper = !['trousers', 'skirt', 'shorts'].includes(kind);
  const neck =
    kind === 'anarkali' ? -566 : kind === 'tee' ? -530 : kind === 'shirt' ? -540 : kind === 'vest' ? -546 : -560;
  const wood = kit.grad(
    [
      [0, '#d9b084'],
      [1, '#8a5f38'],
    ],
    'down',
  );
  let svg = upper
    ? `<path d="M0 ${neck - 40}q0 -34 26 -34q26 4 18 30" fill="none" stroke="#9a9088" stroke-width="8" stroke-linecap="round"/><path d="M-130 ${neck + 46}Q-40 ${neck - 44} 0 ${neck - 44}Q40 ${neck - 44} 130 ${neck + 46}L110 ${neck + 52}Q30 ${neck - 8} 0 ${neck - 8}Q-30 ${neck - 8} -110 ${neck + 52}Z" fill="${wood}"/><path d="M-72 ${neck + 4}Q0 ${neck - 22} 72 ${neck + 4}Q0 ${neck + 60} -72 ${neck + 4}Z" fill="${dark(ground, 0.5)}"/>`
    : `<rect x="-150" y="${kind === 'shorts' ? -446 : kind === 'skirt' ? -590 : -628}" width="300" height="16" rx="8" fill="${wood}"/>`;
  svg += `<g clip-path="${kit.clip(cut)}"><path d="${cut}" fill="${kit.cloth(shape.pattern, shape.colours, 0.8)}"/>`;
  if (kind === 'kurta' || kind === 'anarkali') {
    svg += `<rect x="-20" y="${neck}" width="40" height="210" fill="${trim}"/><path d="M0 ${neck + 50}v150" stroke="${dark(trim, 0.35)}" stroke-width="3"/>${[70, 110, 150].map((d) => `<circle cx="0" cy="${neck + d}" r="6" fill="${dark(trim, 0.5)}"/>`).join('')}<path d="M-300 -24Q0 6 300 -24" fill="none" stroke="${trim}" stroke-width="26"/><path d="M-300 -50Q0 -20 300 -50" fill="none" stroke="${trim}" stroke-width="5"/>`;
  }
  if (kind === 'anarkali')
    svg += `<path d="M-110 -392Q0 -360 110 -392" stroke="${trim}" stroke-width="20" fill="none"/>`;
  if (kind === 'skirt')
    svg += `<path d="M-320 -40Q0 16 320 -40" fill="none" stroke="${trim}" stroke-width="52"/><path d="M-320 -92Q0 -36 320 -92" fill="none" stroke="${dark(trim, 0.3)}" stroke-width="6"/><rect x="-110" y="-564" width="220" height="34" fill="${trim}"/>`;
  if (kind === 'shirt')
    svg += `<path d="M0 -500V0" stroke="${dark(ground, 0.3)}" stroke-width="3"/><path d="M-14 -500V0M14 -500V0" stroke="${dark(ground, 0.16)}" stroke-width="2"/>${[-440, -350, -260, -170, -80].map((y) => `<circle cx="0" cy="${y}" r="6" fill="${light(ground, 0.7)}" stroke="${dark(ground, 0.4)}" stroke-width="2"/>`).join('')}<path d="M40 -390h72v70l-36 18l-36 -18z" fill="${ground}" fill-opacity=".6" stroke="${dark(ground, 0.3)}" stroke-width="2.5"/>`;
  if (kind === 'vest')
    svg += `<path d="M0 -520V0" stroke="${dark(ground, 0.45)}" stroke-width="4"/>${[-470, -390, -310, -230, -150].map((y) => `<circle cx="14" cy="${y}" r="9" fill="${trim}" stroke="${dark(trim, 0.4)}" stroke-width="2"/>`).join('')}<path d="M-120 -200h70M50 -200h70M50 -380h56" stroke="${dark(ground, 0.4)}" stroke-width="6"/>`;
  if (kind === 'hoodie')
    svg += `<path d="M-100 -560Q0 -420 100 -560Q110 -460 0 -430Q-110 -460 -100 -560Z" fill="${dark(ground, 0.25)}"/><path d="M-30 -436v120M30 -436v100" stroke="${trim}" stroke-width="6" stroke-linecap="round"/><path d="M-96 -60L-76 -190H76L96 -60Z" fill="${ground}" fill-opacity=".7" stroke="${dark(ground, 0.35)}" stroke-width="3"/><rect x="-160" y="-44" width="320" height="60" fill="${dark(ground, 0.14)}"/>`;
  if (kind === 'trousers' || kind === 'shorts') {
    const y = kind === 'shorts' ? -420 : -600;
    svg += `<rect x="-140" y="${y}" width="280" height="34" fill="${dark(ground, 0.16)}"/><path d="M-24 ${y + 20}q4 60 -6 84M24 ${y + 20}q-4 60 6 84" stroke="${trim}" stroke-width="6" fill="none" stroke-linecap="round"/><path d="M0 ${y + 34}v150M-110 ${y + 40}q20 60 -18 90M110 ${y + 40}q-20 60 18 90" stroke="${dark(ground, 0.35)}" stroke-width="3.5" fill="none"/>`;
  }
  svg += `<path d="${cut}" fill="${overRound(kit)}" opacity=".75"/><path d="M-60 -300Q-90 -140 -70 0M54 -330Q80 -150 62 0M-120 -480Q-100 -400 -130 -340M120 -480Q100 -400 130 -340" stroke="#1c1014" stroke-opacity=".13" stroke-width="16" fill="none" stroke-linecap="round"/></g>`;
  if (kind === 'shirt')
    svg += `<path d="M-78 -544L-10 -500L-52 -452Q-88 -500 -78 -544ZM78 -544L10 -500L52 -452Q88 -500 78 -544Z" fill="${light(ground, 0.14)}" stroke="${dark(ground, 0.25)}" stroke-width="2.5"/>`;
  if (kind === 'vest')
    svg += `<path d="M-76 -552Q-40 -520 -4 -512V-548Q-40 -560 -66 -576ZM76 -552Q40 -520 4 -512V-548Q40 -560 66 -576Z" fill="${light(ground, 0.12)}" stroke="${dark(ground, 0.3)}" stroke-width="2.5"/>`;
  if (kind === 'tee')
    svg += `<path d="M-74 -530Q0 -478 74 -530" fill="none" stroke="${dark(ground, 0.22)}" stroke-width="12"/>${shape.label ? letter(shape.label, { x: 0, y: -300, width: 220, height: 150, colour: trim, weight: 15, maxCap: 60 }) : ''}`;
  else svg += tag(kit, shape, upper ? 96 : 70, upper ? -330 : -470, 8);
  return { svg, foot: 0, width: 560, height: upper ? -neck + 80 : 620, hangs: true };
};

const cushion: Draw = (kit, shape) => {
  const body =
    shape.kind === 'bolster'
      ? 'M-270 -190H270Q310 -95 270 0H-270Q-310 -95 -270 -190Z'
      : 'M-240 -470Q0 -438 240 -470Q262 -480 256 -452Q226 -232 256 -18Q262 10 236 2Q0 -30 -236 2Q-262 10 -256 -18Q-226 -232 -256 -452Q-262 -480 -240 -470Z';
  const trim = c(shape, 2, c(shape, 1, '#fff'));
  const ends =
    shape.kind === 'bolster'
      ? `<ellipse cx="-272" cy="-95" rx="30" ry="94" fill="${kit.round(trim, 0.8)}"/><ellipse cx="272" cy="-95" rx="30" ry="94" fill="${kit.round(trim, 0.8)}"/><circle cx="-278" cy="-95" r="12" fill="${dark(trim, 0.3)}"/><circle cx="278" cy="-95" r="12" fill="${dark(trim, 0.3)}"/>`
      : '';
  const tassels =
    shape.kind === 'tassel'
      ? [
          [-252, -466],
          [252, -466],
          [-252, -6],
          [252, -6],
        ]
          .map(
            ([x, y]) =>
              `<g transform="translate(${x} ${y})"><circle r="13" fill="${trim}"/><path d="M-10 8L-16 52H16L10 8Z" fill="${kit.round(trim)}"/></g>`,
          )
          .join('')
      : '';
  const svg = `<path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, shape.kind === 'bolster' ? 0.8 : 1.05)}"/><path d="${body}" fill="${kit.glow(
    [
      [0, '#ffffff', 0.28],
      [0.55, '#ffffff', 0],
      [1, '#1c1014', 0.42],
    ],
    0.4,
    0.36,
  )}"/><path d="${body}" fill="none" stroke="${trim}" stroke-width="7" stroke-linejoin="round"/>${ends}${tassels}`;
  return { svg, foot: 500, width: 540, height: shape.kind === 'bolster' ? 200 : 480 };
};

/** Flat on the floor in perspective (the default) or hung for its pattern. */
const rug: Draw = (kit, shape) => {
  const ink = c(shape, 1, '#fff');
  const trim = c(shape, 2, ink);
  if (shape.kind === 'round') {
    const rings = [300, 262, 214, 150, 80]
      .map(
        (r, i) =>
          `<ellipse cx="0" cy="-150" rx="${r}" ry="${r * 0.5}" fill="${i === 2 ? kit.cloth(shape.pattern, shape.colours, 0.7) : i % 2 ? trim : i === 4 ? ink : c(shape, 0, '#a55')}"/>`,
      )
      .join('');
    return {
      svg: `<ellipse cx="0" cy="-138" rx="300" ry="150" fill="${dark(c(shape, 0, '#a55'), 0.4)}"/>${rings}<ellipse cx="0" cy="-150" rx="300" ry="150" fill="${overFlat(kit)}"/>`,
      foot: 560,
      width: 620,
      height: 310,
    };
  }
  const tall = shape.kind === 'runner' ? 560 : 500;
  const wide = shape.kind === 'runner' ? 250 : 380;
  const x = -wide / 2;
  let fringe = '';
  for (let i = x + 6; i < -x; i += 14)
    fringe += `<path d="M${i} 0v26M${i} ${-tall}v-24" stroke="#efe3cd" stroke-width="5" stroke-linecap="round"/>`;
  const svg = `<g>${fringe}<rect x="${x}" y="${-tall}" width="${wide}" height="${tall}" fill="${c(shape, 0, '#a33')}"/><rect x="${x + 14}" y="${-tall + 14}" width="${wide - 28}" height="${tall - 28}" fill="none" stroke="${trim}" stroke-width="8"/><rect x="${x + 34}" y="${-tall + 34}" width="${wide - 68}" height="${tall - 68}" fill="none" stroke="${ink}" stroke-width="14" stroke-dasharray="14 10"/><rect x="${x + 56}" y="${-tall + 56}" width="${wide - 112}" height="${tall - 112}" fill="${kit.cloth(shape.pattern, shape.colours, 0.9)}" stroke="${trim}" stroke-width="5"/>${shape.kind === 'medallion' ? `<path d="M0 ${-tall / 2 - 120}Q40 ${-tall / 2 - 40} 90 ${-tall / 2}Q40 ${-tall / 2 + 40} 0 ${-tall / 2 + 120}Q-40 ${-tall / 2 + 40} -90 ${-tall / 2}Q-40 ${-tall / 2 - 40} 0 ${-tall / 2 - 120}Z" fill="${trim}"/><circle cx="0" cy="${-tall / 2}" r="36" fill="${c(shape, 0, '#a33')}"/><circle cx="0" cy="${-tall / 2}" r="16" fill="${ink}"/>` : ''}<rect x="${x}" y="${-tall}" width="${wide}" height="${tall}" fill="${overFlat(kit)}"/></g>`;
  return { svg, foot: 0, width: wide, height: tall + 40, hangs: true };
};

/** A mat rolled up, lying, its end towards us; with a strap. */
const mat: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#638');
  const strap = c(shape, 1, '#222');
  const spiral = 'M-190 -95m0 0a12 12 0 1 1 24 4a32 32 0 1 1 -62 -8a50 50 0 1 1 98 14a68 68 0 1 1 -132 -16';
  const svg = `<rect x="-190" y="-190" width="450" height="190" rx="60" fill="${kit.grad(
    [
      [0, light(tone, 0.3)],
      [0.35, tone],
      [1, dark(tone, 0.45)],
    ],
    'down',
  )}"/>${
    shape.pattern
      ? `<rect x="-190" y="-190" width="450" height="190" rx="60" fill="${kit.cloth(shape.pattern, [tone, c(shape, 2, light(tone, 0.3)), strap], 0.7)}"/><rect x="-190" y="-190" width="450" height="190" rx="60" fill="${kit.grad(
          [
            [0, '#fff', 0.3],
            [0.35, '#fff', 0],
            [1, '#1c1014', 0.5],
          ],
          'down',
        )}"/>`
      : ''
  }<ellipse cx="-190" cy="-95" rx="78" ry="95" fill="${kit.round(light(tone, 0.12), 0.6)}"/><path d="${spiral}" fill="none" stroke="${dark(tone, 0.45)}" stroke-width="7"/><rect x="-60" y="-194" width="34" height="196" rx="10" fill="${strap}"/><rect x="130" y="-194" width="34" height="196" rx="10" fill="${strap}"/><path d="M-43 -190C-30 -330 140 -330 147 -190" fill="none" stroke="${strap}" stroke-width="16"/>${shape.label ? letter(shape.label, { x: 52, y: -92, width: 130, height: 60, colour: light(tone, 0.8), maxCap: 40 }) : ''}`;
  return { svg, foot: 500, width: 540, height: 300 };
};

/** A small folded cloth, as a prop. */
const swatch: Draw = (kit, shape) => {
  const body = 'M-130 0L-96 -84H104L138 0Z';
  return {
    svg: `<path d="M-130 0v14h268v-14z" fill="${dark(c(shape, 0, '#a55'), 0.35)}"/><path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 0.6)}"/><path d="${body}" fill="${overFlat(kit)}"/>`,
    foot: 270,
    width: 270,
    height: 90,
  };
};

export const cloth: Record<string, Draw> = { folded, drape, curtain, garment, cushion, rug, mat, swatch };
