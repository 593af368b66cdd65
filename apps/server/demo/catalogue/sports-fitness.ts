// Sports & Fitness: cricket, yoga, gym, rackets and games of the maidan.
import { shelf } from './build.ts';

export const sportsFitness = shelf(
  'SPT',
  { slug: 'sports-fitness', name: 'Sports & Fitness', description: 'From gully cricket to a quiet mat.', hsn: '9506', gstPercent: '12' },
  [
    ['cricket', 'Cricket', 'Bats, balls and gloves.'],
    ['yoga', 'Yoga', 'Mats, blocks and bolsters.'],
    ['gym', 'Gym & Strength', 'Iron and rubber.'],
    ['racket-sports', 'Racket & Table Sports', 'Badminton, table tennis, carrom.'],
    ['team-sports', 'Team Sports', 'Football, kabaddi, volleyball.'],
  ],
  [
    ['Kashmir Willow Bat, Gully to Ground', 1890, 'cricket', 'surtaal', 36, { brand: 'Meerut Willow', material: 'Kashmir willow, cane handle', size: 'Short handle', weight: '1.16 kg' }, 'Pressed for leather, happy with tennis. Six grains if you are lucky. Knock it in for four hours before you face anyone quick.', ['sage', 'sport:bat #b3202c #24507a | 45'], { popularity: 79, options: { Size: ['4', '5', '6', 'SH'] }, stocks: [6, 8, 10, 12] }],
    ['English Willow Bat, Grade 2', 12900, 'cricket', 'surtaal', 3, { brand: 'Meerut Willow', material: 'English willow', weight: '1.18 kg', edges: '38 mm' }, 'Air-dried for a year, seven clean grains, a mid-low sweet spot for our slow pitches. Oiled once; a second coat is yours to give.', ['indigo window', 'sport:bat #1f4a3a #d8a02c | 99'], { was: 14500, low: 3 }],
    ['Alum Tanned Leather Ball, Red', 549, 'cricket', 'surtaal', 82, { brand: 'Meerut Willow', material: 'Leather, cork core', weight: '156 g' }, 'Four-piece, hand stitched with 78 stitches. Stays hard for fifty overs on turf and thirty on matting.', ['mint podium', 'sport:ball #a81c24']],
    ['Wicket Keeping Gloves', 1490, 'cricket', 'surtaal', 10, { brand: 'Meerut Willow', material: 'Leather, rubber face' }, 'Pimpled rubber that grips in dew. Cotton inners included. Break them in against a wall.', ['clay', '🧤 95 0.6', '🏏']],
    ['Natural Rubber Yoga Mat 5 mm', 1990, 'yoga', 'surtaal', 41, { brand: 'Asana', material: 'Natural rubber, jute', size: '183 × 61 cm', weight: '2.2 kg' }, 'Grips wet hands and dry feet alike. A faint rubber smell leaves in a week. Strap included; wipe with vinegar water.', ['lilac podium', 'mat::waves #5b4a8a #2a2438 #8a7ab0 | ASANA'], { was: 2490, popularity: 84 }],
    ['Handloom Cotton Yoga Rug, Mysore Style', 1390, 'yoga', 'kaveri', 17, { brand: 'Nool', material: 'Cotton', size: '190 × 66 cm' }, 'For those who sweat: it gets stickier as it gets wet. Thick weave from Bhavani, washable by machine, lasts decades.', ['peach', 'mat::stripes #b3502c #4a2a1c #e8c890']],
    ['Cork Yoga Blocks, Pair', 890, 'yoga', 'surtaal', 28, { brand: 'Asana', material: 'Cork', size: '23 × 15 × 10 cm' }, 'Heavy enough to lean on. Warm to touch, rounded at the edges, no chemical smell at all.', ['forest', 'soap::terrazzo #b88a54 #f0e2c8 #a8783f | ASANA']],
    ['Foam Roller with Grid', 1090, 'gym', 'surtaal', 23, { brand: 'Dum', material: 'EVA over hollow core', size: '33 × 14 cm' }, 'For calves that ran and backs that sat. The ridges are as wide as a thumb, a palm and a knuckle.', ['sky', 'sport:roller #2a7a8a #f0803c']],
    ['Rubber Hex Dumbbells, 5 kg Pair', 1850, 'gym', 'surtaal', 30, { brand: 'Dum', material: 'Cast iron, rubber', weight: '2 × 5 kg' }, 'Will not roll under the sofa. Knurled chrome handles, heads bonded for good. The rubber is low odour.', ['stone', 'sport:dumbbell #2d3138 #e0502f | 5'], { options: { Weight: ['2.5 kg', '5 kg', '7.5 kg', '10 kg'] }, stocks: [10, 9, 6, 5], extra: { '2.5 kg': -700, '7.5 kg': 850, '10 kg': 1700 } }],
    ['Competition Kettlebell 12 kg', 3290, 'gym', 'surtaal', 8, { brand: 'Dum', material: 'Steel', weight: '12 kg' }, 'Same size at every weight, so your form need not change. Bare steel handle takes chalk.', ['butter', 'sport:kettlebell #24507a #f0c040 | 12']],
    ['Resistance Loop Bands, Five Strengths', 649, 'gym', 'surtaal', 66, { brand: 'Dum', material: 'Natural latex', range: '3 to 25 kg' }, 'A gym in a coat pocket. Talc them before monsoon storage. Exercise chart printed on cloth.', ['cream', 'sport:bands #e0502f #f0b030 #3f9a5a #3070b0 #5a3a7a'], { popularity: 67 }],
    ['Speed Rope with Bearings', 399, 'gym', 'surtaal', 0, { brand: 'Dum', material: 'Steel cable, ABS', length: '3 m, adjustable' }, 'Double-unders without a tangle. Shorten with a screw. Spare cable in the pouch.', ['rose', 'sport:rope #24282e #e83a5a']],
    ['Badminton Racket Pair, Carbon', 2190, 'racket-sports', 'surtaal', 26, { brand: 'Tezz', material: 'Carbon composite', weight: '84 g', tension: '24 lbs' }, 'Two rackets strung in Meerut, a full cover, three nylon shuttles. Head-light and quick at the net.', ['teal', 'sport:racket #e8b020 #e0502f', '🏸'], { was: 2690 }],
    ['Tournament Carrom Board', 4290, 'racket-sports', 'khelghar', 9, { brand: 'Ganit', material: 'Birch ply, kadam wood border', size: '74 cm', thickness: '12 mm' }, 'The striker glides four rebounds on a dusting of boric. Coins, striker and stand pockets of knotted cotton included.', ['sand window', 'sport:carrom #5a2e18 #c9302c']],
    ['Table Tennis Bat Set', 990, 'racket-sports', 'surtaal', 33, { brand: 'Tezz', material: 'Five-ply blade, pimples-in rubber' }, 'Two bats, three balls and a case with a corner for sweat bands. Medium pace, generous spin.', ['night disc', '🏓']],
    ['Street Football Size 5', 749, 'team-sports', 'surtaal', 55, { brand: 'Maidan', material: 'Moulded rubber', size: '5' }, 'Survives concrete, thorns and under-sixteens. Holds air for a month. Designed in Jalandhar, where the world’s balls come from.', ['plum arch', '⚽']],
    ['Volleyball, Soft Touch', 890, 'team-sports', 'surtaal', 20, { brand: 'Maidan', material: 'Microfibre, 18 panels', size: '4' }, 'Kind to forearms, true in flight. For beaches at Malpe and courts behind panchayat offices.', ['slate podium', 'sport:ball:bars #f0e8d0 #24507a #f0b830 | MAIDAN']],
  ],
);
