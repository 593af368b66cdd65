// Puja & Festive: lamps, incense, vessels and decorations.
import { shelf } from './build.ts';

export const pujaFestive = shelf(
  'PUJ',
  { slug: 'puja-festive', name: 'Puja & Festive', description: 'For the corner with the lamp, and for the days when the whole house is one.', hsn: '8306', gstPercent: '5' },
  [
    ['diyas', 'Diyas & Lamps', 'Clay and brass.'],
    ['incense', 'Incense & Dhoop', 'Hand rolled.'],
    ['puja-vessels', 'Puja Vessels & Bells', 'Kalash, thali, ghanti.'],
    ['festive-decor', 'Festive Decoration', 'Torans, lights, rangoli.'],
    ['gifting', 'Gifting', 'Hampers, rakhis and envelopes.'],
  ],
  [
    ['Painted Clay Diyas, Dozen', 199, 'diyas', 'himkosh', 160, { brand: 'Kumbh', material: 'Terracotta', size: '7 cm' }, 'Thrown on kick wheels in Uttam Nagar and painted by the potters’ daughters. Soak in water first and they will drink less oil.', ['night', 'puja:diya:dots #b5623c #f3c64b #b3202c'], { popularity: 91, age: 14 }],
    ['Brass Akhand Diya with Glass', 890, 'diyas', 'tamra', 24, { brand: 'Kansari', material: 'Brass, borosilicate', size: '14 cm' }, 'Burns for nine hours on a cup of ghee and does not mind the fan. The chimney lifts off for cleaning.', ['rust podium', 'lamp:lantern:stars #e8b04a #b8862c']],
    ['Floating Lotus Tealights', 349, 'diyas', 'gulmohar', 43, { brand: 'Gulmohar', material: 'Wax, cotton wick', count: '12' }, 'Set them in an urli with petals and switch off the tubelight. Three hours each, unscented, so the tuberoses can speak.', ['teal', 'candle:tea #f0a0b0', '🪷']],
    ['Temple Jasmine Incense, Hand Rolled', 120, 'incense', 'kaveri', 145, { brand: 'Sugandhi', ingredients: 'Jigat bark, jasmine absolute, honey', count: '40 sticks' }, 'Masala sticks, rolled on the thigh in Mysuru, dried in shade. No charcoal, hardly any smoke. Fifty minutes apiece.', ['sage arch', 'puja:incense:floral #2f6f4a #f3c64b #6a3a22 | MALLIGE']],
    ['Nag Champa Style Masala Sticks', 150, 'incense', 'kaveri', 98, { brand: 'Sugandhi', ingredients: 'Halmaddi resin, champa, sandal', count: '50 sticks' }, 'Soft, slightly damp sticks rich in halmaddi, the resin of the tree of heaven. The colour of wet sand; the smell of every record shop in 1975.', ['lilac', 'puja:incense:paisley #5a3a8a #f0d080 #3a2a4a | CHAMPA']],
    ['Loban Dhoop Cups', 180, 'incense', 'gulmohar', 72, { brand: 'Kannauj Deg', ingredients: 'Benzoin, guggul, cow dung base', count: '12' }, 'Each cup carries its own coal. One clears a room of mosquitoes and quarrels. Place on sand or a coin.', ['stone', 'box:flat:lattice #4a3a2a #d8a04a #f4e8cc | LOBAN | 12 CUPS', '🔥']],
    ['Copper Kalash with Engraving', 690, 'puja-vessels', 'tamra', 31, { brand: 'Thathera Lane', material: 'Copper', size: '600 ml' }, 'Chased with a vine at the shoulder. The neck takes five mango leaves and a middling coconut. Scrub with pitambari.', ['butter arch', 'puja:lota:waves #b8683a #d8904a #b3202c'], { popularity: 60 }],
    ['Hand Bell in Brass, Garuda Handle', 540, 'puja-vessels', 'tamra', 37, { brand: 'Kansari', material: 'Brass', size: '15 cm' }, 'Cast in Swamimalai with the eagle on top. A clear A sharp with a tail of six seconds. Small hands like it too.', ['clay', 'puja:bell #d0a040']],
    ['Enamelled Puja Thali Set', 1490, 'puja-vessels', 'tamra', 13, { brand: 'Kansari', material: 'Steel, meenakari', contents: 'Thali, diya, bell, katori, spoon' }, 'Peacocks in blue enamel around the rim. Everything nests, so it travels to your in-laws without rattling.', ['rose', 'plate::rays #d8a93c #1f5a8a #b3202c'], { was: 1790 }],
    ['Rudraksha Japa Mala, 108 Beads', 750, 'puja-vessels', 'himkosh', 20, { brand: 'Himkosh', material: 'Five-faced rudraksha, cotton', size: '8 mm' }, 'Beads from Arun valley, matched for size and knotted by hand. The guru bead has a saffron tassel.', ['forest podium', '📿']],
    ['Carved Wooden Chowki', 1150, 'puja-vessels', 'himkosh', 8, { brand: 'Aamvan', material: 'Sheesham, brass inlay', size: '30 × 30 cm' }, 'A low seat for the deity or for the almost-newlyweds. Velvet top held by brass pins. Carries sixty kilos, in case.', ['cream window', 'puja:chowki:floral #8a4a22 #d8b04a #b3202c']],
    ['Marigold and Mango Leaf Toran', 399, 'festive-decor', 'gulmohar', 86, { brand: 'Gulmohar', material: 'Felt, fabric leaves', size: '100 cm' }, 'Never wilts. Sewn flower by flower on a cotton tape with loops at both ends. Shake out and store flat.', ['cream', 'puja:toran #e98a1c #f3c64b #d8502c'], { popularity: 83 }],
    ['Genda Garland Curtain Strings', 549, 'festive-decor', 'gulmohar', 49, { brand: 'Gulmohar', material: 'Polyester marigolds, bells', count: '9 strings, 150 cm' }, 'For doorways, staircases and the photo corner. A bell ends each string. Two colours alternate.', ['plum', 'puja:garland #f0c030 #f08a1c #d83a4a']],
    ['Warm Curtain Lights, 3 m', 449, 'festive-decor', 'bidyut', 92, { brand: 'Taar', bulbs: '300 LED', modes: '8', power: '12 W' }, 'Ten strings of light and a remote that remembers your mode. Copper wire, transparent sheath. Indoors or on a dry balcony.', ['night window', 'puja:lights #5a5040 #ffd060 #ffb040 #ffe8b0']],
    ['Rangoli Colours with Stencils', 260, 'festive-decor', 'khelghar', 64, { brand: 'Rang', contents: '10 colours × 100 g, 6 stencils' }, 'Washes off tiles and does not stain the dog. Made of starch and food-grade pigments, with six card stencils.', ['slate', 'puja:rangoli #e0307a #f0b020 #2a8ad0'], { age: 9 }],
    ['Diwali Hamper in a Cane Trunk', 2490, 'gifting', 'mithila', 11, { brand: 'Mithila', contents: 'Kaju katli, almonds, candle, diyas, card' }, 'Packed to order with tissue and real marigolds. Write your message at checkout and somebody with good handwriting will copy it.', ['rust arch', 'basket:lid:lattice #b07a3c #7a4a22 #d8b04a', '🎁', '🪔'], { was: 2990 }],
    ['Resham Rakhi Set with Roli and Rice', 299, 'gifting', 'gulmohar', 4, { brand: 'Gulmohar', material: 'Silk thread, glass bead', count: '3 rakhis' }, 'Two for brothers, one for the sister who is one. Silk thread in three twists. Posted in a flat card.', ['blush podium', 'box:wide:bandhani #c0305a #f0c040 #fff4e0 | RAKHI | SET OF 3', '🎀'], { low: 10 }],
  ],
);
