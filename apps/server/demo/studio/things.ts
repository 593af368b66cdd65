// Everything else a shop sells: lamps, frames, jewellery, bags, gadgets, toys, instruments, sports gear.
import type { DemoShape } from '../types.ts';
import { type Draw, dark, inkOn, light, overFlat, overRound } from './kit.ts';
import { letter } from './lettering.ts';

const c = (shape: DemoShape, at: number, fallback: string): string => shape.colours[at] ?? fallback;

/** kinds: table, pendant, lantern, floor. */
const lamp: Draw = (kit, shape) => {
  const shade = c(shape, 0, '#e2c48f');
  const stand = c(shape, 1, '#8a5f38');
  const halo = (x: number, y: number) =>
    `<circle cx="${x}" cy="${y}" r="280" fill="${kit.glow([
      [0, '#ffe9b0', 0.75],
      [0.5, '#ffdf95', 0.22],
      [1, '#ffdf95', 0],
    ])}"/>`;
  if (shape.kind === 'pendant') {
    const body = 'M-40 -470Q-230 -420 -250 -190H250Q230 -420 40 -470Z';
    return {
      svg: `${halo(0, -190)}<path d="M0 -900V-470" stroke="#3a3230" stroke-width="6"/><rect x="-36" y="-500" width="72" height="40" rx="8" fill="${kit.round(stand)}"/><path d="${body}" fill="${kit.cloth(shape.pattern, shape.colours, 0.8)}"/><path d="${body}" fill="${overRound(kit)}"/><ellipse cx="0" cy="-190" rx="250" ry="38" fill="#fff1c4"/><ellipse cx="0" cy="-186" rx="70" ry="17" fill="#fffbe9"/>`,
      foot: 0,
      width: 500,
      height: 520,
      hangs: true,
    };
  }
  if (shape.kind === 'lantern') {
    return {
      svg: `${halo(0, -220)}<path d="M-60 -470C-60 -570 60 -570 60 -470" fill="none" stroke="${stand}" stroke-width="14"/><path d="M-90 -440L-40 -490H40L90 -440Z" fill="${kit.round(stand)}"/><rect x="-170" y="-446" width="340" height="36" rx="8" fill="${kit.round(stand)}"/><path d="M-150 -410H150V-50H-150Z" fill="${kit.glow(
        [
          [0, '#fff3c9'],
          [0.6, light(shade, 0.25)],
          [1, shade],
        ],
      )}"/><path d="M-150 -410H150V-50H-150Z" fill="${kit.cloth(shape.pattern ?? 'lattice', [shade, stand, stand], 1)}" opacity=".45"/><path d="M-150 -410V-50M150 -410V-50M-50 -410V-50M50 -410V-50" stroke="${stand}" stroke-width="14"/><rect x="-176" y="-54" width="352" height="54" rx="8" fill="${kit.round(stand)}"/>`,
      foot: 350,
      width: 360,
      height: 570,
    };
  }
  const floor = shape.kind === 'floor';
  const body = floor ? 'M-110 -600H110L150 -430H-150Z' : 'M-130 -560H130L210 -300H-210Z';
  const y = floor ? -430 : -300;
  return {
    svg: `${halo(0, y - 100)}${floor ? `<rect x="-9" y="-430" width="18" height="420" fill="${kit.round(stand)}"/><path d="M-140 0L-6 -200M140 0L6 -200" stroke="${stand}" stroke-width="16" stroke-linecap="round"/>` : `<path d="M-26 -300Q-20 -250 -80 -190Q-140 -110 -70 -40H70Q140 -110 80 -190Q20 -250 26 -300Z" fill="${kit.cloth(c(shape, 3, '') ? 'waves' : undefined, [stand, c(shape, 3, stand)], 0.7)}"/><path d="M-26 -300Q-20 -250 -80 -190Q-140 -110 -70 -40H70Q140 -110 80 -190Q20 -250 26 -300Z" fill="${overRound(kit)}"/><rect x="-110" y="-44" width="220" height="44" rx="14" fill="${kit.round(dark(stand, 0.2))}"/>`}<path d="${body}" fill="${kit.cloth(shape.pattern, [shade, c(shape, 2, light(shade, 0.4)), stand], 0.8)}"/><path d="${body}" fill="${kit.grad(
      [
        [0, '#1c1014', 0.25],
        [0.45, '#fff3c9', 0.6],
        [1, '#1c1014', 0.25],
      ],
    )}"/><path d="M-210 -300H210" stroke="${light(shade, 0.5)}" stroke-width="${floor ? 0 : 8}"/>`,
    foot: floor ? 280 : 230,
    width: floor ? 310 : 430,
    height: floor ? 610 : 570,
  };
};

