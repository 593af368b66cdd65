// Toys, instruments, sports gear, things for puja and for pets, and flat shoes.
import type { DemoShape } from '../types.ts';
import { type Draw, dark, inkOn, light, overFlat, overRound } from './kit.ts';
import { letter } from './lettering.ts';

const c = (shape: DemoShape, at: number, fallback: string): string => shape.colours[at] ?? fallback;

/** kinds: rings, blocks, top, train (a pull-along), rattle, abacus, animal. */
const toy: Draw = (kit, shape) => {
  const tones = shape.colours;
  const tone = (i: number) => tones[i % tones.length] as string;
  const kind = shape.kind ?? 'rings';
  if (kind === 'blocks') {
    const words = (shape.label ?? 'A B C').split(' ');
    const cube = (x: number, y: number, i: number, turn: number) =>
      `<g transform="translate(${x} ${y}) rotate(${turn})"><path d="M-82 -164L-50 -196H114L82 -164Z" fill="${light(tone(i), 0.45)}"/><path d="M82 -164L114 -196V-32L82 0Z" fill="${dark(tone(i), 0.35)}"/><rect x="-82" y="-164" width="164" height="164" rx="8" fill="${kit.flat(tone(i))}"/><rect x="-66" y="-148" width="132" height="132" rx="8" fill="#fbf3e2" opacity=".92"/>${letter(words[i % words.length] ?? 'A', { x: 0, y: -82, width: 96, height: 90, colour: dark(tone(i), 0.2), weight: 16, maxCap: 84 })}</g>`;
    return {
      svg:
        cube(-190, 0, 0, 0) +
        cube(0, 0, 1, 0) +
        cube(186, 0, 2, 0) +
        cube(-96, -168, 3, -3) +
        cube(96, -168, 4, 4) +
        cube(4, -336, 5, 2),
      foot: 560,
      width: 580,
      height: 540,
    };
  }
  if (kind === 'top')
    return {
      svg: [
        [-150, 0.8, 12],
        [150, 0.72, -14],
        [0, 1.1, 3],
      ]
        .map(
          ([x, k, turn], i) =>
            `<g transform="translate(${x} ${i === 2 ? 30 : -20}) scale(${k}) rotate(${turn})"><rect x="-11" y="-330" width="22" height="130" rx="9" fill="${kit.round(tone(i + 1))}"/><path d="M-150 -190Q-150 -230 0 -234Q150 -230 150 -190Q110 -70 0 0Q-110 -70 -150 -190Z" fill="${kit.round(tone(i))}"/><path d="M-146 -170Q0 -130 146 -170L128 -130Q0 -90 -128 -130Z" fill="${kit.round(tone(i + 2))}"/><path d="M-86 -70Q0 -40 86 -70L66 -50Q0 -24 -66 -50Z" fill="${kit.round(tone(i + 3))}"/></g>`,
        )
        .join(''),
      foot: 330,
      width: 520,
      height: 400,
    };
  if (kind === 'train') {
    const wheel = (x: number, r: number, i: number) =>
      `<circle cx="${x}" cy="${-r}" r="${r}" fill="${kit.flat(tone(i))}"/><circle cx="${x}" cy="${-r}" r="${r * 0.4}" fill="#fbf3e2"/>`;
    const car = (x: number, i: number) =>
      `<g transform="translate(${x} 0)"><rect x="-84" y="-170" width="168" height="120" rx="14" fill="${kit.flat(tone(i))}"/><rect x="-60" y="-222" width="120" height="60" rx="12" fill="${kit.flat(tone(i + 2))}"/>${wheel(-46, 38, i + 1)}${wheel(46, 38, i + 1)}</g>`;
    return {
      svg: `<path d="M-260 -90H260" stroke="#7c5430" stroke-width="12"/>${car(-250, 1)}${car(-44, 2)}<g transform="translate(190 0)"><rect x="-100" y="-180" width="210" height="130" rx="18" fill="${kit.flat(tone(0))}"/><rect x="-100" y="-310" width="110" height="150" rx="12" fill="${kit.flat(tone(3))}"/><rect x="-118" y="-330" width="146" height="30" rx="10" fill="${kit.flat(tone(0))}"/><rect x="-76" y="-280" width="62" height="62" rx="8" fill="#fbf3e2"/><path d="M40 -180v-60h-12l8 -40h56l8 40h-12v60z" fill="${kit.round(tone(1))}"/>${wheel(-52, 50, 1)}${wheel(66, 44, 2)}</g>`,
      foot: 620,
      width: 660,
      height: 340,
    };
  }
  if (kind === 'animal')
    return {
      svg: `<circle cx="-130" cy="-46" r="46" fill="${kit.flat(tone(2))}"/><circle cx="130" cy="-46" r="46" fill="${kit.flat(tone(2))}"/><circle cx="-130" cy="-46" r="16" fill="#fbf3e2"/><circle cx="130" cy="-46" r="16" fill="#fbf3e2"/><rect x="-220" y="-96" width="440" height="34" rx="17" fill="${kit.grad(
        [
          [0, '#d9b084'],
          [1, '#8a5f38'],
        ],
        'down',
      )}"/><path d="M-190 -96V-260Q-190 -400 -30 -400H60Q70 -480 160 -470Q250 -450 240 -350V-200Q240 -150 216 -150Q196 -150 196 -200V-280Q170 -270 150 -280V-96H80V-190H-90V-96Z" fill="${kit.cloth(shape.pattern, [tone(0), tone(1), tone(3)], 0.8)}"/><path d="M-190 -96V-260Q-190 -400 -30 -400H60Q70 -480 160 -470Q250 -450 240 -350V-200Q240 -150 216 -150Q196 -150 196 -200V-280Q170 -270 150 -280V-96H80V-190H-90V-96Z" fill="${overFlat(kit)}"/><path d="M80 -430Q40 -330 96 -300Q150 -330 130 -430Z" fill="${dark(tone(0), 0.2)}"/><circle cx="176" cy="-400" r="11" fill="#1c1014"/><path d="M-190 -300q-40 30 -26 80" stroke="${tone(1)}" stroke-width="10" fill="none" stroke-linecap="round"/><path d="M-120 -402H20V-300Q-50 -270 -120 -300Z" fill="${kit.cloth('diamond', [tone(1), tone(3), tone(2)], 0.6)}"/>`,
      foot: 440,
      width: 480,
      height: 480,
    };
  if (kind === 'abacus')
    return {
      svg: `<rect x="-250" y="-480" width="500" height="480" rx="26" fill="${kit.flat('#c8925a')}"/><rect x="-214" y="-446" width="428" height="412" rx="12" fill="#fbf3e2"/>${[0, 1, 2, 3, 4, 5].map((row) => `<path d="M-214 ${-404 + row * 66}H214" stroke="#8d8d92" stroke-width="7"/>${[0, 1, 2, 3, 4, 5, 6].map((i) => `<ellipse cx="${-180 + i * 40 + (i > (row * 2 + 2) % 7 ? 104 : 0)}" cy="${-404 + row * 66}" rx="19" ry="27" fill="${kit.round(tone(row))}"/>`).join('')}`).join('')}`,
      foot: 490,
      width: 500,
      height: 480,
    };
  if (kind === 'rattle')
    return {
      svg: `<rect x="-18" y="-300" width="36" height="290" rx="18" fill="${kit.round(tone(1))}"/><circle cx="0" cy="-14" r="44" fill="${kit.glow(
        [
          [0, light(tone(2), 0.5)],
          [1, tone(2)],
        ],
        0.36,
        0.32,
      )}"/><circle cx="0" cy="-380" r="134" fill="${kit.glow(
        [
          [0, light(tone(0), 0.5)],
          [0.6, tone(0)],
          [1, dark(tone(0), 0.35)],
        ],
        0.36,
        0.32,
      )}"/><path d="M-132 -360Q0 -310 132 -360L128 -330Q0 -276 -128 -330Z" fill="${tone(1)}"/><path d="M-124 -428Q0 -380 124 -428" stroke="${tone(3)}" stroke-width="12" fill="none"/><g transform="translate(210 0) rotate(14)"><circle cx="0" cy="-120" r="100" fill="none" stroke="${kit.flat(tone(3))}" stroke-width="40"/><circle cx="0" cy="-220" r="34" fill="${kit.flat(tone(0))}"/><circle cx="86" cy="-70" r="34" fill="${kit.flat(tone(1))}"/><circle cx="-86" cy="-70" r="34" fill="${kit.flat(tone(2))}"/></g>`,
      foot: 440,
      width: 560,
      height: 520,
    };
  return {
    svg: `<rect x="-14" y="-540" width="28" height="540" rx="14" fill="${kit.round('#c8925a')}"/>${[0, 1, 2, 3, 4].map((i) => `<rect x="${-230 + i * 34}" y="${-122 - i * 86}" width="${460 - i * 68}" height="84" rx="42" fill="${kit.round(tone(i))}"/>`).join('')}<ellipse cx="0" cy="-18" rx="250" ry="24" fill="${kit.round('#c8925a')}"/><circle cx="0" cy="-520" r="52" fill="${kit.glow(
      [
        [0, light(tone(0), 0.5)],
        [1, tone(0)],
      ],
      0.36,
      0.32,
    )}"/>`,
    foot: 500,
    width: 500,
    height: 580,
  };
};

