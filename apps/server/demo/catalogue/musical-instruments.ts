// Musical Instruments: drums, strings, winds and keys.
import { shelf } from './build.ts';

export const musicalInstruments = shelf(
  'MUS',
  { slug: 'musical-instruments', name: 'Musical Instruments', description: 'Tuned before they leave the workshop.', hsn: '9205', gstPercent: '18' },
  [
    ['percussion', 'Percussion', 'Tabla, dholak and small things that ring.'],
    ['strings', 'Strings', 'Sitar to ukulele.'],
    ['wind', 'Wind', 'Bansuri, harmonica, shehnai.'],
    ['keys', 'Keys & Accessories', 'Harmoniums, kalimbas, stands.'],
  ],
  [
    ['Concert Tabla Set in Sheesham and Copper', 8900, 'percussion', 'surtaal', 7, { brand: 'Sur Taal', material: 'Sheesham dayan, copper bayan', tuning: 'C#', weight: '8.5 kg' }, 'Heads by a third-generation syahi maker in Miraj. With rings, covers, hammer and a padded bag. Tell us your scale and we set it before posting.', ['clay', 'music:tabla #8a4b22 #efe2c8 #b3202c #b8683a'], { was: 9900, popularity: 52 }],
    ['Student Tabla Pair, Steel Bayan', 4200, 'percussion', 'surtaal', 15, { brand: 'Sur Taal', material: 'Mango wood, steel', tuning: 'D' }, 'Honest sound for the first three years of lessons. Nylon straps instead of hide make tuning easier on small hands.', ['sky', 'music:tabla #a8703c #f4ecd8 #24507a #c4c9d0']],
    ['Bolt-Tuned Dholak', 3450, 'percussion', 'surtaal', 12, { brand: 'Amroha Drums', material: 'Mango wood, goatskin', size: '46 cm' }, 'Steel hooks hold the pitch through a whole wedding. Bass masala on one side, bright skin on the other.', ['butter arch', 'music:dholak #a85a2a #f0e2c4 #b3202c']],
    ['Travel Djembe, Carved', 2690, 'percussion', 'surtaal', 10, { brand: 'Naad', material: 'Mahogany, goatskin', size: '30 cm head' }, 'Rope tuned, light enough for the beach. The carving is different on each. Loosen the ropes before a flight.', ['teal', 'music:djembe:diamond #7a4420 #f0e4cc #2a8a7a']],
    ['Khanjira with Brass Jingles', 1150, 'percussion', 'kaveri', 9, { brand: 'Thanjavur Vadya', material: 'Jackfruit wood', size: '18 cm' }, 'A frame drum no wider than a roti that can sound like a mridangam. Wet the skin to lower the note.', ['rose disc', 'music:khanjira #8a5a2a #f2e6d0 #b3202c']],
    ['Bell Metal Manjira Pair', 590, 'percussion', 'tamra', 34, { brand: 'Kansari', material: 'Bell metal', size: '7 cm' }, 'Cast rather than pressed, so the ring goes on for eleven seconds. Red cotton cord, knotted to your palm.', ['plum', 'music:manjira #c9983c #f4ead6 #b3202c']],
    ['Frame Drum Kit for Kids', 1490, 'percussion', 'khelghar', 18, { brand: 'Khel Ghar', material: 'Birch, synthetic skin', age: '3 +' }, 'A snare with soft sticks, tested for volume by parents. Strap adjusts from toddler to ten.', ['peach podium', '🥁']],
    ['Sitar, Seven Strings, Tun Wood', 18900, 'strings', 'surtaal', 2, { brand: 'Sur Taal', material: 'Tun wood, gourd', size: '122 cm', frets: '20' }, 'Ravi style with an upper gourd, eleven sympathetic strings and a bone bridge filed for long jawari. Fibreglass case included. Allow two weeks.', ['sand arch', 'music:sitar #8a4420 #f0e0c0 #c9983c'], { was: 21500, low: 2 }],
    ['Concert Ukulele in Mango Wood', 3290, 'strings', 'surtaal', 21, { brand: 'Tarang', material: 'Mango wood, nylon strings', size: '58 cm' }, 'Warmer than mahogany and grown within sight of the workshop. Geared pegs, gig bag, four songs on a card.', ['mint', 'music:ukulele #c8843c #f4ead6 #5a3018']],
    ['Acoustic Guitar, Dreadnought', 6490, 'strings', 'surtaal', 13, { brand: 'Tarang', material: 'Spruce top, rosewood sides', size: '104 cm' }, 'A low action straight from the box and a truss rod that works. Comes with capo and a spare set of strings.', ['stone panel', 'music:guitar #e0a858 #5a3018 #3a2014'], { options: { Finish: ['Natural', 'Sunburst'] }, stocks: [8, 5], extra: { Sunburst: 500 } }],
    ['Violin Outfit, Carnatic Setup', 5490, 'strings', 'kaveri', 6, { brand: 'Thanjavur Vadya', material: 'Maple, spruce', size: '4/4' }, 'Strung and pegged for sitting on the floor with the scroll at your ankle. Bow, rosin, case with straps.', ['forest window', '🎻']],
    ['Bamboo Bansuri in E, Concert', 1250, 'wind', 'surtaal', 25, { brand: 'Pilibhit Venu', material: 'Assam bamboo', scale: 'E natural', size: '68 cm' }, 'Bamboo seasoned for three years and bored by ear. Thread bindings against cracks. Oil inside with almond each season.', ['lilac', 'music:flute #d8b06a #a9713f #b3202c'], { options: { Scale: ['C', 'E', 'G'] }, stocks: [9, 10, 6] }],
    ['Brass Trumpet for Band Baaja', 7800, 'wind', 'surtaal', 4, { brand: 'Jabalpur Brass', material: 'Yellow brass', key: 'B flat' }, 'What leads every baraat. Monel valves, a mouthpiece that forgives winter. Lacquered against sweat and rain of petals.', ['rust', '🎺']],
    ['Folding Harmonium, 39 Keys', 14900, 'keys', 'surtaal', 3, { brand: 'Pakrashi Gali', material: 'Teak, German-style reeds', reeds: '3 banks', weight: '11 kg' }, 'Folds into its own suitcase. Nine stops, a coupler, bellows with seven folds. Tuned to A 440 and voiced for bhajan.', ['cream', 'music:harmonium #7a3f1c #f4ead6 #d8b04a']],
    ['Kalimba 17 Keys, Rosewood', 1690, 'keys', 'surtaal', 30, { brand: 'Tarang', material: 'Rosewood, steel tines', key: 'C major' }, 'Nobody plays a wrong note on it. Sargam engraved on the tines beside the letters. Tuning hammer in the pouch.', ['indigo disc', 'music:kalimba #8a3f2a #f4ead6 #e0b050'], { popularity: 64 }],
    ['61-Key Learning Keyboard', 5990, 'keys', 'bidyut', 11, { brand: 'Naad', keys: '61, touch sensitive', tones: '300 incl. tanpura and tabla' }, 'Tanpura drone in every scale, and a metronome that counts teentaal. Stand and adaptor in the carton.', ['slate', '🎹']],
  ],
);