/** kinds: pillar, jar, tea (a row of small ones). */
const candle: Draw = (kit, shape) => {
  const wax = c(shape, 0, '#f0d9b5');
  const one = (x: number, tall: number, half: number) =>
    `<g transform="translate(${x} 0)"><circle cx="0" cy="${-tall - 40}" r="120" fill="${kit.glow([
      [0, '#ffe7a6', 0.8],
      [1, '#ffe7a6', 0],
    ])}"/><rect x="${-half}" y="${-tall}" width="${half * 2}" height="${tall}" rx="${half * 0.16}" fill="${kit.round(wax)}"/>${shape.pattern ? `<rect x="${-half}" y="${-tall * 0.7}" width="${half * 2}" height="${tall * 0.45}" fill="${kit.cloth(shape.pattern, [wax, c(shape, 1, '#a55'), c(shape, 2, '#fff')], 0.6)}"/><rect x="${-half}" y="${-tall}" width="${half * 2}" height="${tall}" fill="${overRound(kit)}" opacity=".5"/>` : ''}<ellipse cx="0" cy="${-tall}" rx="${half}" ry="${half * 0.22}" fill="${light(wax, 0.5)}"/><path d="M0 ${-tall}v-22" stroke="#4a3a2a" stroke-width="5"/><path d="M0 ${-tall - 84}Q34 ${-tall - 36} 0 ${-tall - 16}Q-34 ${-tall - 36} 0 ${-tall - 84}Z" fill="#ffb42e"/><path d="M0 ${-tall - 60}Q16 ${-tall - 34} 0 ${-tall - 18}Q-16 ${-tall - 34} 0 ${-tall - 60}Z" fill="#fff3c4"/></g>`;
  if (shape.kind === 'jar') {
    return {
      svg: `${one(0, 290, 150)}<rect x="-172" y="-330" width="344" height="334" rx="26" fill="#ffffff" fill-opacity=".3"/><rect x="-172" y="-330" width="344" height="334" rx="26" fill="${overRound(kit)}" opacity=".7"/><rect x="-120" y="-230" width="240" height="150" rx="6" fill="${c(shape, 1, '#fbf3e2')}"/>${letter(shape.label ?? '', { x: 0, y: -155, width: 196, height: 96, colour: inkOn(c(shape, 1, '#fbf3e2')), weight: 11, maxCap: 40 })}`,
      foot: 340,
      width: 350,
      height: 420,
    };
  }
  if (shape.kind === 'tea')
    return {
      svg: [-220, -75, 75, 220]
        .map((x, i) => `<g transform="translate(0 ${i % 2 ? 24 : -10})">${one(x, 84, 66)}</g>`)
        .join(''),
      foot: 560,
      width: 580,
      height: 180,
    };
  return { svg: one(-150, 260, 84) + one(150, 200, 84) + one(0, 400, 92), foot: 470, width: 480, height: 500 };
};

/** Wall art: the pattern is the picture; kinds: frame, scroll, tiles, mirror, clock, shelf. */
const frame: Draw = (kit, shape) => {
  const ground = c(shape, 0, '#efe2c8');
  const wood = c(shape, 3, '#6b4528');
  const kind = shape.kind ?? 'frame';
  if (kind === 'mirror' || kind === 'clock') {
    const rays =
      shape.pattern === 'rays'
        ? Array.from(
            { length: 24 },
            (_, i) =>
              `<path transform="rotate(${i * 15} 0 -290)" d="M-12 -510L0 ${i % 2 ? -580 : -556}L12 -510Z" fill="${kit.flat(wood)}"/>`,
          ).join('')
        : '';
    const face =
      kind === 'mirror'
        ? `<circle cx="0" cy="-290" r="176" fill="${kit.grad(
            [
              [0, '#eef4f6'],
              [0.48, '#b9cad2'],
              [0.5, '#dfe9ec'],
              [1, '#93a8b3'],
            ],
            'corner',
          )}"/>`
        : `<circle cx="0" cy="-290" r="180" fill="${kit.flat(ground, 0.5)}"/>${Array.from({ length: 12 }, (_, i) => `<rect transform="rotate(${i * 30} 0 -290)" x="-5" y="-456" width="10" height="${i % 3 ? 18 : 36}" rx="4" fill="${inkOn(ground)}"/>`).join('')}<path d="M0 -290L-66 -366M0 -290L86 -336" stroke="${inkOn(ground)}" stroke-width="11" stroke-linecap="round"/><path d="M0 -290L40 -190" stroke="${c(shape, 1, '#c33')}" stroke-width="5"/><circle cx="0" cy="-290" r="12" fill="${c(shape, 1, '#c33')}"/>`;
    return {
      svg: `${rays}<circle cx="8" cy="-280" r="232" fill="#1c1014" opacity=".22"/><circle cx="0" cy="-290" r="232" fill="${kit.cloth(shape.pattern === 'rays' ? undefined : shape.pattern, [wood, c(shape, 1, light(wood, 0.5)), c(shape, 2, light(wood, 0.2))], 0.5)}"/><circle cx="0" cy="-290" r="232" fill="${overFlat(kit)}"/><circle cx="0" cy="-290" r="190" fill="${dark(wood, 0.4)}"/>${face}`,
      foot: 0,
      width: 560,
      height: 580,
      hangs: true,
    };
  }
  if (kind === 'tiles') {
    const pieces = [
      [-205, -520],
      [15, -520],
      [-205, -300],
      [15, -300],
    ].map(
      ([x, y], i) =>
        `<g transform="translate(${x} ${y})"><rect x="5" y="7" width="196" height="196" rx="6" fill="#1c1014" opacity=".25"/><rect width="196" height="196" rx="6" fill="${kit.cloth(shape.pattern, i % 3 ? [ground, c(shape, 1, '#245'), c(shape, 2, '#c83')] : [c(shape, 1, '#245'), ground, c(shape, 2, '#c83')], 0.78)}"/><rect width="196" height="196" rx="6" fill="${overFlat(kit)}"/></g>`,
    );
    return { svg: pieces.join(''), foot: 0, width: 430, height: 530, hangs: true };
  }
  if (kind === 'shelf')
    return {
      svg: `<rect x="-280" y="-250" width="560" height="34" rx="6" fill="${kit.grad(
        [
          [0, light(wood, 0.3)],
          [1, dark(wood, 0.3)],
        ],
        'down',
      )}"/><path d="M-210 -216v90q60 -20 76 -90zM210 -216v90q-60 -20 -76 -90z" fill="${kit.flat(wood)}"/><path d="M-280 -212h560v24h-560z" fill="#1c1014" opacity=".16"/>`,
      foot: 0,
      width: 570,
      height: 300,
      hangs: true,
    };
  const scroll = kind === 'scroll';
  const [w, h] = scroll ? [300, 540] : shape.label === 'wide' ? [560, 400] : [400, 520];
  const x = -w / 2;
  const trim = scroll
    ? `<rect x="${x - 24}" y="${-h - 16}" width="${w + 48}" height="26" rx="13" fill="${kit.grad(
        [
          [0, light(wood, 0.3)],
          [1, dark(wood, 0.3)],
        ],
        'down',
      )}"/><rect x="${x - 24}" y="-12" width="${w + 48}" height="26" rx="13" fill="${kit.grad(
        [
          [0, light(wood, 0.3)],
          [1, dark(wood, 0.3)],
        ],
        'down',
      )}"/><path d="M-90 ${-h - 14}L0 ${-h - 90}L90 ${-h - 14}" fill="none" stroke="${wood}" stroke-width="5"/>`
    : '';
  const pad = scroll ? 0 : 26;
  const mount = scroll ? 30 : 62;
  return {
    svg: `<rect x="${x + 10}" y="${-h + 14}" width="${w}" height="${h}" fill="#1c1014" opacity=".28"/>${trim}<rect x="${x}" y="${-h}" width="${w}" height="${h}" fill="${scroll ? c(shape, 1, '#8a2a2a') : kit.flat(wood)}"/><rect x="${x + pad}" y="${-h + pad}" width="${w - pad * 2}" height="${h - pad * 2}" fill="${scroll ? c(shape, 1, '#8a2a2a') : '#faf5ea'}"/><rect x="${x + mount}" y="${-h + mount}" width="${w - mount * 2}" height="${h - mount * 2}" fill="${kit.cloth(shape.pattern, shape.colours, scroll ? 0.9 : 1.2)}"/><rect x="${x + mount}" y="${-h + mount}" width="${w - mount * 2}" height="${h - mount * 2}" fill="none" stroke="${c(shape, 2, '#c83')}" stroke-width="7"/><rect x="${x}" y="${-h}" width="${w}" height="${h}" fill="${kit.grad(
      [
        [0, '#fff', 0.26],
        [0.38, '#fff', 0.05],
        [0.4, '#fff', 0],
        [1, '#1c1014', 0.12],
      ],
      'corner',
    )}"/>`,
    foot: 0,
    width: w + 40,
    height: h + (scroll ? 90 : 0),
    hangs: true,
  };
};