/** A board game lying open: kinds ludo, chess, snakes, pachisi (a cloth cross). */
const game: Draw = (kit, shape) => {
  const [a, b, d, e] = [c(shape, 0, '#c33'), c(shape, 1, '#2a7'), c(shape, 2, '#fb3'), c(shape, 3, '#36b')];
  const s = 500;
  const kind = shape.kind ?? 'ludo';
  let face = '';
  if (kind === 'chess' || kind === 'snakes') {
    const n = kind === 'chess' ? 8 : 7;
    for (let row = 0; row < n; row += 1)
      for (let at = 0; at < n; at += 1)
        face += `<rect x="${(-s / 2 + (at * s) / n).toFixed(1)}" y="${(-s + (row * s) / n).toFixed(1)}" width="${(s / n + 0.5).toFixed(1)}" height="${(s / n + 0.5).toFixed(1)}" fill="${kind === 'chess' ? ((row + at) % 2 ? a : b) : [a, b, d, e][(row * 3 + at * 5) % 4]}" opacity="${kind === 'chess' ? 1 : 0.75}"/>`;
    if (kind === 'snakes')
      face += `<path d="M-180 -420C60 -480 -120 -260 60 -240S160 -80 40 -70" fill="none" stroke="#2f7d32" stroke-width="26" stroke-linecap="round"/><circle cx="-184" cy="-420" r="22" fill="#2f7d32"/><path d="M110 -440L190 -190M150 -450L230 -200" stroke="#8a5f38" stroke-width="11"/>${[0, 1, 2, 3, 4].map((i) => `<path d="M${124 + i * 14} ${-400 + i * 44}h40" stroke="#8a5f38" stroke-width="8"/>`).join('')}`;
  } else if (kind === 'pachisi') {
    face = `<rect x="-250" y="-500" width="500" height="500" fill="${dark(a, 0.35)}"/>${[0, 90].map((turn) => `<g transform="rotate(${turn} 0 -250)"><rect x="-76" y="-490" width="152" height="480" fill="${d}"/>${[0, 1, 2].map((k) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `<rect x="${-72 + k * 50}" y="${-486 + i * 48}" width="44" height="42" fill="${(i + k) % 3 ? a : e}"/>`).join('')).join('')}</g>`).join('')}<rect x="-76" y="-326" width="152" height="152" fill="${b}"/><path d="M0 -310l18 42 44 18-44 18-18 42-18-42-44-18 44-18z" fill="${d}"/>`;
  } else {
    face = `<rect x="-250" y="-500" width="500" height="500" fill="#fbf6ea"/>${[
      [-250, -500, a],
      [50, -500, b],
      [-250, -200, d],
      [50, -200, e],
    ]
      .map(
        ([x, y, t]) =>
          `<rect x="${x}" y="${y}" width="200" height="200" fill="${t}"/><rect x="${Number(x) + 32}" y="${Number(y) + 32}" width="136" height="136" rx="20" fill="#fff"/>${[
            [66, 66],
            [134, 66],
            [66, 134],
            [134, 134],
          ]
            .map(([p, q]) => `<circle cx="${Number(x) + Number(p)}" cy="${Number(y) + Number(q)}" r="22" fill="${t}"/>`)
            .join('')}`,
      )
      .join(
        '',
      )}<path d="M-50 -300L0 -250L-50 -200ZM50 -300L0 -250L50 -200Z" fill="${a}"/><path d="M-50 -300L0 -250L50 -300ZM-50 -200L0 -250L50 -200Z" fill="${b}"/><path d="M-50 -470V-330M0 -500V-300M50 -170V-30" stroke="#888" stroke-width="3"/>`;
  }
  return {
    svg: `<g transform="translate(0 -10) rotate(-5) scale(1 .9)"><rect x="-272" y="-508" width="544" height="530" rx="14" fill="#5a3a22"/><rect x="-272" y="-522" width="544" height="530" rx="14" fill="${kit.flat('#a9713f')}"/><g>${face}</g><rect x="-250" y="-500" width="500" height="500" fill="${overFlat(kit)}"/></g>`,
    foot: 560,
    width: 600,
    height: 530,
  };
};

