// Jewellery & Accessories: necklaces, earrings, bangles, rings, watches, belts and eyewear.
import { shelf } from './build.ts';

export const jewelleryAccessories = shelf(
  'JWL',
  { slug: 'jewellery-accessories', name: 'Jewellery & Accessories', description: 'Kundan, silver and beads, and the small things beside.', hsn: '7117', gstPercent: '3' },
  [
    ['necklaces', 'Necklaces', 'Chokers, long strands and sets.'],
    ['earrings', 'Earrings', 'Jhumkas, studs and chandbalis.'],
    ['bangles-rings', 'Bangles, Rings & Anklets', 'For wrists, fingers and feet.'],
    ['watches-eyewear', 'Watches & Eyewear', 'Time and sun.'],
    ['belts-wallets', 'Belts, Wallets & Caps', 'Small leather and cotton.'],
  ],
  [
    ['Kundan Bridal Necklace, Ruby Drop', 6890, 'necklaces', 'chandni', 5, { brand: 'Chandni', material: 'Gold-plated brass, glass kundan', colour: 'Ruby' }, 'Foil-backed stones set in lac, a row of pearls, a pendant that sits at the collarbone. The back is enamelled in green and white, though nobody will see it. Keep in the velvet box.', ['rose arch', 'jewel:necklace #d8a93c #b3202c #f5efe2'], { was: 8500, popularity: 66 }],
    ['Emerald Bead Polki Choker', 5290, 'necklaces', 'chandni', 7, { brand: 'Chandni', material: 'Silver alloy, polki glass, jade beads' }, 'Uncut-look stones on a flexible ribbon of links. Ties with a silk dori, so it fits any neck. Wear it with nothing else.', ['cream', 'jewel:choker #e0bc5c #1f8a5a #f5efe2 #4a3040']],
    ['Temple Haram with Lakshmi Coins', 4450, 'necklaces', 'kaveri', 6, { brand: 'Nagercoil Works', material: 'Gold-plated copper' }, 'Small coins overlap like scales along a long chain, after pieces danced in at Chidambaram. Matte antique plating. Wipe after wear.', ['forest podium', 'jewel:necklace #c8922c #c8922c #e8c45c #2a2430']],
    ['Lapis and Silver Layered Necklace', 2790, 'necklaces', 'chandni', 10, { brand: 'Ratna Gali', material: '925 silver, lapis lazuli' }, 'Two strands, one of beads the size of peppercorns. Lapis shows its own gold flecks. Polish the silver with a dry cloth only.', ['sand disc', 'jewel:choker #c9ccd2 #24409a #dfe3ea #8a5a3c']],
    ['Oxidised Silver Jhumkas', 890, 'earrings', 'chandni', 48, { brand: 'Chandni', material: 'German silver, glass beads', weight: '22 g pair' }, 'Big, loud and lighter than they look. The dome is stamped with a net pattern and hung with beads that click as you walk.', ['lilac', 'jewel:earrings:lattice #b4b8c0 #2a7a9a #f5efe2 | CHANDNI'], { popularity: 87 }],
    ['Meenakari Jhumkas, Peacock Green', 1190, 'earrings', 'chandni', 19, { brand: 'Ratna Gali', material: 'Brass, enamel', origin: 'Jaipur' }, 'Enamel is laid into chased hollows and fired colour by colour, green last. Hooks are hypoallergenic.', ['peach', 'jewel:earrings:floral #d8a93c #1f7a5a #f5efe2 | RATNA']],
    ['Pearl Flower Studs', 650, 'earrings', 'kaveri', 30, { brand: 'Charminar Pearls', material: 'Freshwater pearls, silver', origin: 'Hyderabad' }, 'Ten seed pearls around a larger one. Small enough for work, bright enough for dinner. Put them on last, after perfume.', ['teal', 'jewel:studs #d8dade #f2e8dc #f7f2ea | PEARLS']],
    ['Garnet Cluster Studs', 1450, 'earrings', 'chandni', 2, { brand: 'Ratna Gali', material: '925 silver, garnet' }, 'Deep red stones from Odisha in a rub-over setting with no claws to catch on wool. Screw backs.', ['butter', 'jewel:studs #c9a24a #7a1424 #a82a3c | RATNA'], { low: 3 }],
    ['Lac Bangles with Stones, Set of Seven', 499, 'bangles-rings', 'gulmohar', 60, { brand: 'Maniharon', material: 'Lac, glass stones', size: '2.4, 2.6, 2.8' }, 'Shaped over a coal fire in the lane of the bangle makers and rolled to size while still warm. Light, and a bit like wearing sweets.', ['plum', 'jewel:bangles #c9302c #d8a93c #2a7a4a'], { options: { Size: ['2.4', '2.6', '2.8'] }, stocks: [20, 25, 15] }],
    ['Glass Chudiyan, Ocean Shades', 249, 'bangles-rings', 'chandni', 95, { brand: 'Firozabad Kaanch', material: 'Glass', size: '2.6' }, 'A dozen greens and blues drawn from the furnace as one long spring and cut. Wear a dozen on each arm. Some will break; that is what they are for.', ['cream window', 'jewel:bangles #1f8a9a #6ac4c0 #24507a #a8e0d8']],
    ['Kada Cuff with Turquoise', 1590, 'bangles-rings', 'himkosh', 11, { brand: 'Himkosh', material: 'White brass, turquoise, coral' }, 'Ladakhi in spirit: a broad open cuff, stones in high collars. Squeeze gently to fit. The metal warms within a minute.', ['slate', 'jewel:cuff #b9bcc4 #2aa0a0 #d8503c']],
    ['Adjustable Halo Ring', 790, 'bangles-rings', 'chandni', 25, { brand: 'Chandni', material: 'Gold-plated silver, zircon' }, 'A single stone in a ring of smaller ones. The band is open at the back to suit sizes 10 to 18.', ['blush podium', 'jewel:ring #d8a93c #6ab4e8 #f0f4f8']],
    ['Silver Payal with Ghungroo', 2190, 'bangles-rings', 'chandni', 13, { brand: 'Ratna Gali', material: '925 silver', weight: '38 g pair', size: '26 cm' }, 'Tiny bells that announce you one room ahead. A hook with three positions. Sold as a pair, hallmarked.', ['indigo', 'jewel:anklet #d4d8de #b8c0c8 #eef0f4']],
    ['Slim Analogue Watch, Tan Strap', 2490, 'watches-eyewear', 'bidyut', 21, { brand: 'Ghanta', material: 'Steel, leather', size: '36 mm', water: '3 ATM' }, 'Seven millimetres thin, with Devanagari numerals and a dial the colour of old paper. The strap changes without tools.', ['stone arch', '⌚ 155 0.6'], { was: 2990 }],
    ['Round Tortoise Sunglasses', 1290, 'watches-eyewear', 'bidyut', 33, { brand: 'Chhaya', material: 'Acetate, polarised TAC', protection: 'UV400' }, 'Polarised against the glare of wet roads. Five-barrel hinges. A cloth pouch cut from scrap brocade is included.', ['sky disc', '🕶️ 90 0.6']],
    ['Blue Light Reading Glasses', 890, 'watches-eyewear', 'bidyut', 28, { brand: 'Chhaya', material: 'TR90', power: '0 to +2.5' }, 'A frame that bends and comes back. Clear lenses with a faint amber tint for late spreadsheets.', ['rose', '👓'], { options: { Power: ['0', '+1.0', '+1.5', '+2.0'] }, stocks: [9, 7, 7, 5] }],
    ['Hand-Stitched Leather Bifold Wallet', 1190, 'belts-wallets', 'chandni', 37, { brand: 'Mall Road', material: 'Goat leather', size: '11 × 9 cm' }, 'Saddle stitched with waxed linen, eight cards, one coin pocket that closes. The corners will darken by Diwali.', ['sage panel', 'bag:wallet #8a5430 #c98f68 #5a3018 | MALL ROAD']],
    ['Brocade Evening Clutch', 1490, 'belts-wallets', 'gulmohar', 9, { brand: 'Kashi Karigar', material: 'Silk brocade, brass frame' }, 'Made from the end pieces of Banarasi sarees, so no more than four are alike. Fits a phone, keys, one lipstick and an apology gift.', ['night', 'bag:clutch:paisley #8a1f4a #e0b450 #e0bc5c']],
    ['Embroidered Baseball Cap, Mor', 549, 'belts-wallets', 'gulmohar', 41, { brand: 'Nukkad', material: 'Cotton twill', size: 'Adjustable' }, 'A small peacock over the left eye. Brass buckle at the back, sweatband that can be washed.', ['clay', '🧢', '🦚']],
  ],
);
