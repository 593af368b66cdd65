// The product photographs: a studio, drawn things in SVG, Fluent emoji where one fits, composed by sharp to WebP.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';
import { backdrop, backdropNames, backdropSets, contactShadow, vignette } from './studio/backdrop.ts';
import { cloth } from './studio/cloth.ts';
import { type Draw, type Drawn, hex6, newKit, patternNames } from './studio/kit.ts';
import { packs } from './studio/packs.ts';
import { play } from './studio/play.ts';
import { things } from './studio/things.ts';
import { vessels } from './studio/vessels.ts';
import type { DemoEmoji, DemoObject, DemoProduct, DemoScene, DemoShape } from './types.ts';

const shapes: Record<string, Draw> = { ...cloth, ...packs, ...vessels, ...things, ...play };

let folder: string | undefined;
const assets = (): string => {
  // Not at the top of the module: whoever only reads the catalogue shall not need the package.
  folder ??= join(dirname(createRequire(import.meta.url).resolve('@lobehub/fluent-emoji-3d/package.json')), 'assets');
  return folder;
};

/** The emoji's file: named by its code points, some with the variation selector and some without. */
export const emojiFile = (emoji: string): string | undefined => {
  const full = [...emoji].map((char) => char.codePointAt(0)!.toString(16)).join('-');
  const bare = full.replace(/-fe0f/g, '');
  return [full, bare, `${bare}-fe0f`].map((name) => join(assets(), `${name}.webp`)).find((path) => existsSync(path));
};

const isEmoji = (object: DemoObject): object is DemoEmoji => 'emoji' in object;

/** What is wrong with a scene, in words; empty when it can be composed. */
export const sceneFaults = (scene: DemoScene): string[] => {
  const faults: string[] = [];
  const [tone = '', set = 'sweep'] = scene.backdrop.split(' ');
  if (!backdropNames.includes(tone) || !(backdropSets as readonly string[]).includes(set))
    faults.push(`backdrop ${scene.backdrop}`);
  for (const object of [scene.main, ...(scene.props ?? [])]) {
    if (isEmoji(object)) {
      if (!emojiFile(object.emoji)) faults.push(`emoji ${object.emoji}`);
    } else {
      if (!shapes[object.shape]) faults.push(`shape ${object.shape}`);
      if (object.pattern && object.pattern !== 'dark' && !patternNames.includes(object.pattern))
        faults.push(`pattern ${object.pattern}`);
      if (!object.colours.every((colour) => /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour)))
        faults.push(`colours ${object.colours}`);
    }
  }
  return faults;
};

interface Placed {
  object: DemoObject;
  x: number;
  y: number;
  /** Greatest width and height in the 1000-unit picture. */
  fit: [number, number];
}

interface Layer {
  input: Buffer;
  width: number;
  height: number;
}

const cached = new Map<string, Promise<Layer>>();

const loadEmoji = async (emoji: DemoEmoji, px: number): Promise<Layer> => {
  const file = emojiFile(emoji.emoji);
  if (!file) throw new Error(`No picture for the emoji ${emoji.emoji}`);
  // The air around the emoji goes first, so that it stands on its shadow and not above it.
  let bare = await sharp(file).trim({ background: '#0000', threshold: 8 }).png({ compressionLevel: 1 }).toBuffer();
  if (emoji.tilt) bare = await sharp(bare).rotate(emoji.tilt, { background: '#0000' }).trim().png().toBuffer();
  let image = sharp(bare).resize(px, px, { fit: 'inside', kernel: 'lanczos3' });
  if (emoji.flip) image = image.flop();
  if (emoji.hue || emoji.saturation || emoji.lightness) {
    image = image.modulate({
      hue: emoji.hue ?? 0,
      saturation: emoji.saturation ?? 1,
      brightness: emoji.lightness ?? 1,
    });
  }
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { input: data, width: info.width, height: info.height };
};

/** An emoji at the wanted size, kept in memory: the same prop stands in many scenes. */
const emojiLayer = (emoji: DemoEmoji, px: number): Promise<Layer> => {
  const key = JSON.stringify([emoji, px]);
  let found = cached.get(key);
  if (!found) {
    found = loadEmoji(emoji, px);
    if (cached.size > 64) cached.clear();
    cached.set(key, found);
  }
  return found;
};