/** kinds: tabla, dholak, djembe, khanjira, harmonium, flute, ukulele, sitar, kalimba, manjira, guitar. */
const music: Draw = (kit, shape) => {
  const wood = c(shape, 0, '#8a4b22');
  const skin = c(shape, 1, '#efe2c8');
  const trim = c(shape, 2, '#b3202c');
  const head = (x: number, y: number, r: number) =>
    `<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 0.34}" fill="${dark(skin, 0.25)}"/><ellipse cx="${x}" cy="${y - 5}" rx="${r - 12}" ry="${r * 0.3}" fill="${kit.flat(skin, 0.6)}"/><ellipse cx="${x}" cy="${y - 5}" rx="${r * 0.42}" ry="${r * 0.14}" fill="#221a18"/>`;
  const laces = (w0: number, y0: number, w1: number, y1: number) =>
    Array.from(
      { length: 9 },
      (_, i) =>
        `<path d="M${(-w0 + (i * w0 * 2) / 8).toFixed(0)} ${y0}L${(-w1 + ((i + 0.5) * w1 * 2) / 9).toFixed(0)} ${y1}L${(-w0 + ((i + 1) * w0 * 2) / 8).toFixed(0)} ${y0}" fill="none" stroke="${skin}" stroke-width="5"/>`,
    ).join('');
  const kind = shape.kind ?? 'tabla';
  if (kind === 'tabla') {
    const body = 'M-150 -300C-200 -120 -110 0 0 4C110 0 200 -120 150 -300Z';
    return {
      svg: `<g transform="translate(-150 0)"><path d="${body}" fill="${kit.round(c(shape, 3, '#b9bcc4'))}"/>${laces(148, -290, 70, -60)}<ellipse cx="0" cy="-12" rx="130" ry="26" fill="${kit.round(trim)}"/>${head(0, -304, 158)}</g><g transform="translate(170 10)"><path d="M-118 -330L-140 -20Q0 26 140 -20L118 -330Z" fill="${kit.round(wood)}"/>${laces(116, -320, 134, -40)}${[-200, -200].map((y, i) => `<rect x="${-70 + i * 90}" y="${y}" width="52" height="60" rx="14" fill="${kit.round(light(wood, 0.3))}"/>`).join('')}<ellipse cx="0" cy="-14" rx="150" ry="28" fill="${kit.round(trim)}"/>${head(0, -334, 126)}</g>`,
      foot: 600,
      width: 630,
      height: 390,
    };
  }
  if (kind === 'dholak')
    return {
      svg: `<g transform="rotate(-8)"><path d="M-270 -280Q0 -360 270 -280V-20Q0 60 -270 -20Z" fill="${kit.grad(
        [
          [0, light(wood, 0.35)],
          [0.4, wood],
          [1, dark(wood, 0.5)],
        ],
        'down',
      )}"/>${Array.from({ length: 9 }, (_, i) => `<path d="M-262 ${-270 + i * 30}L262 ${-256 + i * 30}L-262 ${-240 + i * 30}" stroke="${skin}" stroke-width="5" fill="none" opacity=".9"/>`).join('')}<ellipse cx="-270" cy="-150" rx="54" ry="134" fill="${kit.flat(skin, 0.6)}"/><ellipse cx="-270" cy="-150" rx="54" ry="134" fill="none" stroke="${trim}" stroke-width="16"/><ellipse cx="-274" cy="-150" rx="24" ry="58" fill="#221a18"/><path d="M270 -284Q330 -150 270 -16" fill="none" stroke="${trim}" stroke-width="20"/></g>`,
      foot: 540,
      width: 660,
      height: 370,
    };
  if (kind === 'djembe')
    return {
      svg: `<path d="M-190 -540Q-180 -340 -90 -260Q-60 -200 -130 0H130Q60 -200 90 -260Q180 -340 190 -540Z" fill="${kit.cloth(shape.pattern, [wood, skin, trim], 0.8)}"/><path d="M-190 -540Q-180 -340 -90 -260Q-60 -200 -130 0H130Q60 -200 90 -260Q180 -340 190 -540Z" fill="${overRound(kit)}"/>${laces(186, -520, 110, -300)}<path d="M-192 -540Q0 -490 192 -540v30Q0 -460 -192 -510z" fill="${trim}"/><ellipse cx="0" cy="-540" rx="194" ry="52" fill="${kit.flat(skin, 0.7)}"/>`,
      foot: 260,
      width: 390,
      height: 600,
    };
  if (kind === 'khanjira')
    return {
      svg: `<circle cx="0" cy="-240" r="236" fill="${kit.flat(wood)}"/><circle cx="0" cy="-240" r="196" fill="${kit.flat(skin, 0.8)}"/><circle cx="0" cy="-240" r="150" fill="none" stroke="${trim}" stroke-width="5"/>${[0, 60, 120, 180, 240, 300].map((turn) => `<g transform="rotate(${turn + 20} 0 -240)"><rect x="-38" y="-480" width="76" height="34" rx="8" fill="#2a1c14"/><ellipse cx="-10" cy="-463" rx="26" ry="13" fill="#e5c15a"/><ellipse cx="12" cy="-463" rx="26" ry="13" fill="#c99a34"/></g>`).join('')}`,
      foot: 300,
      width: 490,
      height: 490,
    };
  if (kind === 'harmonium')
    return {
      svg: `<path d="M-290 -330H290V-130H-290Z" fill="${kit.flat(wood)}"/><path d="M-290 -330L-250 -400H250L290 -330Z" fill="${light(wood, 0.2)}"/>${[-190, 0, 190].map((x) => `<rect x="${x - 66}" y="-312" width="132" height="96" rx="8" fill="${kit.cloth('lattice', [dark(wood, 0.45), '#d8b04a', '#d8b04a'], 0.5)}" stroke="#d8b04a" stroke-width="3"/>`).join('')}<path d="M-310 -130H310V0H-310Z" fill="${kit.flat(dark(wood, 0.15))}"/>${Array.from(
        { length: 18 },
        (_, i) =>
          `<rect x="${-282 + i * 31.4}" y="-190" width="29" height="86" rx="3" fill="${kit.grad(
            [
              [0, '#fff'],
              [1, '#ddd2bd'],
            ],
            'down',
          )}"/>`,
      ).join(
        '',
      )}${Array.from({ length: 17 }, (_, i) => (i % 7 === 2 || i % 7 === 6 ? '' : `<rect x="${-261 + i * 31.4}" y="-190" width="19" height="50" rx="3" fill="#1c1614"/>`)).join('')}${[
        -220, -110, 0, 110, 220,
      ]
        .map(
          (x) =>
            `<circle cx="${x}" cy="-54" r="21" fill="${kit.glow([
              [0, '#fff'],
              [1, '#cdbb96'],
            ])}"/>`,
        )
        .join('')}`,
      foot: 620,
      width: 630,
      height: 400,
    };
  if (kind === 'flute' || kind === 'sticks')
    return {
      svg: [
        [-70, -22],
        [-6, -34],
        [64, -46],
      ]
        .slice(0, kind === 'flute' ? 2 : 3)
        .map(
          ([y, turn], n) =>
            `<g transform="translate(0 ${Number(y) - 60}) rotate(${Number(turn) + 10})"><rect x="-330" y="-22" width="660" height="44" rx="20" fill="${kit.grad(
              [
                [0, light(n ? skin : wood, 0.4)],
                [0.4, n ? skin : wood],
                [1, dark(n ? skin : wood, 0.45)],
              ],
              'down',
            )}"/>${[-230, -30, 30, 90, 150, 210, 262].map((x, i) => `<ellipse cx="${x}" cy="-3" rx="${i ? 9 : 15}" ry="8" fill="#241812"/>`).join('')}${[-290, -190, -90, 290].map((x) => `<rect x="${x}" y="-24" width="20" height="48" rx="4" fill="${trim}"/>`).join('')}</g>`,
        )
        .join(''),
      foot: 480,
      width: 640,
      height: 340,
    };
  if (kind === 'kalimba')
    return {
      svg: `<rect x="-190" y="-500" width="380" height="500" rx="70" fill="${kit.flat(wood)}"/><rect x="-170" y="-480" width="340" height="460" rx="56" fill="none" stroke="${dark(wood, 0.3)}" stroke-width="3"/><circle cx="0" cy="-140" r="62" fill="${dark(wood, 0.65)}"/><circle cx="0" cy="-140" r="76" fill="none" stroke="${trim}" stroke-width="6"/>${Array.from(
        { length: 15 },
        (_, i) =>
          `<rect x="${-148 + i * 20}" y="-450" width="13" height="${150 + (7 - Math.abs(i - 7)) * 14}" rx="6" fill="${kit.grad(
            [
              [0, '#f4f5f7'],
              [1, '#8d9198'],
            ],
          )}"/>`,
      ).join(
        '',
      )}<rect x="-164" y="-408" width="328" height="20" rx="8" fill="${kit.round('#b9bcc4')}"/><rect x="-164" y="-372" width="328" height="12" rx="6" fill="${dark(wood, 0.4)}"/>`,
      foot: 360,
      width: 380,
      height: 500,
    };
  if (kind === 'manjira')
    return {
      svg: `<path d="M-150 -300C-80 -480 90 -480 150 -300" fill="none" stroke="${trim}" stroke-width="13"/>${[-150, 150]
        .map(
          (x, i) =>
            `<g transform="translate(${x} -170) rotate(${i ? 14 : -10})"><ellipse cx="0" cy="14" rx="152" ry="126" fill="${dark(wood, 0.5)}"/><ellipse cx="0" cy="0" rx="152" ry="126" fill="${kit.glow(
              [
                [0, light(wood, 0.6)],
                [0.3, wood],
                [0.7, light(wood, 0.3)],
                [1, dark(wood, 0.3)],
              ],
              0.4,
              0.36,
            )}"/><ellipse cx="0" cy="0" rx="58" ry="48" fill="${kit.glow(
              [
                [0, light(wood, 0.7)],
                [1, dark(wood, 0.2)],
              ],
              0.36,
              0.32,
            )}"/><circle r="13" fill="${trim}"/></g>`,
        )
        .join('')}`,
      foot: 480,
      width: 600,
      height: 430,
    };
  // Guitar, ukulele or sitar: a neck and a body.
  const sitar = kind === 'sitar';
  const body = sitar
    ? '<circle cx="0" cy="-150" r="150"'
    : `<path d="M-70 -360C-170 -360 -160 -250 -110 -226C-210 -190 -200 4 0 6C200 4 210 -190 110 -226C160 -250 170 -360 70 -360Z"`;
  return {
    svg: `<g transform="rotate(${sitar ? 14 : 10}) scale(.94)"><rect x="${sitar ? -28 : -24}" y="-640" width="${sitar ? 56 : 48}" height="420" fill="${kit.round(dark(wood, 0.35))}"/>${Array.from({ length: 12 }, (_, i) => `<path d="M-26 ${-620 + i * 24}h52" stroke="${sitar ? '#d8b04a' : '#c9ccd2'}" stroke-width="${sitar ? 6 : 3}"/>`).join('')}<path d="M-36 -720H36L26 -630H-26Z" fill="${kit.flat(wood)}"/>${[-700, -670, -645].map((y) => `<circle cx="-48" cy="${y}" r="11" fill="${skin}"/><circle cx="48" cy="${y}" r="11" fill="${skin}"/>`).join('')}${body} fill="${kit.glow(
      [
        [0, light(wood, 0.35)],
        [0.6, wood],
        [1, dark(wood, 0.4)],
      ],
      0.4,
      0.36,
    )}" stroke="${trim}" stroke-width="6"/>${sitar ? `<path d="M-90 -110Q0 -60 90 -110" stroke="${skin}" stroke-width="8" fill="none"/><circle cx="0" cy="-600" r="66" fill="${kit.round(light(wood, 0.1))}"/>` : `<circle cx="0" cy="-190" r="52" fill="${dark(wood, 0.7)}"/><circle cx="0" cy="-190" r="62" fill="none" stroke="${skin}" stroke-width="6"/>`}<rect x="-56" y="-84" width="112" height="18" rx="6" fill="${dark(wood, 0.6)}"/>${[-15, -5, 5, 15].map((x) => `<path d="M${x} -700V-76" stroke="#f1f1f4" stroke-width="2.2"/>`).join('')}</g>`,
    foot: 260,
    width: 420,
    height: 680,
  };
};

