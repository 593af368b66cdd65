// Pets: food, beds, leads and toys for dogs, cats, birds and fish.
import { shelf } from './build.ts';

export const pets = shelf(
  'PET',
  { slug: 'pets', name: 'Pets', description: 'For those who pay no rent.', hsn: '2309', gstPercent: '18' },
  [
    ['dog', 'Dogs', 'Food, leads and things to destroy.'],
    ['cat', 'Cats', 'Litter, posts, suspicious treats.'],
    ['pet-beds', 'Beds & Bowls', 'Where they eat and sleep.'],
    ['bird-fish', 'Birds & Fish', 'Feathers and fins.'],
  ],
  [
    ['Chicken and Brown Rice Dog Food 3 kg', 1290, 'dog', 'himkosh', 40, { brand: 'Bhau', ingredients: 'Chicken 28%, brown rice, carrot', size: '3 kg', age: 'Adult' }, 'Baked, not extruded, in small batches in Solan. No colour, because dogs do not care. Change over across seven days.', ['butter', 'pouch::dots #8a3a1f #f4e0b8 #e0a040 | BHAU DINNER | 3 KG', '🦴'], { popularity: 76, options: { Pack: ['3 kg', '10 kg'] }, stocks: [28, 12], extra: { '10 kg': 2400 } }],
    ['Jaggery Peanut Dog Biscuits', 320, 'dog', 'himkosh', 58, { brand: 'Bhau', ingredients: 'Ragi, peanut, jaggery', size: '400 g' }, 'Human grade, and yes, somebody in the office checks every batch. Snap in half for training.', ['clay', 'jar #b07a3c #7a2e1c #c9302c | DOGGIE NANKHATAI | 400 G', '🐶']],
    ['Block Print Dog Collar, Brass Buckle', 490, 'dog', 'gulmohar', 36, { brand: 'Gulmohar', material: 'Cotton webbing, brass', widths: '2.5 cm' }, 'A strip of our bedsheet print over strong webbing. The tag has room for a phone number. Machine wash.', ['sage', 'pet:collar:block #24507a #f0e2c8 #b3202c | MOTI'], { options: { Size: ['S', 'M', 'L'] }, stocks: [12, 14, 10] }],
    ['Climbing Rope Dog Leash', 690, 'dog', 'himkosh', 24, { brand: 'Dhauladhar', material: 'Recycled climbing rope', length: '1.5 m' }, 'Retired from the rock school at Bir, good for another life. Reflective thread, swivel hook, padded hand.', ['peach', 'pet:leash #d8402c #f0e8d8 | BIR']],
    ['Knotted Rope Bone', 249, 'dog', 'himkosh', 73, { brand: 'Bhau', material: 'Cotton offcuts', size: '28 cm' }, 'Doubles as floss. It will be threads by Friday, which is the idea. Supervise swallowing.', ['sky disc', 'pet:toy:stripes #e0702c #f4ead6 #2a7a8a'], { popularity: 58 }],
    ['Winter Coat for Indies', 890, 'dog', 'himkosh', 3, { brand: 'Himkosh', material: 'Fleece, ripstop', sizes: 'S to XL' }, 'Cut for deep chests and narrow waists, like the dogs we actually have. Reflective piping. One in every ten goes to a street feeder.', ['slate', '🐕', 'swatch::checks #b3402c #24507a #f0c860'], { low: 5 }],
    ['Tofu Cat Litter, Green Tea', 640, 'cat', 'vanya', 51, { brand: 'Maao', material: 'Okara, green tea', size: '6 L' }, 'Left over from soya milk, clumps fast, flushes in small amounts. Hardly tracks. Approved by three fosters in Kochi.', ['mint', 'pouch::leaf #7a9a6a #f4f4e4 #d8e0b0 | MAAO LITTER | 6 L', '🐈']],
    ['Sisal Scratching Post with Perch', 1990, 'cat', 'himkosh', 13, { brand: 'Maao', material: 'Sisal, pine, felt', size: '62 cm tall' }, 'Tall enough for a proper stretch. The base is heavy, and the ball is sacrificial. Saves about one sofa a year.', ['lilac', 'pet:scratcher:gingham #8a6a9a #e8d8f0 #f0803c'], { was: 2490 }],
    ['Sardine Crunch Cat Treats', 180, 'cat', 'vanya', 87, { brand: 'Maao', ingredients: 'Malabar sardine, tapioca', size: '80 g' }, 'Sun-dried sardine and very little else. Shake the tin and they come from three houses away.', ['teal', 'tin:squat:waves #2a6a9a #f0f4f0 #c9ccd2 | MATHI CRUNCH', '🐟']],
    ['Feather Wand Teaser', 220, 'cat', 'khelghar', 0, { brand: 'Maao', material: 'Bamboo, cotton cord, dropped feathers', length: '90 cm' }, 'Feathers are collected, not plucked. The cord slips off the stick so it can be put away, out of reach of the hunter.', ['rose', '🪶', '🐈‍⬛']],
    ['Round Calming Bed, Checked', 1590, 'pet-beds', 'gulmohar', 17, { brand: 'Gulmohar', material: 'Cotton, recycled fill', size: '60 cm' }, 'A raised rim to lean the chin on. The cover unzips in one pull for the wash. Fits two cats or one ambitious pup.', ['sand', 'pet:bed:checks #8a6a4a #f4ead6 #b3502c'], { options: { Size: ['60 cm', '80 cm'] }, stocks: [10, 7], extra: { '80 cm': 700 } }],
    ['Elevated Jute Charpai for Dogs', 2290, 'pet-beds', 'himkosh', 8, { brand: 'Khaat', material: 'Sheesham, jute cord', size: '75 × 50 cm' }, 'Woven like the ones on village verandahs: cool beneath in May, off the floor in January. Takes forty kilos.', ['forest', 'pet:bed:weave #a9713f #d8bc84 #8a5428', '🐶']],
    ['Anti-Skid Steel Feeding Bowl, Mint', 390, 'pet-beds', 'tamra', 62, { brand: 'Annapak', material: 'Stainless steel, silicone', size: '900 ml' }, 'Flared so that long ears stay out. The rubber ring stops the nightly tour of the kitchen.', ['blush podium', 'pet:feeder #6ab09a #ffffff | BHUKKAD']],
    ['Slow Feeder in Terracotta', 540, 'pet-beds', 'gulmohar', 19, { brand: 'Kumbh', material: 'Glazed terracotta', size: '22 cm' }, 'Ridges like a stepwell turn ten seconds of gulping into ten minutes of thinking. Dishwasher safe.', ['cream arch', 'pet:feeder:chevron #b5623c #f4ead6 #d8904a | DHEERE']],
    ['Five-Grain Budgie Mix', 190, 'bird-fish', 'kaveri', 70, { brand: 'Chidiya', ingredients: 'Foxtail, kodo, canary, oats, niger', size: '1 kg' }, 'Millets from Kolli Hills, sieved twice for dust. Hang a sprig of it and watch.', ['stone', 'pouch::terrazzo #3f8a6a #f0e0a0 #f0c040 | CHIDIYA | 1 KG', '🦜']],
    ['Nano Glass Aquarium 20 L with Light', 2990, 'bird-fish', 'bidyut', 9, { brand: 'Matsya', material: 'Low-iron glass', volume: '20 L', filter: 'Sponge, silent' }, 'For a betta or a troop of shrimps, please not a goldfish. LED with a dusk ramp. Comes cycled with a pouch of living gravel.', ['night', 'pet:tank #c8a878 #2a2e38'], { was: 3490 }],
    ['Colour Flakes for Tropical Fish', 160, 'bird-fish', 'bidyut', 94, { brand: 'Matsya', ingredients: 'Spirulina, krill, garlic', size: '100 g' }, 'Floats for a minute, sinks slowly, does not cloud. A pinch twice daily is enough; they lie.', ['indigo podium', 'jar:squat:terrazzo #e0602c #24507a #2a2e38 | MATSYA FLAKES | 100 G', '🐠']],
  ],
);