/** kinds: bangles, cuff, necklace, choker, earrings, studs, ring, anklet, maang. */
const jewel: Draw = (kit, shape) => {
  const metal = c(shape, 0, '#d8a93c');
  const stone = c(shape, 1, '#b3202c');
  const pearl = c(shape, 2, '#f5efe2');
  const kind = shape.kind ?? 'necklace';
  const gem = (x: number, y: number, r: number, tone = stone) =>
    `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${r + 4}" fill="${metal}"/><circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${r}" fill="${kit.glow(
      [
        [0, light(tone, 0.7)],
        [0.5, tone],
        [1, dark(tone, 0.5)],
      ],
      0.36,
      0.32,
    )}"/>`;
  if (kind === 'bangles' || kind === 'cuff') {
    const count = kind === 'cuff' ? 1 : 7;
    const band = kind === 'cuff' ? 110 : 30;
    const tones = shape.colours;
    let svg = '';
    for (let i = 0; i < count; i += 1) {
      const y = -62 - i * 46;
      const tone = tones[i % tones.length] as string;
      svg += `<ellipse cx="0" cy="${y - band}" rx="240" ry="62" fill="none" stroke="${dark(tone, 0.5)}" stroke-width="16"/><path d="M-246 ${y - band}V${y}A246 66 0 0 0 246 ${y}V${y - band}A246 66 0 0 1 -246 ${y - band}Z" fill="${kit.round(tone)}"/>${Array.from(
        { length: 15 },
        (_, k) => {
          const a = Math.PI * ((k + 0.5) / 15);
          return `<circle cx="${(-Math.cos(a) * 238).toFixed(0)}" cy="${(y - band / 2 + Math.sin(a) * 65).toFixed(0)}" r="${kind === 'cuff' ? 15 : 7 + (i % 2) * 3}" fill="${kind === 'cuff' ? (k % 2 ? stone : pearl) : light(tone, 0.65)}" stroke="${dark(tone, 0.35)}" stroke-width="2"/>`;
        },
      ).join('')}`;
    }
    return { svg, foot: 470, width: 500, height: 80 + count * 46 + band };
  }
  if (kind === 'earrings' || kind === 'studs') {
    const one = (x: number) =>
      kind === 'studs'
        ? `<g transform="translate(${x} -210)">${Array.from({ length: 10 }, (_, i) => gem(Math.cos(i * 0.628) * 78, Math.sin(i * 0.628) * 78, 19, i % 2 ? pearl : stone)).join('')}${gem(0, 0, 50)}</g>`
        : `<g transform="translate(${x} 0)"><path d="M0 -520q-26 -30 0 -52q30 10 12 46" fill="none" stroke="${metal}" stroke-width="7"/>${gem(0, -476, 38)}${gem(-50, -476, 9, pearl)}${gem(50, -476, 9, pearl)}<path d="M-16 -430H16L24 -390H-24Z" fill="${kit.round(metal)}"/><path d="M-24 -392Q-118 -340 -122 -226H122Q118 -340 24 -392Z" fill="${kit.cloth(shape.pattern ?? 'lattice', [metal, dark(metal, 0.3), stone], 0.5)}"/><path d="M-24 -392Q-118 -340 -122 -226H122Q118 -340 24 -392Z" fill="${overRound(kit)}"/><rect x="-128" y="-238" width="256" height="26" rx="13" fill="${kit.round(metal)}"/>${[-104, -62, -20, 20, 62, 104].map((d, i) => `<path d="M${d} -212v${34 + (i % 2) * 22}" stroke="${metal}" stroke-width="4"/>${gem(d, -166 + (i % 2) * 22, 14, i % 2 ? stone : pearl)}`).join('')}</g>`;
    const card = `<rect x="-270" y="${kind === 'studs' ? -400 : -620}" width="540" height="${kind === 'studs' ? 404 : 624}" rx="22" fill="${kit.flat('#fbf4e8', 0.4)}"/><rect x="-254" y="${kind === 'studs' ? -384 : -604}" width="508" height="${kind === 'studs' ? 372 : 592}" rx="14" fill="none" stroke="${light(metal, 0.3)}" stroke-width="3"/>${shape.label ? letter(shape.label, { x: 0, y: -48, width: 320, height: 40, colour: dark(metal, 0.4), weight: 9, tracking: 16, maxCap: 26 }) : ''}`;
    return { svg: `${card}${one(-122)}${one(122)}`, foot: 540, width: 540, height: kind === 'studs' ? 400 : 620 };
  }
  if (kind === 'ring') {
    return {
      svg: `<path d="M-190 0L-150 -130Q0 -170 150 -130L190 0Q0 40 -190 0Z" fill="${kit.round(pearl)}"/><ellipse cx="0" cy="-250" rx="150" ry="160" fill="none" stroke="${dark(metal, 0.35)}" stroke-width="38"/><ellipse cx="-4" cy="-252" rx="150" ry="160" fill="none" stroke="${kit.flat(metal)}" stroke-width="26"/><g transform="translate(0 -424)">${Array.from({ length: 12 }, (_, i) => gem(Math.cos(i * 0.5236) * 72, Math.sin(i * 0.5236) * 60, 15, pearl)).join('')}${gem(0, 0, 54)}</g>`,
      foot: 380,
      width: 400,
      height: 510,
    };
  }
  if (kind === 'anklet' || kind === 'maang') {
    const beads = Array.from({ length: 25 }, (_, i) => {
      const a = Math.PI * (i / 24);
      const x = -Math.cos(a) * 260;
      const y = -250 + Math.sin(a) * 150;
      return `${gem(x, y, 11, i % 3 ? metal : pearl)}${i % 2 ? `<path d="M${x.toFixed(0)} ${(y + 12).toFixed(0)}v26" stroke="${metal}" stroke-width="4"/>${gem(x, y + 52, 14, i % 4 === 1 ? stone : metal)}` : ''}`;
    }).join('');
    return {
      svg: `<rect x="-320" y="-420" width="640" height="424" rx="26" fill="${kit.flat('#fbf4e8', 0.4)}"/><path d="M-260 -250C-250 -340 250 -340 260 -250" fill="none" stroke="${dark(metal, 0.25)}" stroke-width="8"/>${beads}`,
      foot: 620,
      width: 640,
      height: 420,
    };
  }
  const bust = `<path d="M-78 -600Q-84 -500 -120 -450Q-250 -410 -270 -290Q-250 -100 -150 0H150Q250 -100 270 -290Q250 -410 120 -450Q84 -500 78 -600Q0 -570 -78 -600Z" fill="${kit.round(c(shape, 3, '#efe4d4'), 0.6)}"/>`;
  const row = (rx: number, ry: number, size: number, every: number, drop: boolean) =>
    Array.from({ length: 23 }, (_, i) => {
      const a = Math.PI * (0.04 + 0.92 * (i / 22));
      const x = -Math.cos(a) * rx;
      const y = -470 + Math.sin(a) * ry;
      return `${gem(x, y, size + (drop && i === 11 ? 8 : 0), i % every ? metal : stone)}${drop && i > 4 && i < 18 ? gem(x, y + size * 2 + 10, size * 0.7, pearl) : ''}`;
    }).join('');
  const svg =
    kind === 'choker'
      ? `${bust}${row(104, 54, 15, 2, false)}${row(122, 96, 17, 3, true)}`
      : `${bust}${row(112, 130, 8, 4, false)}${row(140, 236, 15, 2, true)}<g transform="translate(0 -190)">${gem(0, 0, 40)}${gem(0, 66, 18, pearl)}${gem(-48, 22, 13, pearl)}${gem(48, 22, 13, pearl)}</g>`;
  return { svg, foot: 340, width: 540, height: 610 };
};