/** kinds: dumbbell, kettlebell, bands, bat, rope, racket, roller, bench blocks, carrom, ball. */
const sport: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#2d3138');
  const accent = c(shape, 1, '#e0502f');
  const kind = shape.kind ?? 'dumbbell';
  const name = (x: number, y: number, w: number, cap: number, colour = inkOn(tone)) =>
    shape.label ? letter(shape.label, { x, y, width: w, height: cap * 1.5, colour, weight: 15, maxCap: cap }) : '';
  if (kind === 'kettlebell')
    return {
      svg: `<path d="M-110 -300C-170 -520 170 -520 110 -300" fill="none" stroke="${kit.round(dark(tone, 0.2))}" stroke-width="56"/><circle cx="0" cy="-190" r="190" fill="${kit.glow(
        [
          [0, light(tone, 0.45)],
          [0.6, tone],
          [1, dark(tone, 0.5)],
        ],
        0.36,
        0.32,
      )}"/><circle cx="0" cy="-190" r="96" fill="${kit.flat(accent)}"/>${name(0, -190, 130, 50, inkOn(accent))}<rect x="-110" y="-20" width="220" height="22" rx="8" fill="${dark(tone, 0.4)}"/>`,
      foot: 260,
      width: 400,
      height: 500,
    };
  if (kind === 'bands')
    return {
      svg: shape.colours
        .map(
          (t, i) =>
            `<path d="M${-250 + i * 40} 0C${-300 + i * 40} ${-520 + i * 60} ${300 - i * 40} ${-520 + i * 60} ${250 - i * 40} 0" fill="none" stroke="${dark(t, 0.3)}" stroke-width="34" transform="translate(0 6)"/><path d="M${-250 + i * 40} 0C${-300 + i * 40} ${-520 + i * 60} ${300 - i * 40} ${-520 + i * 60} ${250 - i * 40} 0" fill="none" stroke="${t}" stroke-width="28"/>`,
        )
        .join(''),
      foot: 540,
      width: 560,
      height: 420,
    };
  if (kind === 'bat')
    return {
      svg: `<g transform="rotate(16)"><rect x="-20" y="-690" width="40" height="230" rx="18" fill="${kit.cloth('chevron', [accent, dark(accent, 0.3), light(accent, 0.4)], 0.4)}"/><path d="M-22 -470L-74 -400V-40Q-74 0 0 6Q74 0 74 -40V-400L22 -470Z" fill="${kit.round('#e6c896', 0.7)}"/><path d="M0 -440V-20" stroke="#b99763" stroke-width="3"/><rect x="-74" y="-330" width="148" height="130" fill="${kit.flat(tone)}"/>${name(0, -265, 116, 40)}</g>`,
      foot: 200,
      width: 360,
      height: 690,
    };
  if (kind === 'racket')
    return {
      svg: [
        [-80, -16, tone],
        [90, 14, accent],
      ]
        .map(
          ([x, turn, t]) =>
            `<g transform="translate(${x} 0) rotate(${turn})"><rect x="-13" y="-230" width="26" height="230" rx="10" fill="${kit.round('#2a2c31')}"/><path d="M-8 -330H8V-220H-8Z" fill="${t}"/><ellipse cx="0" cy="-470" rx="118" ry="150" fill="#fff" fill-opacity=".3"/>${Array.from({ length: 9 }, (_, i) => `<path d="M${-96 + i * 24} -600V-340M-114 ${-580 + i * 27}H114" stroke="#fff" stroke-width="2" opacity=".8"/>`).join('')}<ellipse cx="0" cy="-470" rx="118" ry="150" fill="none" stroke="${t}" stroke-width="20"/></g>`,
        )
        .join(''),
      foot: 300,
      width: 520,
      height: 620,
    };
  if (kind === 'rope')
    return {
      svg: `<path d="M-200 -40C-420 -420 -60 -560 60 -330S360 -380 210 -40" fill="none" stroke="${tone}" stroke-width="17"/><path d="M-170 -40C-340 -360 -20 -460 60 -260S290 -300 180 -40" fill="none" stroke="${light(tone, 0.25)}" stroke-width="13"/>${[-190, 190].map((x) => `<rect x="${x - 30}" y="-190" width="60" height="196" rx="26" fill="${kit.round(accent)}"/><path d="M${x - 28} -140h56M${x - 28} -110h56M${x - 28} -80h56" stroke="#1c1014" stroke-opacity=".3" stroke-width="7"/>`).join('')}`,
      foot: 460,
      width: 620,
      height: 460,
    };
  if (kind === 'roller')
    return {
      svg: `<rect x="-270" y="-220" width="520" height="220" rx="40" fill="${kit.grad(
        [
          [0, light(tone, 0.35)],
          [0.4, tone],
          [1, dark(tone, 0.45)],
        ],
        'down',
      )}"/><rect x="-220" y="-216" width="460" height="212" fill="${kit.cloth(shape.pattern ?? 'diamond', [tone, dark(tone, 0.2), light(tone, 0.2)], 1)}" opacity=".6"/><ellipse cx="-262" cy="-110" rx="66" ry="110" fill="${kit.round(accent)}"/><ellipse cx="-262" cy="-110" rx="38" ry="66" fill="${dark(accent, 0.6)}"/>`,
      foot: 520,
      width: 600,
      height: 230,
    };
  if (kind === 'carrom')
    return {
      svg: `<g transform="rotate(-6) scale(1 .92)"><rect x="-290" y="-580" width="580" height="580" rx="16" fill="${kit.flat('#5a2e18')}"/><rect x="-246" y="-536" width="492" height="492" fill="${kit.flat('#e8c68e')}"/>${[
        [-216, -506],
        [216, -506],
        [-216, -74],
        [216, -74],
      ]
        .map(([x, y]) => `<circle cx="${x}" cy="${y}" r="30" fill="#1c1014"/>`)
        .join(
          '',
        )}<rect x="-150" y="-440" width="300" height="300" fill="none" stroke="${accent}" stroke-width="6"/><circle cx="0" cy="-290" r="76" fill="none" stroke="${accent}" stroke-width="5"/>${Array.from({ length: 12 }, (_, i) => `<circle cx="${(Math.cos(i * 0.5236) * 56).toFixed(0)}" cy="${(-290 + Math.sin(i * 0.5236) * 56).toFixed(0)}" r="16" fill="${i % 2 ? '#2a1c14' : '#f7e8c8'}" stroke="#5a2e18" stroke-width="2"/>`).join('')}<circle cx="0" cy="-290" r="17" fill="#c9302c"/></g>`,
      foot: 580,
      width: 620,
      height: 560,
    };
  if (kind === 'ball')
    return {
      svg: `<circle cx="0" cy="-200" r="200" fill="${kit.cloth(shape.pattern, shape.colours, 0.8)}"/><circle cx="0" cy="-200" r="200" fill="${kit.glow(
        [
          [0, '#fff', 0.5],
          [0.5, '#fff', 0],
          [1, '#1c1014', 0.5],
        ],
        0.36,
        0.3,
      )}"/>${shape.pattern ? '' : '<path d="M-170 -96Q0 -190 186 -128M-182 -120Q-10 -214 190 -152" fill="none" stroke="#f4ead6" stroke-width="7" stroke-dasharray="13 9"/>'}${shape.label ? `<rect x="-130" y="-244" width="260" height="88" rx="44" fill="${accent}"/>${name(0, -200, 190, 44, inkOn(accent))}` : ''}`,
      foot: 220,
      width: 400,
      height: 400,
    };
  const plate = (x: number, w: number, h: number) =>
    `<rect x="${x - w / 2}" y="${-120 - h / 2}" width="${w}" height="${h}" rx="16" fill="${kit.grad(
      [
        [0, light(tone, 0.35)],
        [0.4, tone],
        [1, dark(tone, 0.5)],
      ],
      'down',
    )}"/>`;
  return {
    svg: `<rect x="-170" y="-140" width="340" height="40" rx="12" fill="${kit.grad(
      [
        [0, '#f1f2f4'],
        [1, '#84888f'],
      ],
      'down',
    )}"/><rect x="-90" y="-144" width="180" height="48" rx="14" fill="${kit.cloth('mesh', ['#3a3d43', '#1c1d20'], 1)}"/>${plate(-200, 80, 240)}${plate(-262, 56, 190)}${plate(200, 80, 240)}${plate(262, 56, 190)}<rect x="-208" y="-220" width="16" height="200" fill="${accent}"/><rect x="192" y="-220" width="16" height="200" fill="${accent}"/><g transform="rotate(-90 -262 -120)">${name(-262, -120, 150, 30)}</g>`,
    foot: 560,
    width: 590,
    height: 260,
  };
};

