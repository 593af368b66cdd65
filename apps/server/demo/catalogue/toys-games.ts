// Toys & Games: wooden toys, board games, soft toys and things for outside.
import { shelf } from './build.ts';

export const toysGames = shelf(
  'TOY',
  { slug: 'toys-games', name: 'Toys & Games', description: 'Lacquered wood, cloth and cardboard; hardly a battery in sight.', hsn: '9503', gstPercent: '12' },
  [
    ['wooden-toys', 'Wooden Toys', 'Turned in Channapatna and Kondapalli.'],
    ['board-games', 'Board Games & Puzzles', 'For rainy evenings.'],
    ['soft-toys', 'Soft Toys & Dolls', 'To be dragged by one ear.'],
    ['outdoor-toys', 'Outdoor Toys', 'Sky, street and courtyard.'],
  ],
  [
    ['Channapatna Stacking Rings', 599, 'wooden-toys', 'khelghar', 46, { brand: 'Khel Ghar', material: 'Ivory wood, vegetable lac', age: '9 months +' }, 'Hale wood on a lathe, coloured with lac sticks and polished with a screw-pine leaf. Safe to chew, which is the first thing that will happen.', ['butter', 'toy:rings #c9302c #f0b030 #3f9a5a #3080c0 #8a4a9a'], { popularity: 82 }],
    ['Little Express Wooden Train', 849, 'wooden-toys', 'khelghar', 27, { brand: 'Khel Ghar', material: 'Beech, vegetable lac', age: '2 years +', size: '42 cm' }, 'An engine and two wagons on magnets that agree whichever way round. The wheels click like a slow passenger to Mysuru.', ['sky', 'toy:train #e0502f #f0b030 #3fa060 #3080c0']],
    ['Spinning Tops, Set of Three', 299, 'wooden-toys', 'khelghar', 88, { brand: 'Khel Ghar', material: 'Ivory wood', age: '4 years +' }, 'One hums, one jumps, one stands on its head. Finger tops, no string. The record in our workshop is 74 seconds.', ['mint podium', 'toy:top #e0502f #f0c040 #2a8a8a #7a3a8a']],
    ['Hindi Varnamala Blocks', 749, 'wooden-toys', 'khelghar', 32, { brand: 'Khel Ghar', material: 'Neem wood', age: '2 years +', pieces: '27' }, 'A letter, an animal and a colour on every face. Edges rounded by tumbling with river sand. Comes in a drawstring bag.', ['peach', 'toy:blocks #c9302c #2a7a8a #e0a020 #4a8a3a #7a4a9a #d8602c | K G M A I U']],
    ['Rajasthani Pull-Along Elephant', 890, 'wooden-toys', 'gulmohar', 15, { brand: 'Haathi Pol', material: 'Mango wood, water colour', age: '18 months +' }, 'Painted for a procession: howdah, anklets, a very patient eye. The trunk is short enough to survive stairs.', ['rose arch', 'toy:animal:bandhani #5a7a9a #c9302c #d8602c #f0b830']],
    ['Bead Abacus, Hundred Beads', 560, 'wooden-toys', 'khelghar', 40, { brand: 'Ganit', material: 'Beech, steel', age: '4 years +' }, 'Ten rows in six colours for carrying, borrowing and inventing shops. Wires are crimped, so beads stay put.', ['stone', 'toy:abacus #c9302c #e08a20 #e0c030 #3a9a5a #3070b0 #7a4a9a']],
    ['Baby Rattle and Teether Pair', 350, 'wooden-toys', 'khelghar', 3, { brand: 'Khel Ghar', material: 'Ivory wood, vegetable lac', age: '3 months +' }, 'A maraca for one hand and a ring for the gums. Five seeds inside, sealed for good. Wipe clean; no boiling.', ['lilac', 'toy:rattle #e8a0a8 #6ab0a0 #f0c850 #8a9ad0'], { low: 5 }],
    ['Ludo and Snakes Reversible Board', 499, 'board-games', 'khelghar', 64, { brand: 'Ganit', material: 'Sheesham, cotton bag', players: '2 to 4' }, 'Two quarrels in one: ludo on the front, saanp-seedhi behind. Wooden tokens, dice with honest corners.', ['sand', 'game:ludo #c9302c #2a8a5a #f0b830 #3068b0', '🎲'], { popularity: 71 }],
    ['Handmade Chess Set in Rosewood', 2190, 'board-games', 'khelghar', 12, { brand: 'Chaturanga', material: 'Rosewood, maple', size: '36 cm' }, 'Weighted pieces from Amritsar carvers with felt beneath; the board folds around them. The knights are all slightly different.', ['forest', 'game:chess #5a3220 #ecd8b0', '♟️'], { was: 2600 }],
    ['Pachisi Cloth Board from Jaipur', 690, 'board-games', 'gulmohar', 18, { brand: 'Gulmohar', material: 'Cotton appliqué, cowries', players: '2 to 4' }, 'Akbar played it with people as pieces; you get wooden ones and six cowries. Rolls up around itself and ties.', ['cream window', 'game:pachisi #b3202c #24507a #f0c860 #2a7a4a']],
    ['Monsoon Snakes and Ladders Giant Floor Mat', 990, 'board-games', 'khelghar', 9, { brand: 'Ganit', material: 'Canvas', size: '150 × 150 cm', age: '3 years +' }, 'Children are the counters. Ladders are good deeds, snakes are leaving taps open. Wipes clean.', ['teal', 'game:snakes #6ab0a0 #f0c850 #e88a5a #8aa0d0']],
    ['Map of India Jigsaw', 449, 'board-games', 'pustak', 50, { brand: 'Pustak Gali', material: 'Card, linen finish', pieces: '250', age: '7 years +' }, 'Every district that fits, each state with its bird and its snack. Pieces click and do not flake.', ['clay', 'box::hills #2f7a8a #f0c060 #fbf3e2 | BHARAT JIGSAW | 250 PIECES', '🧩']],
    ['Bholu the Brown Bear', 799, 'soft-toys', 'khelghar', 34, { brand: 'Godi', material: 'Cotton plush, recycled fill', size: '35 cm' }, 'Weighted a little in the seat, so he sits up and listens. Eyes are stitched. Machine washable inside a pillow cover.', ['blush disc', '🧸'], { popularity: 75 }],
    ['Kondapalli Nesting Dolls', 1150, 'soft-toys', 'khelghar', 7, { brand: 'Tella Poniki', material: 'Softwood, enamel', pieces: '5' }, 'A grandmother with a mother with a daughter, down to one the size of a peanut. Painted saris of five districts.', ['butter arch', '🪆']],
    ['Silk Cotton Rag Elephant', 549, 'soft-toys', 'gulmohar', 25, { brand: 'Godi', material: 'Block print scraps, silk cotton', size: '28 cm' }, 'Made of the ends of our bedsheets, so its left ear never matches its right. No plastic parts at all.', ['sage', '🐘', 'swatch::floral #e8c8b0 #b3402c #2a7a6a']],
    ['Manjha-Free Paper Kites, Pack of Ten', 180, 'outdoor-toys', 'khelghar', 140, { brand: 'Patang', material: 'Tissue, bamboo', size: '55 cm' }, 'For Uttarayan with cotton thread only, so that birds go home too. Spare bamboo bow in each pack.', ['sky arch', '🪁'], { age: 3 }],
    ['Glow Yo-Yo with Cotton String', 220, 'outdoor-toys', 'khelghar', 61, { brand: 'Lattu', material: 'ABS, steel bearing', age: '6 years +' }, 'A sleeper that comes back when tugged. Charges under a lamp and glows green in bed. Three spare strings.', ['indigo disc', '🪀 120']],
  ],
);