/** Places for the main object and up to three props, by layout; the last drawn stand nearest to us. */
const place = (scene: DemoScene, floor: number, mainHangs: boolean): Placed[] => {
  const props = scene.props ?? [];
  const k = scene.scale ?? 1;
  const layout = scene.layout ?? (props.length === 0 ? 'centre' : props.length === 1 ? 'left' : 'centre');
  const mainX = layout === 'left' ? 430 : layout === 'right' ? 570 : 500;
  const emojiMain = isEmoji(scene.main);
  const main: Placed = {
    object: scene.main,
    x: mainX,
    y: mainHangs ? 880 : floor,
    fit: emojiMain ? [500 * k, 500 * k] : props.length && !mainHangs ? [660 * k, 660 * k] : [740 * k, 720 * k],
  };
  if (layout === 'pair' && props[0]) {
    return [
      { object: props[0], x: 690, y: floor - 40, fit: [430, 470] },
      { ...main, x: 350, fit: [480 * k, 540 * k] },
      ...props.slice(1).map((object, i): Placed => ({ object, x: i ? 250 : 800, y: floor + 66, fit: [170, 170] })),
    ];
  }
  const spots: [number, number, number][] =
    layout === 'right'
      ? [
          [205, floor + 36, 220],
          [330, floor + 92, 150],
          [850, floor + 70, 150],
        ]
      : layout === 'left'
        ? [
            [795, floor + 36, 220],
            [668, floor + 92, 150],
            [150, floor + 70, 150],
          ]
        : layout === 'row'
          ? [
              [200, floor + 84, 180],
              [500, floor + 110, 170],
              [800, floor + 84, 180],
            ]
          : [
              [176, floor + 60, 200],
              [826, floor + 66, 190],
              [660, floor + 104, 130],
            ];
  return [
    main,
    ...props.map(
      (object, i): Placed => ({ object, x: spots[i]![0], y: spots[i]![1], fit: [spots[i]![2], spots[i]![2]] }),
    ),
  ];
};

/** The product's picture as WebP, `size` pixels square. */
export const composePicture = async (scene: DemoScene, size = 1000): Promise<Buffer> => {
  const kit = newKit();
  const draw = (object: DemoShape): Drawn => {
    const make = shapes[object.shape];
    if (!make) throw new Error(`No drawing for the shape ${object.shape}`);
    return make(kit, { ...object, colours: object.colours.map(hex6) });
  };
  const mainDrawn = isEmoji(scene.main) ? undefined : draw(scene.main);
  const room = backdrop(kit, scene.backdrop);
  const scale = size / 1000;
  const onPodium = scene.backdrop.endsWith('podium');
  let svg = room.svg;
  const layers: OverlayOptions[] = [];
  for (const [index, item] of place(scene, room.floor, mainDrawn?.hangs === true).entries()) {
    if (isEmoji(item.object)) {
      const side = Math.min(item.fit[0], item.fit[1]);
      const layer = await emojiLayer(item.object, Math.round(side * scale));
      const [wide, high] = [layer.width / scale, layer.height / scale];
      const y = index === 0 && !onPodium ? Math.max(740, Math.min(item.y + 10, 530 + high / 2)) : item.y;
      svg += contactShadow(kit, item.x, y - 4, wide * 0.8);
      layers.push({
        input: layer.input,
        raw: { width: layer.width, height: layer.height, channels: 4 },
        left: Math.max(0, Math.round((item.x - wide / 2) * scale)),
        top: Math.max(0, Math.round((y - high) * scale)),
      });
    } else {
      const drawn = item.object === scene.main && mainDrawn ? mainDrawn : draw(item.object);
      const k = Math.min(item.fit[0] / drawn.width, item.fit[1] / drawn.height, index === 0 ? 1.45 : 2);
      // A low thing is moved up towards the middle; on a podium it has its place.
      const y = drawn.hangs
        ? Math.min(item.y, (1000 + drawn.height * k) / 2 - 20)
        : index === 0 && !onPodium
          ? Math.max(740, Math.min(item.y + 20, 520 + (drawn.height * k) / 2))
          : item.y;
      if (drawn.foot > 0) svg += contactShadow(kit, item.x, y, drawn.foot * k);
      else if (drawn.hangs)
        svg += `<ellipse cx="${item.x + 26}" cy="${y - (drawn.height * k) / 2 + 20}" rx="${drawn.width * k * 0.6}" ry="${drawn.height * k * 0.6}" fill="${kit.glow(
          [
            [0, '#1c1014', 0.3],
            [0.6, '#1c1014', 0.16],
            [1, '#1c1014', 0],
          ],
        )}"/>`;
      svg += `<g transform="translate(${item.x} ${y.toFixed(1)}) scale(${k.toFixed(3)})">${drawn.svg}</g>`;
    }
  }
  svg += vignette(kit);
  const document = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 1000 1000"><defs>${kit.defs.join('')}</defs>${svg}</svg>`;
  return sharp(Buffer.from(document)).composite(layers).removeAlpha().webp({ quality: 80, effort: 0 }).toBuffer();
};

/** Composes every product's picture, a few at a time, handing over each as it is ready. */
export const composeAll = async (
  products: readonly Pick<DemoProduct, 'key' | 'scene'>[],
  onPicture: (key: string, picture: Buffer) => void | Promise<void>,
  // More than the four threads that Node gives to sharp would only wait.
  concurrency = Math.min(4, availableParallelism()),
  // 900 rather than 1000: a fifth less work, and nobody sees it on a product page.
  size = 900,
): Promise<void> => {
  const queue = products.values();
  const worker = async () => {
    for (const product of queue) await onPicture(product.key, await composePicture(product.scene, size));
  };
  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, worker));
};