/** kinds: diya, toran, garland, incense, bell, lotas, lights, chowki, rangoli, dhoop. */
const puja: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#b5623c');
  const accent = c(shape, 1, '#f3c64b');
  const third = c(shape, 2, '#b3202c');
  const kind = shape.kind ?? 'diya';
  const flame = (x: number, y: number, k = 1) =>
    `<g transform="translate(${x} ${y}) scale(${k})"><circle cx="0" cy="-40" r="120" fill="${kit.glow([
      [0, '#ffe7a6', 0.8],
      [1, '#ffe7a6', 0],
    ])}"/><path d="M0 -100Q44 -36 0 0Q-44 -36 0 -100Z" fill="#ff9f1c"/><path d="M0 -70Q22 -30 0 -4Q-22 -30 0 -70Z" fill="#fff3c4"/></g>`;
  const diya = (x: number, y: number, k: number, t: string) =>
    `<g transform="translate(${x} ${y}) scale(${k})"><path d="M-170 -110C-150 -20 -80 4 0 4C80 4 150 -20 170 -110Q210 -130 230 -120Q200 -96 170 -110Z" fill="${kit.cloth(shape.pattern, [t, accent, third], 0.5)}"/><path d="M-170 -110C-150 -20 -80 4 0 4C80 4 150 -20 170 -110Z" fill="${overRound(kit)}"/><ellipse cx="0" cy="-110" rx="172" ry="36" fill="${light(t, 0.25)}"/><ellipse cx="0" cy="-108" rx="146" ry="26" fill="#c98a22"/>${[-120, -60, 0, 60, 120].map((d) => `<circle cx="${d}" cy="${-58 + Math.abs(d) * 0.14 * -1}" r="9" fill="${accent}"/>`).join('')}${flame(120, -112)}</g>`;
  if (kind === 'toran' || kind === 'garland') {
    const tones = [accent, third, tone];
    const drops = Array.from({ length: 9 }, (_, i) => {
      const x = -320 + i * 80;
      const y = -560 + Math.sin((i / 8) * Math.PI) * 54;
      const long = kind === 'garland' ? 6 : 3 + (i % 2) * 2;
      return `${Array.from(
        { length: long },
        (_, k) =>
          `<circle cx="${x}" cy="${(y + 30 + k * 42).toFixed(0)}" r="24" fill="${kit.glow([
            [0, light(tones[(k + i) % 3] as string, 0.4)],
            [0.6, tones[(k + i) % 3] as string],
            [1, dark(tones[(k + i) % 3] as string, 0.3)],
          ])}"/>`,
      ).join(
        '',
      )}${kind === 'toran' ? `<path d="M${x} ${(y + long * 42 + 10).toFixed(0)}q34 44 0 100q-34 -56 0 -100" fill="#4b8b3b"/>` : `<circle cx="${x}" cy="${(y + long * 42 + 40).toFixed(0)}" r="15" fill="#d8b04a"/>`}`;
    }).join('');
    return {
      svg: `<path d="M-340 -560Q0 -440 340 -560" fill="none" stroke="${third}" stroke-width="16"/>${drops}`,
      foot: 0,
      width: 700,
      height: 560,
      hangs: true,
    };
  }
  if (kind === 'lights')
    return {
      svg: [-520, -330, -150]
        .map(
          (y, row) =>
            `<path d="M-320 ${y}Q0 ${y + 150} 320 ${y}" fill="none" stroke="${tone}" stroke-width="7"/>${Array.from(
              { length: 9 },
              (_, i) => {
                const t = i / 8;
                const x = -320 + t * 640;
                const py = y + 2 * t * (1 - t) * 150 + 14;
                const col = [accent, third, c(shape, 3, accent)][(i + row) % 3] as string;
                return `<circle cx="${x.toFixed(0)}" cy="${(py + 22).toFixed(0)}" r="62" fill="${kit.glow([
                  [0, col, 0.75],
                  [1, col, 0],
                ])}"/><path d="M${x.toFixed(0)} ${py.toFixed(0)}q26 26 0 54q-26 -28 0 -54" fill="${light(col, 0.45)}"/>`;
              },
            ).join('')}`,
        )
        .join(''),
      foot: 0,
      width: 680,
      height: 540,
      hangs: true,
    };
  if (kind === 'incense')
    return {
      svg: `<g transform="translate(-40 0)">${[-14, -9, -4, 1, 6, 11].map((turn) => `<g transform="translate(120 -60) rotate(${turn})"><path d="M0 0V-430" stroke="#8a5f38" stroke-width="5"/><path d="M0 -120V-470" stroke="${dark(third, 0.45)}" stroke-width="12" stroke-linecap="round"/></g>`).join('')}<path d="M40 -110H200L180 0H60Z" fill="${kit.round(accent)}"/></g><g transform="translate(-120 0) rotate(-5)"><rect x="-90" y="-560" width="180" height="560" rx="8" fill="${kit.cloth(shape.pattern, [tone, accent, third], 0.6)}"/><rect x="-68" y="-430" width="136" height="220" rx="8" fill="#fbf3e2"/>${letter(shape.label ?? '', { x: 0, y: -320, width: 106, height: 170, colour: dark(tone, 0.3), maxCap: 34 })}<rect x="-90" y="-560" width="180" height="560" rx="8" fill="${overFlat(kit)}"/></g>`,
      foot: 420,
      width: 460,
      height: 570,
    };
  if (kind === 'bell')
    return {
      svg: `<circle cx="0" cy="-560" r="34" fill="none" stroke="${tone}" stroke-width="18"/><rect x="-20" y="-530" width="40" height="170" rx="14" fill="${kit.round(tone)}"/>${[-500, -440, -390].map((y) => `<rect x="-32" y="${y}" width="64" height="18" rx="9" fill="${kit.round(light(tone, 0.2))}"/>`).join('')}<path d="M-60 -370H60Q150 -300 160 -130Q168 -70 220 -40H-220Q-168 -70 -160 -130Q-150 -300 -60 -370Z" fill="${kit.round(tone)}"/><rect x="-224" y="-52" width="448" height="30" rx="15" fill="${kit.round(light(tone, 0.15))}"/><circle cx="0" cy="-12" r="28" fill="${kit.round(dark(tone, 0.3))}"/><path d="M-152 -170Q0 -130 152 -170" stroke="${dark(tone, 0.4)}" stroke-width="7" fill="none"/>`,
      foot: 300,
      width: 450,
      height: 600,
    };
  if (kind === 'lota')
    return {
      svg: `<path d="M-100 -330C-260 -280 -260 -50 -110 -6H110C260 -50 260 -280 100 -330Z" fill="${kit.cloth(shape.pattern, [tone, accent, third], 0.7)}"/><path d="M-100 -330C-260 -280 -260 -50 -110 -6H110C260 -50 260 -280 100 -330Z" fill="${overRound(kit)}"/><path d="M-150 -380Q-90 -350 -100 -326H100Q90 -350 150 -380Q0 -410 -150 -380Z" fill="${kit.round(light(tone, 0.15))}"/>${[-50, -26, 0, 26, 50].map((turn) => `<path transform="translate(0 -370) rotate(${turn})" d="M0 0C-40 -70 -24 -130 0 -160C24 -130 40 -70 0 0Z" fill="${turn ? '#4b8b3b' : '#5f9e45'}"/>`).join('')}<circle cx="0" cy="-450" r="84" fill="${kit.glow(
        [
          [0, '#a9713f'],
          [1, '#4e2e16'],
        ],
        0.36,
        0.32,
      )}"/><path d="M-40 -500q40 -60 80 0" stroke="#6b4528" stroke-width="10" fill="none"/><path d="M0 -250l16 36 38 4-28 26 8 38-34-18-34 18 8-38-28-26 38-4z" fill="${third}" opacity=".85"/>`,
      foot: 270,
      width: 430,
      height: 540,
    };
  if (kind === 'chowki')
    return {
      svg: `<path d="M-280 -210L-220 -300H220L280 -210Z" fill="${kit.cloth(shape.pattern ?? 'floral', [third, accent, light(third, 0.3)], 0.6)}"/><path d="M-290 -214H290V-150Q0 -120 -290 -150Z" fill="${kit.round(tone)}"/><path d="M-270 -150h90q-10 100 -20 150h-50q-30 -50 -20 -150zM270 -150h-90q10 100 20 150h50q30 -50 20 -150z" fill="${kit.round(dark(tone, 0.12))}"/>${[-240, -160, -80, 0, 80, 160, 240].map((x) => `<circle cx="${x}" cy="-180" r="15" fill="${accent}"/>`).join('')}`,
      foot: 560,
      width: 590,
      height: 310,
    };
  if (kind === 'rangoli')
    return {
      svg: `<g transform="translate(0 -230) scale(1 .86)">${[
        [250, 16, tone],
        [196, 14, accent],
        [142, 12, third],
        [90, 10, accent],
        [44, 8, tone],
      ]
        .map(([r, n, t]) =>
          Array.from(
            { length: Number(n) },
            (_, i) =>
              `<ellipse cx="0" cy="${-Number(r) + 26}" rx="${Number(r) * 0.17 + 8}" ry="36" fill="${t}" transform="rotate(${(360 / Number(n)) * i})"/>`,
          ).join(''),
        )
        .join('')}<circle r="34" fill="#fff6dc"/></g>${flame(0, -210, 0.7)}`,
      foot: 0,
      width: 560,
      height: 480,
    };
  return {
    svg: `${diya(-150, -60, 0.8, light(tone, 0.1))}${diya(190, -56, 0.72, dark(tone, 0.1))}${diya(0, 30, 1.12, tone)}`,
    foot: 520,
    width: 560,
    height: 330,
  };
};