/** kinds: tote, potli, sling, backpack, duffel, clutch, wallet, trolley, organiser, laptop. */
const bag: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#8a4b2a');
  const trim = c(shape, 2, dark(tone, 0.4));
  const kind = shape.kind ?? 'tote';
  const fill = kit.cloth(shape.pattern, shape.colours, 0.9);
  const skin = (d: string) => `<path d="${d}" fill="${fill}"/><path d="${d}" fill="${overRound(kit)}" opacity=".8"/>`;
  const name = (y: number, w: number, colour = inkOn(tone)) =>
    shape.label ? letter(shape.label, { x: 0, y, width: w, height: 90, colour, weight: 13, maxCap: 46 }) : '';
  if (kind === 'potli')
    return {
      svg: `<path d="M-110 -420C-160 -600 160 -600 110 -420" fill="none" stroke="${trim}" stroke-width="12"/>${skin('M-90 -360Q-150 -420 -120 -456Q0 -420 120 -456Q150 -420 90 -360C260 -280 270 -60 150 -4Q0 16 -150 -4C-270 -60 -260 -280 -90 -360Z')}<rect x="-96" y="-376" width="192" height="28" rx="14" fill="${kit.round(trim)}"/><path d="M60 -350l40 110M90 -350l60 84" stroke="${trim}" stroke-width="7"/><circle cx="102" cy="-228" r="17" fill="${kit.round(trim)}"/><circle cx="154" cy="-256" r="17" fill="${kit.round(trim)}"/>`,
      foot: 320,
      width: 500,
      height: 580,
    };
  if (kind === 'wallet' || kind === 'clutch') {
    const h = kind === 'wallet' ? 300 : 270;
    const w = kind === 'wallet' ? 420 : 540;
    return {
      svg: `${skin(`M${-w / 2} ${-h}H${w / 2}Q${w / 2 + 14} ${-h} ${w / 2 + 14} ${-h + 20}V-20Q${w / 2 + 14} 0 ${w / 2 - 6} 0H${-w / 2 + 6}Q${-w / 2 - 14} 0 ${-w / 2 - 14} -20V${-h + 20}Q${-w / 2 - 14} ${-h} ${-w / 2} ${-h}Z`)}<path d="M${-w / 2} ${-h + 14}H${w / 2}M${-w / 2} -14H${w / 2}" stroke="${light(tone, 0.5)}" stroke-width="3.5" stroke-dasharray="10 8"/>${kind === 'clutch' ? `<path d="M${-w / 2 - 10} ${-h + 10}L0 -96L${w / 2 + 10} ${-h + 10}" fill="none" stroke="${trim}" stroke-width="12"/><circle cx="0" cy="-100" r="24" fill="${kit.round(c(shape, 1, '#d8b04a'))}"/>` : `<path d="M${w / 2 - 90} -180h110v70h-110q-18 -35 0 -70z" fill="${kit.flat(trim)}"/><circle cx="${w / 2 - 60}" cy="-145" r="13" fill="#d8b04a"/>`}${kind === 'wallet' ? letter(shape.label ?? '', { x: -40, y: -64, width: 190, height: 40, colour: light(tone, 0.45), weight: 9, maxCap: 30 }) : ''}`,
      foot: w,
      width: w + 40,
      height: h,
    };
  }
  if (kind === 'trolley')
    return {
      svg: `<path d="M-80 -470V-600H80V-470" fill="none" stroke="#9a9ea6" stroke-width="16"/><rect x="-96" y="-620" width="192" height="34" rx="14" fill="#33363c"/><rect x="-180" y="-500" width="360" height="470" rx="40" fill="${fill}"/><rect x="-180" y="-500" width="360" height="470" rx="40" fill="${overRound(kit)}"/>${[-110, -55, 0, 55, 110].map((x) => `<path d="M${x} -486V-44" stroke="#1c1014" stroke-opacity=".2" stroke-width="8"/><path d="M${x + 8} -486V-44" stroke="#fff" stroke-opacity=".2" stroke-width="4"/>`).join('')}<path d="M-180 -268H180" stroke="${trim}" stroke-width="12"/><rect x="-66" y="-140" width="132" height="44" rx="8" fill="${trim}"/>${letter(shape.label ?? '', { x: 0, y: -118, width: 104, height: 22, colour: '#fbf3e2', maxCap: 20 })}<circle cx="-130" cy="-12" r="24" fill="#2a2c31"/><circle cx="130" cy="-12" r="24" fill="#2a2c31"/>`,
      foot: 330,
      width: 380,
      height: 630,
    };
  if (kind === 'backpack')
    return {
      svg: `<path d="M-54 -520C-54 -610 54 -610 54 -520" fill="none" stroke="${trim}" stroke-width="20"/><path d="M-200 -120q-60 -60 -30 -240M200 -120q60 -60 30 -240" fill="none" stroke="${trim}" stroke-width="30"/>${skin('M-150 -520Q-210 -510 -216 -380L-230 -50Q-230 0 -180 4H180Q230 0 230 -50L216 -380Q210 -510 150 -520Q0 -560 -150 -520Z')}<path d="M-200 -400Q0 -350 200 -400" fill="none" stroke="${trim}" stroke-width="9"/><rect x="-150" y="-240" width="300" height="196" rx="30" fill="${kit.flat(c(shape, 1, tone))}" stroke="${trim}" stroke-width="6"/><path d="M-150 -190H150" stroke="${trim}" stroke-width="7"/><rect x="-16" y="-400" width="32" height="70" rx="6" fill="${trim}"/>${name(-116, 220, inkOn(c(shape, 1, tone)))}`,
      foot: 430,
      width: 520,
      height: 600,
    };
  if (kind === 'duffel')
    return {
      svg: `<path d="M-150 -250C-140 -420 140 -420 150 -250" fill="none" stroke="${trim}" stroke-width="20"/>${skin('M-250 -280Q0 -310 250 -280Q310 -270 310 -150Q310 -10 250 0H-250Q-310 -10 -310 -150Q-310 -270 -250 -280Z')}<path d="M-150 -284V0M150 -284V0" stroke="${trim}" stroke-width="26"/><path d="M-250 -240H250" stroke="${trim}" stroke-width="8"/>${name(-120, 220)}`,
      foot: 560,
      width: 620,
      height: 420,
    };
  if (kind === 'organiser')
    return {
      svg:
        [0, 1, 2]
          .map(
            (i) =>
              `<g transform="translate(${i * 26 - 26} ${-i * 132}) scale(${1 - i * 0.1})"><rect x="-250" y="-136" width="500" height="136" rx="26" fill="${i % 2 ? kit.flat(c(shape, 1, tone)) : fill}"/><rect x="-250" y="-136" width="500" height="136" rx="26" fill="${overRound(kit)}" opacity=".6"/><path d="M-226 -112H226" stroke="${trim}" stroke-width="7" stroke-dasharray="6 4"/><rect x="150" y="-120" width="60" height="18" rx="9" fill="${trim}"/></g>`,
          )
          .join('') + name(-58, 260),
      foot: 500,
      width: 520,
      height: 400,
    };
  if (kind === 'laptop')
    return {
      svg: `${skin('M-280 -380Q-280 -400 -260 -400H260Q280 -400 280 -380V-20Q280 0 260 0H-260Q-280 0 -280 -20Z')}<path d="M-256 -352H256" stroke="${trim}" stroke-width="9"/><rect x="210" y="-372" width="44" height="40" rx="6" fill="#d8b04a"/>${name(-150, 300)}`,
      foot: 560,
      width: 560,
      height: 400,
    };
  const sling = kind === 'sling';
  return {
    svg: `<path d="${sling ? 'M-190 -330C-260 -720 260 -720 190 -330' : 'M-120 -390C-130 -600 -10 -600 -20 -390M120 -390C130 -600 10 -600 20 -390'}" fill="none" stroke="${trim}" stroke-width="${sling ? 14 : 20}"/>${skin(sling ? 'M-220 -340H220Q240 -340 240 -310L216 -40Q210 0 170 2H-170Q-210 0 -216 -40L-240 -310Q-240 -340 -220 -340Z' : 'M-220 -400H220L246 -20Q246 4 220 6H-220Q-246 4 -246 -20Z')}${sling ? `<path d="M-232 -340H232Q220 -140 0 -130Q-220 -140 -232 -340Z" fill="${kit.flat(c(shape, 1, tone))}"/><circle cx="0" cy="-150" r="22" fill="${kit.round('#d8b04a')}"/>` : `<path d="M-220 -384H220" stroke="${trim}" stroke-width="12"/>${name(-190, 320)}`}`,
    foot: 460,
    width: 500,
    height: sling ? 620 : 560,
  };
};

