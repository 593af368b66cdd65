// Footwear: juttis and mojaris, sandals, sports shoes, boots.
import { shelf } from './build.ts';

const sizes = ['6', '7', '8', '9', '10'];

export const footwear = shelf(
  'FTW',
  { slug: 'footwear', name: 'Footwear', description: 'Hand-stitched leather, canvas and running shoes.', hsn: '6403', gstPercent: '12' },
  [
    ['juttis-mojaris', 'Juttis & Mojaris', 'Pointed, embroidered, left the same as right.'],
    ['sandals', 'Sandals & Chappals', 'From Kolhapur to the bathroom.'],
    ['sports-shoes', 'Sports Shoes', 'Run, train, walk.'],
    ['formal-boots', 'Formals & Boots', 'For work and the hills.'],
  ],
  [
    ['Patiala Tilla Jutti, Scarlet', 1490, 'juttis-mojaris', 'chandni', 22, { brand: 'Chandni', material: 'Leather, tilla thread', sole: 'Leather' }, 'Gold wire couched over paper shapes, as in old court shoes. Straight lasted: swap feet daily and they will mould to you. A cushioned insole is the only new idea.', ['rust arch', 'shoe:jutti:buti #b3202c #f3c64b #d8b04a'], { popularity: 78, options: { Size: ['4', '5', '6', '7', '8'] }, stocks: [4, 6, 6, 4, 2] }],
    ['Mirror Work Jutti, Midnight', 1290, 'juttis-mojaris', 'chandni', 17, { brand: 'Chandni', material: 'Velvet, mirrors', sole: 'TPR' }, 'A velvet upper with a scatter of tiny mirrors and a rubber sole that is kind to marble floors. Brush, do not wash.', ['butter', 'shoe:jutti:bandhani #24284a #e8ecf4 #c9ccd2 #3a2a20'], { options: { Size: ['4', '5', '6', '7'] }, stocks: [3, 6, 5, 3] }],
    ['Jodhpuri Camel Leather Mojari', 1850, 'juttis-mojaris', 'gulmohar', 9, { brand: 'Marwar Mochi', material: 'Camel leather', sole: 'Camel leather' }, 'Vegetable tanned with babool bark, embroidered by the women of Jalore. The curled toe keeps sand out, or so they say.', ['sage', 'shoe:mojari:chevron #b5743a #7a3a1c #e8c060'], { options: { Size: sizes }, stocks: [1, 2, 3, 2, 1] }],
    ['Sherwani Mojari in Champagne', 1990, 'juttis-mojaris', 'chandni', 4, { brand: 'Chandni', material: 'Brocade, resin sole', colour: 'Champagne' }, 'Made for one evening and comfortable for all of it. Brocade over a padded last, with an anti-slip pattern beneath.', ['plum podium', 'shoe:mojari:paisley #e6d2a4 #c8a45a #b8862c #c9a86a']],
    ['Kolhapuri Chappal with Braided Toe', 1150, 'sandals', 'gulmohar', 38, { brand: 'Athani Sole', material: 'Buffalo leather', origin: 'Athani' }, 'Eleven pieces of leather, no nail, no glue. Stiff for a week, then yours for five years. Oil with castor before the monsoon, or rather leave them at home.', ['sand window', 'shoe:slipper:weave #9a5a2a #7a4420 #d8a04a #7a4a24'], { options: { Size: sizes }, stocks: [6, 9, 10, 8, 5] }],
    ['Everyday Rubber Flip-Flops', 249, 'sandals', 'kaveri', 150, { brand: 'Chappu', material: 'EVA and natural rubber', origin: 'Kottayam' }, 'Latex from our own hills, straps that do not pull out, a tread that holds on wet tiles. Sold in pairs, lost in singles.', ['sky', '🩴'], { options: { Size: sizes, Colour: ['Blue', 'Green'] }, stocks: [15, 15, 20, 15, 20, 15, 15, 10, 15, 10] }],
    ['Cork Footbed Sandals', 1690, 'sandals', 'chandni', 20, { brand: 'Padam', material: 'Suede, cork', colour: 'Olive' }, 'Two buckled straps over a footbed that remembers your arch. The suede lining wicks on hot days. Resole when the heel is gone.', ['cream panel', 'shoe:slipper #6a7048 #565c38 #c9ccd2 #c79a5c'], { options: { Size: sizes }, stocks: [3, 5, 6, 4, 2] }],
    ['Block Heel Sandals, Coral', 1590, 'sandals', 'chandni', 12, { brand: 'Chandni', material: 'Faux leather', heel: '6 cm' }, 'A heel wide enough for a lawn wedding. The ankle strap closes with a press stud under a dummy buckle, which is faster.', ['mint', '👡 20'], { options: { Size: ['4', '5', '6', '7'] }, stocks: [2, 4, 4, 2] }],
    ['Ballerinas in Soft Rose', 1190, 'sandals', 'chandni', 27, { brand: 'Padam', material: 'Microfibre', colour: 'Rose' }, 'Fold them in half and they fit a handbag pocket. Elastic at the rim, a little memory foam at the heel.', ['lilac arch', '🥿 130']],
    ['Daily Runner Mesh Shoes', 2299, 'sports-shoes', 'surtaal', 44, { brand: 'Tezz', material: 'Knit mesh, EVA', weight: '240 g', drop: '8 mm' }, 'Made for five kilometres before work. A wide toe box and a reflective heel. The midsole keeps its bounce for about 600 km.', ['slate podium', '👟'], { was: 2999, options: { Size: sizes }, stocks: [7, 10, 12, 9, 6] }],
    ['Trail Runner with Rock Plate', 3490, 'sports-shoes', 'surtaal', 11, { brand: 'Tezz', material: 'Ripstop, rubber', weight: '310 g', drop: '6 mm' }, 'Five-millimetre lugs for Sahyadri mud. A thin plate saves the sole from stones. Drains within minutes after a stream.', ['forest', 'shoe:sneaker:leaf #3f7050 #2a5038 #f0a030'], { options: { Size: sizes }, stocks: [1, 3, 4, 2, 1] }],
    ['Canvas Court Sneakers, White', 1399, 'sports-shoes', 'surtaal', 36, { brand: 'Maidan', material: 'Canvas, vulcanised rubber' }, 'The school shoe, grown up. Cotton canvas that washes at 30 degrees and a rubber toe cap. Laces in white and in red.', ['peach', 'shoe:sneaker #f6f2ea #e2dccc #c9302c'], { options: { Size: sizes }, stocks: [6, 8, 10, 8, 4] }],
    ['Badminton Court Shoes, Gum Sole', 2590, 'sports-shoes', 'surtaal', 0, { brand: 'Tezz', material: 'PU, mesh, gum rubber' }, 'Non-marking sole with a pivot point under the ball of the foot. Reinforced where you drag the toe. Sold out often; ask to be told.', ['stone disc', 'shoe:sneaker:chevron #2a5aa8 #1c4080 #f0f0f4']],
    ['Tan Leather Derby', 3290, 'formal-boots', 'chandni', 15, { brand: 'Mall Road', material: 'Full grain leather', sole: 'TPR' }, 'Cut from a single hide in Agra, so both shoes take the same shine. Goodyear-look welt, five eyelets. Keep cedar trees in them.', ['teal', '👞'], { options: { Size: sizes }, stocks: [2, 4, 4, 3, 2] }],
    ['Himalayan Trek Boots, Mid', 4490, 'formal-boots', 'himkosh', 8, { brand: 'Dhauladhar', material: 'Suede, waterproof membrane', weight: '520 g' }, 'Tested on Kareri Lake in March. Gusseted tongue, hooks at the top, a sole that grips wet slate. Break in over a week.', ['night arch', '🥾'], { was: 5200, options: { Size: sizes }, stocks: [1, 2, 2, 2, 1] }],
    ['Chelsea Boots in Dark Oak', 3890, 'formal-boots', 'chandni', 3, { brand: 'Mall Road', material: 'Leather, elastic gusset', heel: '3 cm' }, 'On in two seconds. Oiled leather that lightens where it bends. Half a size large, so order accordingly.', ['clay disc', 'shoe:boot #5a3420 #3a2014 #2a1810']],
  ],
);