/** kinds: bed, collar, feeder, toy, leash, scratcher, tank. */
const pet: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#8a6a4a');
  const accent = c(shape, 1, '#f4ead6');
  const kind = shape.kind ?? 'bed';
  if (kind === 'collar' || kind === 'leash')
    return {
      svg: `${kind === 'leash' ? `<path d="M210 -170C420 -320 200 -560 -40 -470S-300 -560 -200 -620" fill="none" stroke="${tone}" stroke-width="24"/><path d="M210 -170C420 -320 200 -560 -40 -470S-300 -560 -200 -620" fill="none" stroke="${accent}" stroke-width="5" stroke-dasharray="16 12"/>` : ''}<ellipse cx="0" cy="-190" rx="230" ry="120" fill="none" stroke="${dark(tone, 0.5)}" stroke-width="54"/><path d="M-256 -190A256 144 0 0 0 256 -190V-130A256 144 0 0 1 -256 -130Z" fill="${kit.cloth(shape.pattern, [tone, accent, c(shape, 2, accent)], 0.55)}"/><path d="M-256 -190A256 144 0 0 0 256 -190V-130A256 144 0 0 1 -256 -130Z" fill="${overRound(kit)}"/><rect x="70" y="-98" width="96" height="84" rx="14" fill="none" stroke="#c9ccd2" stroke-width="15" transform="rotate(-12 118 -60)"/><circle cx="-20" cy="26" r="52" fill="${kit.flat('#d8b04a')}"/>${letter(shape.label ?? '', { x: -20, y: 26, width: 76, height: 50, colour: '#5a4316', maxCap: 24 })}`,
      foot: 430,
      width: 540,
      height: kind === 'leash' ? 640 : 340,
    };
  if (kind === 'feeder')
    return {
      svg: `<path d="M-230 -150H230L270 0H-270Z" fill="${kit.cloth(shape.pattern, [tone, accent, c(shape, 2, accent)], 0.7)}"/><path d="M-230 -150H230L270 0H-270Z" fill="${overRound(kit)}"/><ellipse cx="0" cy="-150" rx="232" ry="58" fill="${light(tone, 0.25)}"/><ellipse cx="0" cy="-148" rx="200" ry="44" fill="#6d4726"/>${Array.from({ length: 26 }, (_, i) => `<circle cx="${(Math.cos(i * 2.4) * i * 6.6).toFixed(0)}" cy="${(-154 + Math.sin(i * 2.4) * i * 1.3).toFixed(0)}" r="17" fill="${i % 2 ? '#a8713c' : '#8a562a'}"/>`).join('')}${letter(shape.label ?? '', { x: 0, y: -48, width: 260, height: 54, colour: inkOn(tone), maxCap: 42 })}`,
      foot: 530,
      width: 550,
      height: 220,
    };
  if (kind === 'toy')
    return {
      svg: `<path d="M-220 -170C-300 -290 -140 -330 -130 -220L130 -90C210 -140 320 -40 220 20C230 110 80 100 96 10L-160 -120C-250 -70 -310 -140 -220 -170Z" transform="translate(0 -60)" fill="${kit.cloth(shape.pattern, [tone, accent, c(shape, 2, accent)], 0.5)}"/><path d="M-220 -170C-300 -290 -140 -330 -130 -220L130 -90C210 -140 320 -40 220 20C230 110 80 100 96 10L-160 -120C-250 -70 -310 -140 -220 -170Z" transform="translate(0 -60)" fill="${overRound(kit)}"/><circle cx="190" cy="-250" r="86" fill="${kit.cloth('stripes', [accent, tone], 0.6, 30)}"/><circle cx="190" cy="-250" r="86" fill="${kit.glow(
        [
          [0, '#fff', 0.4],
          [1, '#1c1014', 0.4],
        ],
        0.36,
        0.3,
      )}"/>`,
      foot: 420,
      width: 560,
      height: 380,
    };
  if (kind === 'scratcher')
    return {
      svg: `<rect x="-240" y="-50" width="480" height="54" rx="14" fill="${kit.flat(tone)}"/><rect x="-60" y="-440" width="120" height="400" fill="${kit.cloth('weave', ['#d9bf8f', '#b99763'], 0.5)}"/><rect x="-60" y="-440" width="120" height="400" fill="${overRound(kit)}"/><path d="M-190 -440H190Q220 -440 220 -470V-500H-220V-470Q-220 -440 -190 -440Z" fill="${kit.cloth(shape.pattern, [tone, accent, c(shape, 2, accent)], 0.6)}"/><path d="M150 -440v130" stroke="#8a6a4a" stroke-width="5"/><circle cx="150" cy="-290" r="32" fill="${c(shape, 2, '#e0502f')}"/>`,
      foot: 480,
      width: 490,
      height: 510,
    };
  if (kind === 'tank')
    return {
      svg: `<rect x="-280" y="-400" width="560" height="400" rx="14" fill="#bfe3ea" fill-opacity=".8"/><rect x="-272" y="-340" width="544" height="332" fill="${kit.grad(
        [
          [0, '#9fd6e2'],
          [1, '#3f93ad'],
        ],
        'down',
      )}"/><path d="M-272 -70Q-100 -110 40 -64T272 -80V-8H-272Z" fill="${tone}"/>${[-200, -150, 130, 190].map((x, i) => `<path d="M${x} -70q-30 -80 6 -${150 + i * 18}q30 80 -6 ${150 + i * 18}" fill="#3f8b4a"/>`).join('')}<rect x="-290" y="-420" width="580" height="40" rx="10" fill="${kit.round(accent)}"/><path d="M-250 -360V-40" stroke="#fff" stroke-width="12" opacity=".5"/>`,
      foot: 560,
      width: 580,
      height: 420,
    };
  return {
    svg: `<ellipse cx="0" cy="-130" rx="300" ry="130" fill="${kit.cloth(shape.pattern, [tone, accent, c(shape, 2, accent)], 0.8)}"/><ellipse cx="0" cy="-130" rx="300" ry="130" fill="${kit.glow(
      [
        [0, '#fff', 0.1],
        [1, '#1c1014', 0.4],
      ],
    )}"/><ellipse cx="0" cy="-170" rx="214" ry="76" fill="${kit.round(accent, 0.5)}"/><path d="M-300 -130Q-300 0 0 4Q300 0 300 -130Q300 -60 0 -56Q-300 -60 -300 -130Z" fill="${dark(tone, 0.25)}" opacity=".6"/><path d="M-300 -140Q-290 -30 0 -26Q290 -30 300 -140" fill="none" stroke="${light(tone, 0.4)}" stroke-width="5" stroke-dasharray="12 9"/>`,
    foot: 580,
    width: 610,
    height: 270,
  };
};