/** kinds: speaker, powerbank, charger, earbuds, router, cable, keyboard, stand, hub, bulb, plug, camera, trimmer. */
const gadget: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#2d3138');
  const accent = c(shape, 1, '#3fb6a8');
  const kind = shape.kind ?? 'speaker';
  const name = (x: number, y: number, w: number, cap = 30) =>
    shape.label
      ? letter(shape.label, {
          x,
          y,
          width: w,
          height: cap * 2.4,
          colour: inkOn(tone),
          weight: 10,
          tracking: 8,
          maxCap: cap,
        })
      : '';
  const slab = (w: number, h: number, r: number) =>
    `<rect x="${-w / 2}" y="${-h}" width="${w}" height="${h}" rx="${r}" fill="${kit.cloth(shape.pattern, shape.colours, 0.6)}"/><rect x="${-w / 2}" y="${-h}" width="${w}" height="${h}" rx="${r}" fill="${overRound(kit)}" opacity=".85"/>`;
  if (kind === 'powerbank')
    return {
      svg: `${slab(260, 500, 46)}<rect x="-30" y="-504" width="60" height="14" rx="6" fill="#15171b"/>${[-36, -12, 12, 36].map((x, i) => `<circle cx="${x}" cy="-450" r="7" fill="${i < 3 ? accent : dark(tone, 0.4)}"/>`).join('')}<g transform="rotate(-90 0 -220)">${name(0, -220, 260, 50)}</g><path d="M40 -500C40 -600 250 -640 250 -420V-30" fill="none" stroke="${accent}" stroke-width="14"/><rect x="232" y="-40" width="36" height="60" rx="6" fill="#d9dade"/>`,
      foot: 300,
      width: 520,
      height: 600,
    };
  if (kind === 'earbuds') {
    const bud = (x: number, flip: number) =>
      `<g transform="translate(${x} -330) scale(${flip} 1) rotate(-10)"><path d="M-16 10V150Q0 172 16 150V10Z" fill="${kit.round(tone)}"/><circle cx="-10" cy="0" r="54" fill="${kit.glow(
        [
          [0, light(tone, 0.5)],
          [0.6, tone],
          [1, dark(tone, 0.5)],
        ],
        0.36,
        0.32,
      )}"/><ellipse cx="-52" cy="8" rx="26" ry="32" fill="${dark(tone, 0.55)}"/><rect x="-10" y="138" width="20" height="8" rx="4" fill="${accent}"/></g>`;
    return {
      svg: `${bud(-110, 1)}${bud(110, -1)}<rect x="-210" y="-170" width="420" height="174" rx="86" fill="${kit.grad(
        [
          [0, light(tone, 0.35)],
          [0.4, tone],
          [1, dark(tone, 0.4)],
        ],
        'down',
      )}"/><path d="M-206 -96H206" stroke="#1c1014" stroke-opacity=".4" stroke-width="4"/><circle cx="0" cy="-62" r="8" fill="${accent}"/>${name(0, -130, 200, 24)}`,
      foot: 400,
      width: 430,
      height: 400,
    };
  }
  if (kind === 'charger' || kind === 'plug')
    return {
      svg: `<rect x="-26" y="-340" width="16" height="80" rx="6" fill="#c9ccd2"/><rect x="26" y="-340" width="16" height="80" rx="6" fill="#c9ccd2"/>${slab(300, 270, 44)}<rect x="-60" y="-110" width="120" height="34" rx="14" fill="#15171b"/><rect x="-48" y="-100" width="96" height="10" rx="5" fill="${accent}"/>${name(0, -184, 200, 44)}<circle cx="110" cy="-36" r="8" fill="${accent}"/>${kind === 'charger' ? `<path d="M0 -76C0 60 300 60 290 -120C280 -220 380 -200 380 -60" fill="none" stroke="${light(tone, 0.2)}" stroke-width="15"/>` : ''}`,
      foot: 290,
      width: 520,
      height: 340,
    };
  if (kind === 'cable')
    return {
      svg: `${[0, 1, 2, 3].map((i) => `<ellipse cx="0" cy="${-150 - i * 12}" rx="${210 - i * 10}" ry="${104 - i * 4}" fill="none" stroke="${i % 2 ? light(tone, 0.22) : tone}" stroke-width="20"/><ellipse cx="0" cy="${-150 - i * 12}" rx="${210 - i * 10}" ry="${104 - i * 4}" fill="none" stroke="${accent}" stroke-width="20" stroke-dasharray="5 14" opacity=".5"/>`).join('')}<g transform="translate(200 -130) rotate(36)"><rect x="0" y="-24" width="110" height="48" rx="10" fill="${kit.flat(dark(tone, 0.3))}"/><rect x="108" y="-15" width="58" height="30" rx="5" fill="#d3d6db"/></g><g transform="translate(-200 -130) rotate(150)"><rect x="0" y="-24" width="110" height="48" rx="10" fill="${kit.flat(dark(tone, 0.3))}"/><rect x="108" y="-11" width="46" height="22" rx="11" fill="#d3d6db"/></g><rect x="-34" y="-96" width="68" height="70" rx="12" fill="${accent}"/>`,
      foot: 460,
      width: 600,
      height: 320,
    };
  if (kind === 'keyboard') {
    const keys = Array.from({ length: 4 }, (_, row) =>
      Array.from(
        { length: 11 },
        (_, at) =>
          `<rect x="${(-262 + at * 48 + row * 4).toFixed(0)}" y="${-196 + row * 46}" width="40" height="36" rx="7" fill="${(row + at * 3) % 13 === 0 ? accent : light(tone, 0.2)}"/>`,
      ).join(''),
    ).join('');
    return {
      svg: `<path d="M-296 -226H296L310 0H-310Z" fill="${kit.grad(
        [
          [0, light(tone, 0.15)],
          [1, dark(tone, 0.25)],
        ],
        'down',
      )}"/><path d="M-310 0H310V20Q310 32 296 32H-296Q-310 32 -310 20Z" fill="${dark(tone, 0.5)}"/>${keys}<rect x="-130" y="-14" width="270" height="10" rx="5" fill="${light(tone, 0.3)}"/>`,
      foot: 610,
      width: 620,
      height: 250,
    };
  }
  if (kind === 'stand')
    return {
      svg: `<path d="M-230 -30L-190 -330H190L230 -30Z" fill="${kit.flat(light(tone, 0.1))}"/><path d="M-250 -10Q-250 -40 -220 -40H220Q250 -40 250 -10V0H-250Z" fill="${kit.round(tone)}"/><rect x="-176" y="-560" width="352" height="250" rx="16" fill="#16181c"/><rect x="-162" y="-546" width="324" height="222" rx="6" fill="${kit.cloth('hills', [light(accent, 0.55), accent, '#f3c64b'], 1.2)}"/><path d="M-60 -310H60L90 -40H-90Z" fill="${kit.round(tone)}"/>`,
      foot: 490,
      width: 500,
      height: 570,
    };
  if (kind === 'router' || kind === 'hub')
    return {
      svg: `${kind === 'router' ? [-200, -70, 70, 200].map((x, i) => `<rect x="${x - 11}" y="-450" width="22" height="340" rx="11" fill="${kit.round(dark(tone, 0.2))}" transform="rotate(${(i - 1.5) * 6} ${x} -110)"/>`).join('') : ''}${slab(540, 130, 36)}${[-200, -160, -120, -80].map((x, i) => `<circle cx="${x}" cy="-64" r="9" fill="${i % 2 ? accent : light(accent, 0.5)}"/>`).join('')}${kind === 'hub' ? [20, 90, 160, 225].map((x) => `<rect x="${x - 24}" y="-78" width="48" height="22" rx="6" fill="#15171b"/>`).join('') : name(120, -64, 200, 30)}`,
      foot: 530,
      width: 560,
      height: kind === 'router' ? 460 : 150,
    };
  if (kind === 'bulb')
    return {
      svg: `<circle cx="0" cy="-330" r="300" fill="${kit.glow([
        [0, light(accent, 0.3), 0.85],
        [1, accent, 0],
      ])}"/><path d="M-90 -180Q-84 -220 -140 -280Q-200 -370 -140 -460Q-80 -530 0 -530Q80 -530 140 -460Q200 -370 140 -280Q84 -220 90 -180Z" fill="${kit.glow(
        [
          [0, '#ffffff'],
          [0.6, light(accent, 0.5)],
          [1, accent],
        ],
      )}"/><rect x="-92" y="-184" width="184" height="70" rx="10" fill="${kit.round('#e6e6ea')}"/>${[-108, -76, -44].map((y) => `<rect x="-70" y="${y}" width="140" height="26" rx="10" fill="${kit.round('#a9adb5')}"/>`).join('')}<path d="M-40 -18H40L20 4H-20Z" fill="#3a3c41"/>`,
      foot: 120,
      width: 360,
      height: 540,
    };
  if (kind === 'camera')
    return {
      svg: `<path d="M-120 -40H120L150 0H-150Z" fill="${kit.round(dark(tone, 0.1))}"/><rect x="-24" y="-130" width="48" height="100" fill="${kit.round(tone)}"/><circle cx="0" cy="-270" r="180" fill="${kit.glow(
        [
          [0, light(tone, 0.4)],
          [0.6, tone],
          [1, dark(tone, 0.4)],
        ],
        0.36,
        0.32,
      )}"/><circle cx="0" cy="-270" r="104" fill="#15171b"/><circle cx="0" cy="-270" r="66" fill="${kit.glow(
        [
          [0, '#6a8fb5'],
          [0.6, '#1c2c40'],
          [1, '#05080c'],
        ],
        0.36,
        0.32,
      )}"/><circle cx="-22" cy="-292" r="14" fill="#fff" opacity=".8"/><circle cx="0" cy="-142" r="8" fill="${accent}"/>`,
      foot: 290,
      width: 380,
      height: 460,
    };
  if (kind === 'trimmer')
    return {
      svg: `<path d="M-84 -540H84L70 -440H-70Z" fill="#c9ccd2"/><path d="M-84 -540h168v-22h-168z" fill="#8d9198"/>${Array.from({ length: 9 }, (_, i) => `<path d="M${-76 + i * 19} -562v-26" stroke="#8d9198" stroke-width="9"/>`).join('')}<path d="M-78 -446H78Q110 -300 84 -30Q80 4 0 6Q-80 4 -84 -30Q-110 -300 -78 -446Z" fill="${kit.round(tone)}"/><rect x="-26" y="-340" width="52" height="92" rx="26" fill="${accent}"/>${name(0, -130, 110, 26)}`,
      foot: 170,
      width: 220,
      height: 590,
    };
  // A speaker: mesh front, a knob row, a strap.
  const wide = c(shape, 2, '') !== '';
  const [w, h] = wide ? [560, 260] : [330, 470];
  return {
    svg: `<path d="M${w / 2 - 20} ${-h + 60}q80 20 40 ${h * 0.4}" fill="none" stroke="${accent}" stroke-width="16"/><rect x="${-w / 2}" y="${-h}" width="${w}" height="${h}" rx="${wide ? 70 : 60}" fill="${kit.round(tone)}"/><rect x="${-w / 2 + 24}" y="${-h + 24}" width="${w - 48}" height="${h - 48}" rx="50" fill="${kit.cloth('mesh', [dark(tone, 0.25), dark(tone, 0.6)], 1)}"/>${(wide
      ? [
          [-160, -130],
          [160, -130],
        ]
      : [
          [0, -330],
          [0, -150],
        ]
    )
      .map(
        ([x, y]) =>
          `<circle cx="${x}" cy="${y}" r="84" fill="${kit.glow([
            [0, dark(tone, 0.2)],
            [0.7, dark(tone, 0.6)],
            [1, light(tone, 0.1)],
          ])}"/><circle cx="${x}" cy="${y}" r="34" fill="${kit.flat(accent)}"/>`,
      )
      .join(
        '',
      )}${shape.label ? letter(shape.label, { x: 0, y: wide ? -130 : -48, width: wide ? 120 : 140, height: 26, colour: light(tone, 0.8), weight: 12, maxCap: 22 }) : ''}`,
    foot: w * 0.92,
    width: w + 60,
    height: h,
  };
};

export const things: Record<string, Draw> = { lamp, candle, frame, jewel, bag, gadget };
