// Grocery & Spices: masalas, pulses and rice, oils and ghee, pickles, honey and jaggery.
import { shelf } from './build.ts';

export const grocerySpices = shelf(
  'GRO',
  { slug: 'grocery-spices', name: 'Grocery & Spices', description: 'From named farms and presses, packed in small lots.', hsn: '0910', gstPercent: '5' },
  [
    ['spices', 'Spices & Masalas', 'Whole, ground and blended.'],
    ['rice-pulses', 'Rice, Pulses & Flours', 'Old rice varieties, unpolished dals.'],
    ['oils-ghee', 'Oils & Ghee', 'Wood pressed and slow churned.'],
    ['pickles-chutneys', 'Pickles & Chutneys', 'Sun, salt and patience.'],
    ['honey-jaggery', 'Honey & Jaggery', 'Sweet things that are not sugar.'],
  ],
  [
    ['Lakadong Turmeric Powder', 245, 'spices', 'kaveri', 88, { brand: 'Kaveri', origin: 'Jaintia Hills, Meghalaya', size: '200 g', curcumin: '7.5%' }, 'Twice the curcumin of common turmeric and a scent of carrots and earth. Half a spoon does what a whole one did. Lot tested; the report is on our page.', ['butter podium', 'jar::terrazzo #e09a1c #7a3a1c #a9713f | LAKADONG HALDI | 200 G'], { popularity: 84 }],
    ['Byadgi Chilli Whole', 310, 'spices', 'kaveri', 60, { brand: 'Kaveri', origin: 'Haveri, Karnataka', size: '250 g', heat: 'Mild' }, 'Wrinkled, deep red, more colour than fire. Toast them dry and the whole lane will know. Stems on, so they keep a year.', ['clay', 'pouch #8a1f1c #fbe3b0 #c9302c | BYADGI CHILLI | 250 G', '🌶️']],
    ['Malabar Black Pepper, Tellicherry Grade', 395, 'spices', 'vanya', 47, { brand: 'Vanya', origin: 'Wayanad', size: '150 g' }, 'Only berries larger than 4.25 mm, picked when the first on the spike turns red. Citrus first, heat later. Please grind fresh.', ['stone', 'jar:squat:dots #2a2420 #c9a25a #3a3a3a | KALI MIRCH | 150 G']],
    ['Green Cardamom 8 mm Bold', 720, 'spices', 'vanya', 23, { brand: 'Vanya', origin: 'Idukki', size: '100 g' }, 'Fat green pods dried slowly in a kiln with the doors open. One pod per pot of tea. We do not dye.', ['sage arch', 'tin::leaf #6a9a4a #f4f0d8 #c9a25a | ELAICHI']],
    ['Kashmiri Mogra Saffron 1 g', 549, 'spices', 'himkosh', 35, { brand: 'Himkosh', origin: 'Pampore', size: '1 g', grade: 'Mogra' }, 'Only the red tips of three hundred crocuses. Soak in warm milk until it turns the colour of a sunset. In a glass vial, within a box, within a box.', ['plum disc', 'box:wide:buti #5a2a5a #d8a93c #f4ead6 | KESAR | 1 GRAM'], { was: 620 }],
    ['Chettinad Masala Blend', 185, 'spices', 'kaveri', 71, { brand: 'Kaveri', origin: 'Karaikudi', size: '100 g' }, 'Stone flower, star anise, fennel and nineteen others, roasted one after another. For mutton, mushrooms or a brave potato.', ['rust', 'pouch::diamond #5a2a1c #e8b04a #c9602c | CHETTINAD | 100 G']],
    ['Aged Basmati Rice, Two Years', 890, 'rice-pulses', 'himkosh', 54, { brand: 'Tarai Dhaan', origin: 'Dehradun', size: '5 kg' }, 'Kept in jute for two monsoons until it lost its stickiness. Grains double in the pot and stand apart. Soak half an hour.', ['sand', 'sack #e6d4ac #24507a | DEHRADUN BASMATI | 5 KG', '🌾']],
    ['Thooyamalli Heritage Rice', 640, 'rice-pulses', 'kaveri', 18, { brand: 'Kaveri', origin: 'Cauvery delta', size: '5 kg' }, 'The name means pure jasmine. An old variety that stands in water for weeks, hand-pounded so that some bran is left. Good with rasam.', ['mint', 'sack #d8d8c4 #2f6f4a | THOOYA MALLI | 5 KG', '🍚']],
    ['Unpolished Toor Dal', 215, 'rice-pulses', 'kaveri', 96, { brand: 'Latur Gold', origin: 'Latur, Maharashtra', size: '1 kg' }, 'Split in a chakki and left without the oil shine. Cooks in three whistles and tastes of more. Check for stones, as one always should.', ['cream window', 'pouch #d8a43c #5a3a1c #f0c860 | TOOR DAL | 1 KG']],
    ['Stone Ground Ragi Flour', 130, 'rice-pulses', 'kaveri', 65, { brand: 'Kaveri', origin: 'Kolar', size: '1 kg' }, 'Sprouted, dried and milled cold. For mudde, dosa, and the toddler’s porridge. Keep airtight and finish within two months.', ['lilac', 'pouch::dots #6a4a4a #e8d4c0 #8a5a4a | RAGI FLOUR | 1 KG']],
    ['Wood-Pressed Groundnut Oil', 385, 'oils-ghee', 'kaveri', 42, { brand: 'Chekku', origin: 'Pollachi', size: '1 L' }, 'A vagai-wood press turned by a bull named Ramu on Tuesdays and by a motor otherwise. Unrefined, nutty, cloudy for a day after it travels.', ['peach', 'bottle:tall-cap #d8a02c #7a3a1c #5a3a22 | GROUND NUT OIL | 1 L', '🥜']],
    ['Virgin Coconut Oil, Cold Milk Method', 420, 'oils-ghee', 'vanya', 38, { brand: 'Vanya', origin: 'Thrissur', size: '500 ml' }, 'Pressed from fresh coconut milk rather than copra, so it smells like the inside of the shell. Sets white under 24 degrees.', ['sky', 'jar:tall #f2f0e8 #4a8a5a #8a5a34 | COCONUT | 500 ML', '🥥']],
    ['A2 Gir Cow Bilona Ghee', 1190, 'oils-ghee', 'gulmohar', 26, { brand: 'Gokul Gaon', origin: 'Junagadh', size: '500 ml' }, 'Curd is churned both ways with a wooden bilona, the butter is melted over dung cakes, and thirty litres of milk make one of ghee. Grainy below, golden above.', ['butter', 'jar:squat #ecc24a #b3402c #d8a93c | BILONA GHEE | 500 ML'], { was: 1350, popularity: 79 }],
    ['Avakaya Mango Pickle', 265, 'pickles-chutneys', 'kaveri', 57, { brand: 'Attamma', origin: 'Guntur', size: '400 g', heat: 'Hot' }, 'Sour mangoes chopped shell and all, mustard powder, Guntur chilli, sesame oil. Buried in a jar for forty days. With hot rice and ghee, close your eyes.', ['cream arch', 'jar #b3401c #5a7a2a #c9a25a | AVAKAYA | 400 G', '🥭'], { popularity: 74 }],
    ['Sweet Lime Chutney with Dates', 225, 'pickles-chutneys', 'mithila', 33, { brand: 'Nani', origin: 'Indore', size: '350 g' }, 'No oil: limes soften in the sun, dates do the rest. Children approve. Lovely with mathri or cheese.', ['forest', 'jar:tall #a86a2a #c9a25a #2f5d3a | NIMBU KHAJUR | 350 G', '🍋']],
    ['Bamboo Shoot Pickle', 280, 'pickles-chutneys', 'himkosh', 4, { brand: 'Himkosh', origin: 'Nagaland', size: '250 g', heat: 'Very hot' }, 'Fermented shoots and king chilli in mustard oil. A teaspoon is a portion. The smell is honest.', ['slate', 'jar:squat #d8c878 #b3202c #c9302c | BAANS | 250 G'], { low: 5 }],
    ['Wild Forest Honey', 475, 'honey-jaggery', 'vanya', 30, { brand: 'Vanya', origin: 'Nilgiris', size: '500 g' }, 'Taken at night from cliffs by Kurumba honey hunters, who leave a third for the bees. Dark and a little bitter. It may set in winter.', ['sage window', 'jar #c8781c #f0c850 #5a3a22 | FOREST HONEY | 500 G', '🐝']],
    ['Kolhapur Jaggery Block', 120, 'honey-jaggery', 'gulmohar', 79, { brand: 'Athani', origin: 'Kolhapur', size: '900 g' }, 'Cane juice boiled with okra stems instead of chemicals, which is why it is brown and not yellow. Breaks with a pestle.', ['stone disc', 'box::weave #a8602c #e8c080 #f4e4c0 | GUL | 900 G']],
  ],
);