/** A pair of flat shoes from the side, toes to the right; kinds: jutti, mojari, slipper, sneaker, boot. */
const shoe: Draw = (kit, shape) => {
  const tone = c(shape, 0, '#b3202c');
  const trim = c(shape, 2, '#d8b04a');
  const kind = shape.kind ?? 'jutti';
  const sole = c(shape, 3, '#8a5f38');
  const upper =
    kind === 'slipper'
      ? ''
      : kind === 'boot'
        ? 'M-236 -330Q-140 -350 -40 -330Q-64 -200 20 -170Q210 -150 262 -46H-240Q-262 -180 -236 -330Z'
        : kind === 'sneaker'
          ? 'M-244 -176Q-200 -206 -150 -186Q-90 -160 -40 -196Q20 -150 150 -130Q262 -110 268 -44H-244Q-262 -110 -244 -176Z'
          : kind === 'mojari'
            ? 'M-240 -150Q-190 -90 -60 -110Q60 -130 150 -120Q230 -110 290 -190Q300 -90 240 -40H-240Q-262 -90 -240 -150Z'
            : 'M-240 -140Q-190 -84 -60 -100Q60 -120 150 -116Q250 -106 300 -40H-240Q-262 -90 -240 -140Z';
  const apart = kind === 'boot' ? 90 : 36;
  const one = (x: number, y: number, k: number) =>
    `<g transform="translate(${x} ${y}) scale(${k})">${
      kind === 'slipper'
        ? `<path d="M-270 -46Q0 -70 270 -50Q300 -20 270 0H-270Q-290 -20 -270 -46Z" fill="${kit.grad(
            [
              [0, light(sole, 0.3)],
              [1, dark(sole, 0.3)],
            ],
            'down',
          )}"/><path d="M-60 -54Q40 -250 210 -52Q180 -40 150 -50Q60 -150 10 -46Z" fill="${kit.cloth(shape.pattern, shape.colours, 0.55)}"/><path d="M-60 -54Q40 -250 210 -52Q180 -40 150 -50Q60 -150 10 -46Z" fill="${overFlat(kit)}"/><circle cx="84" cy="-130" r="20" fill="${trim}"/>`
        : `<path d="${upper}" fill="${kit.cloth(shape.pattern, shape.colours, 0.55)}"/><path d="${upper}" fill="${overFlat(kit)}"/>${
            kind === 'sneaker'
              ? `<path d="M-60 -150l70 -20M-30 -126l66 -22M6 -104l60 -22" stroke="#fff" stroke-width="11" stroke-linecap="round"/><path d="M-230 -90Q-60 -60 80 -110" stroke="${trim}" stroke-width="17" fill="none"/><path d="M-252 -56H276Q290 -20 262 0H-240Q-262 -20 -252 -56Z" fill="${kit.grad(
                  [
                    [0, '#ffffff'],
                    [1, '#cfc9bf'],
                  ],
                  'down',
                )}"/>`
              : kind === 'boot'
                ? `<path d="M-170 -330Q-150 -220 -140 -190Q-110 -220 -96 -334Z" fill="${dark(tone, 0.55)}"/><path d="M-240 -70Q-60 -90 40 -100T262 -66" stroke="${light(tone, 0.35)}" stroke-width="4" fill="none" stroke-dasharray="9 7"/><path d="${upper}" fill="none" stroke="${dark(tone, 0.5)}" stroke-width="5"/><path d="M-250 -50H268Q276 -10 260 4H120V-14H-80V4H-250Z" fill="${dark(sole, 0.4)}"/>`
                : `<path d="M-238 -140Q-190 -84 -60 -100Q20 -114 110 -118" stroke="${trim}" stroke-width="11" fill="none"/><path d="M-238 -124Q-190 -66 -50 -82" stroke="${trim}" stroke-width="4" fill="none" stroke-dasharray="8 7"/>${[130, 170, 210].map((px, i) => `<circle cx="${px}" cy="${-84 + i * 8}" r="11" fill="${trim}"/>`).join('')}<path d="M-250 -44H292Q300 -16 270 0H-236Q-258 -14 -250 -44Z" fill="${kit.grad(
                    [
                      [0, light(sole, 0.3)],
                      [1, dark(sole, 0.35)],
                    ],
                    'down',
                  )}"/>`
          }`
    }</g>`;
  return {
    svg: `${one(-apart, -110, 0.86)}${one(20, 10, 1.06)}`,
    foot: 580,
    width: 620,
    height: kind === 'boot' ? 430 : 320,
  };
};

export const play: Record<string, Draw> = { toy, game, music, sport, puja, pet, shoe };
