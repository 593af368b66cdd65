// Beauty & Wellness: face, hair, bath, scents, ayurveda.
import { shelf } from './build.ts';

export const beautyWellness = shelf(
  'BEA',
  { slug: 'beauty-wellness', name: 'Beauty & Wellness', description: 'Cold-pressed, steam-distilled, and honest about what is in it.', hsn: '3304', gstPercent: '18' },
  [
    ['face-care', 'Face Care', 'Cleansers, oils and creams.'],
    ['hair-care', 'Hair Care', 'Oils, shampoos and combs.'],
    ['bath-body', 'Bath & Body', 'Soaps, scrubs and lotions.'],
    ['fragrance', 'Fragrance', 'Attars and mists.'],
    ['ayurveda', 'Ayurveda & Care', 'Churnas, balms and tools.'],
  ],
  [
    ['Kumkumadi Night Oil 30 ml', 1250, 'face-care', 'vanya', 32, { brand: 'Vanya', ingredients: 'Saffron, sandalwood, sesame oil', size: '30 ml' }, 'Twenty-six herbs simmered in sesame oil and goat’s milk for three days, then strained through silk. Four drops at night. It smells of saffron and a little of the kitchen.', ['blush podium', 'bottle:round-dropper #8a4b1c #c9a25a #2b2b2b | KUMKUMADI | 30 ML', '🌼'], { was: 1495, popularity: 83 }],
    ['Rose Water Toner, Pushkar Petals', 320, 'face-care', 'vanya', 75, { brand: 'Vanya', ingredients: 'Rosa damascena hydrosol', size: '200 ml' }, 'Distilled at dawn in a copper deg. No alcohol, no colour, nothing but what the petals gave. Keep in the fridge door.', ['rose', 'bottle:slim-spray #f0b8c4 #c04a6a #c9a25a | GULAB | 200 ML', '🌹']],
    ['Neem and Tulsi Face Wash', 285, 'face-care', 'vanya', 90, { brand: 'Aranya', ingredients: 'Neem, tulsi, aloe', size: '100 ml' }, 'A gel without sulphates that rinses clean in hard water. Bitter leaf, clean skin. For oily days.', ['mint', 'tube #a8d5ba #2f5d3a #ffffff | NEEM TULSI | 100 ML', '🌿']],
    ['Ubtan Cleansing Powder', 360, 'face-care', 'kaveri', 41, { brand: 'Pattiamma', ingredients: 'Green gram, wild turmeric, vetiver', size: '150 g' }, 'Grandmother’s tin: sun-dried roots and flowers, stone ground. Mix with milk or curd, scrub lightly. Does not stain, since the turmeric is kasturi.', ['butter arch', 'jar:squat #d8a844 #5a7a2a #a9713f | UBTAN | 150 G']],
    ['Aloe and Cucumber Day Cream SPF 30', 495, 'face-care', 'vanya', 52, { brand: 'Aranya', ingredients: 'Aloe vera, cucumber, zinc oxide', size: '50 g' }, 'Light as buttermilk with a mineral filter that leaves no violet cast on brown skin. Reapply at noon if you are outdoors.', ['sky', 'tin:squat #b8dcc0 #f4f8f0 #5a9a78 | ALOE DAY']],
    ['Bhringraj Hair Oil', 450, 'hair-care', 'vanya', 63, { brand: 'Aranya', ingredients: 'Bhringraj, amla, coconut oil', size: '200 ml' }, 'Leaves are pressed fresh and cooked into coconut oil until no water sings in the pan. Warm it, part the hair, take ten minutes.', ['forest', 'bottle:tall-cap #3f5a2a #c9a25a #1f1f1f | BHRINGRAJ | 200 ML'], { popularity: 76 }],
    ['Shikakai and Reetha Shampoo', 390, 'hair-care', 'vanya', 58, { brand: 'Aranya', ingredients: 'Shikakai, soapnut, hibiscus', size: '300 ml' }, 'Foams less than you are used to and that is the point. Hair squeaks, colour stays. Thin, so pour with care.', ['clay', 'bottle:square-pump #7a4a2a #c9a25a #f2e6d0 | SHIKAKAI | 300 ML']],
    ['Red Onion Hair Mask', 420, 'hair-care', 'vanya', 0, { brand: 'Aranya', ingredients: 'Red onion, fenugreek, curd protein', size: '200 g' }, 'Twenty minutes under a towel before a bath. The smell washes out; we tried it on the whole office.', ['plum', 'jar:squat #b8607a #f4e0e6 #5a2a3a | RED ONION | 200 G', '🧅']],
    ['Neem Wood Comb, Wide Tooth', 175, 'hair-care', 'himkosh', 110, { brand: 'Aamvan', material: 'Neem wood', size: '18 cm' }, 'Cut along the grain and polished with beeswax: no static, no seams to snag. Oil it now and then like a small piece of furniture.', ['sand podium', '🪮 130 0.7']],
    ['Lavender Hand Wash', 260, 'bath-body', 'himkosh', 66, { brand: 'Himkosh', ingredients: 'Lavender, glycerine', size: '300 ml' }, 'Lavender from Bhaderwah, where it has replaced maize on the terraces. Mild enough for forty times a day.', ['lilac', 'bottle:square-pump #c8b0e0 #6a4a8a #f4f4f6 | LAVENDER | 300 ML']],
    ['Neem and Oat Soap, Pair', 240, 'bath-body', 'vanya', 84, { brand: 'Aranya', ingredients: 'Coconut oil, neem, oat flour', size: '2 × 100 g' }, 'Cured six weeks on wooden racks. The oats are coarse and you will feel them. Keep dry between baths.', ['sage', 'soap::terrazzo #a7c48a #f4ead6 #d9c8a0 | NEEM & OAT']],
    ['Mysore Sandal and Milk Soap', 310, 'bath-body', 'kaveri', 47, { brand: 'Pattiamma', ingredients: 'Sandalwood oil, milk solids', size: '2 × 125 g' }, 'Real oil from plantation trees, about a drop in each bar. Milled three times so that it stays hard to the last sliver.', ['peach arch', 'soap #e8cfa4 #8a2a2a #f0dcb8 | CHANDAN']],
    ['Coffee and Walnut Body Scrub', 445, 'bath-body', 'kaveri', 29, { brand: 'Pattiamma', ingredients: 'Arabica grounds, walnut shell, jaggery', size: '200 g' }, 'Spent grounds from a roaster in Chikmagalur. Rub, wait, rinse; mop the bathroom afterwards.', ['stone', 'jar #4a2e1c #c98f68 #2a1c14 | COFFEE SCRUB | 200 G', '☕']],
    ['Ruh Khus Attar', 980, 'fragrance', 'gulmohar', 14, { brand: 'Kannauj Deg', ingredients: 'Vetiver root distillate', size: '8 ml' }, 'Green, cool and earthy: roots dug in winter, distilled over cow-dung fires into sandal oil. One touch behind the ear outlasts the day.', ['teal podium', 'bottle:square-dropper:dark #4a7a4a #c9a25a #d8b04a | RUH KHUS | 8 ML']],
    ['Mogra Eau de Parfum', 1390, 'fragrance', 'vanya', 18, { brand: 'Vanya', ingredients: 'Jasmine sambac, green tea, musk', size: '50 ml' }, 'The string of buds someone bought you at a traffic light, an hour later. Sprays fine; lasts till dinner.', ['cream', 'bottle:square-spray #e8e4c8 #5a7a4a #2f3a2a | MOGRA | 50 ML', '🌸'], { was: 1690 }],
    ['Ashwagandha Churna', 295, 'ayurveda', 'vanya', 56, { brand: 'Aranya', ingredients: 'Ashwagandha root', size: '100 g' }, 'Root only, no leaf, from Neemuch. Half a spoon in warm milk before bed. Ask your doctor if you take other medicine.', ['sand', 'pouch::leaf #c8b48a #6a4a2a #8a5428 | ASHWA GANDHA | 100 G']],
    ['Pain Relief Balm, Wintergreen', 149, 'ayurveda', 'vanya', 130, { brand: 'Aranya', ingredients: 'Gandhapura oil, camphor, menthol', size: '40 g' }, 'Hot, then cold, then gone. In a tin that grandfathers can open. Not for broken skin.', ['indigo', 'tin:squat #1f6a4a #f4e8c0 #c9ccd2 | GANDHA BALM']],
    ['Kansa Wand Foot Massager', 1190, 'ayurveda', 'tamra', 8, { brand: 'Kansari', material: 'Bell metal, rosewood', size: '14 cm' }, 'A bronze dome on a turned handle. Ten minutes with ghee on the soles, and the skin may turn grey, which washes off. Sleep follows.', ['night arch', 'bowl:empty #c99a4c #f2e6cf #8a5f28', '🪷', '🕯️']],
  ],
);
