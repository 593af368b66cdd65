// Travel & Bags: backpacks, suitcases, totes, organisers.
import { shelf } from './build.ts';

export const travelBags = shelf(
  'BAG',
  { slug: 'travel-bags', name: 'Travel & Bags', description: 'For the 6.40 train and the long way home.', hsn: '4202', gstPercent: '18' },
  [
    ['backpacks', 'Backpacks', 'School, office, mountain.'],
    ['luggage', 'Luggage', 'Trolleys and duffels.'],
    ['handbags', 'Handbags & Slings', 'Leather, canvas, block print.'],
    ['totes', 'Totes & Potlis', 'Market to mehendi.'],
    ['travel-organisers', 'Organisers & Extras', 'Cubes, pouches, bottles.'],
  ],
  [
    ['Yatri Canvas Backpack 24 L', 1890, 'backpacks', 'himkosh', 35, { brand: 'Yatri', material: 'Waxed canvas, leather', volume: '24 L', laptop: '15 inch' }, 'Waxed cotton that scuffs into a map of where you went. A hidden pocket against the back for passport and grandmother’s cash.', ['sky', 'bag:backpack #2f5d7a #f0c050 #1f2f3f | YATRI'], { popularity: 78, options: { Colour: ['Lake', 'Fern', 'Rust'] }, stocks: [15, 12, 8] }],
    ['Trek Rucksack 45 L with Rain Cover', 3890, 'backpacks', 'himkosh', 12, { brand: 'Dhauladhar', material: 'Ripstop nylon 210D', volume: '45 L', weight: '1.4 kg' }, 'An adjustable back length, hip fins with pockets that fit a real phone, a rain cover in the base. Packed for Hampta, happy in the metro.', ['forest arch', 'bag:backpack:diamond #3f6a44 #e07a2c #1f3322 | 45'], { was: 4690 }],
    ['School Bag with Reflective Owl', 1190, 'backpacks', 'khelghar', 44, { brand: 'Basta', material: 'Polyester 600D', volume: '18 L', weight: '420 g' }, 'Light, because textbooks are not. The owl’s eyes shine in headlamps. Bottle pockets on both sides.', ['butter', '🎒', '📐', '✏️']],
    ['Slim Laptop Sleeve in Recycled Wool', 990, 'backpacks', 'himkosh', 27, { brand: 'Himkosh', material: 'Recycled wool felt', size: '14 inch' }, 'Felt from shawl offcuts, five millimetres thick. A cable pocket in front. Spot clean.', ['stone arch', 'bag:laptop:herringbone #6a6e78 #787c88 #b3502c']],
    ['Cabin Trolley 55 cm, Polycarbonate', 4290, 'luggage', 'bidyut', 23, { brand: 'Prasthan', material: 'Polycarbonate', volume: '36 L', weight: '2.6 kg', lock: 'TSA' }, 'Within every Indian airline’s limit. Double wheels that keep quiet at 5 a.m. Five-year warranty on shell and wheels.', ['peach', 'bag:trolley #2a7a7a #24507a #f0c860 | GO'], { was: 5990, options: { Colour: ['Teal', 'Coral'] }, stocks: [14, 9] }],
    ['Check-in Trolley 75 cm', 6890, 'luggage', 'bidyut', 4, { brand: 'Prasthan', material: 'Polycarbonate', volume: '98 L', weight: '4.1 kg' }, 'Room for the pickle jars. A divider with straps, a wet pocket, an expanding zip of five centimetres for the way back.', ['lilac panel', 'bag:trolley #a83250 #7a1f3a #2a2430 | XL'], { low: 5 }],
    ['Overnight Duffel in Block Print', 1590, 'luggage', 'gulmohar', 18, { brand: 'Gulmohar', material: 'Quilted cotton canvas', volume: '32 L' }, 'Quilted, light, and washable after the beach. Shoulder strap clips off. Lined in plain muslin so you can find things.', ['cream', 'bag:duffel:block #f0e2c8 #24507a #b3402c']],
    ['Leather Weekender, Cognac', 7490, 'luggage', 'chandni', 5, { brand: 'Mall Road', material: 'Full grain leather', volume: '40 L' }, 'Two hides, eleven rivets, one zip from Japan. It will outlast the car. Conditioner included.', ['slate', 'bag:duffel #9a5428 #c98f68 #5a2e14 | MALL ROAD']],
    ['Vintage Tin Trunk, Painted', 2890, 'luggage', 'gulmohar', 6, { brand: 'Haathi Pol', material: 'Galvanised iron', size: '60 × 36 cm' }, 'What soldiers and hostel students carried, now with parrots on the lid. Brass hasp, camphor smell optional.', ['rust', '🧳 160', 'swatch::buti #f0e2c8 #b3202c #2f7a4a']],
    ['Saddle Sling Bag in Tan', 2290, 'handbags', 'chandni', 20, { brand: 'Mall Road', material: 'Vegetable tanned leather', size: '23 × 20 cm' }, 'A flap with a hidden magnet, one pocket with a zip and one without. Strap has nine holes, from toddler to tall.', ['sand', 'bag:sling #a8642c #b8743a #5a2e14'], { was: 2790 }],
    ['Ikat Sling Bag, Indigo', 890, 'handbags', 'kaveri', 33, { brand: 'Pochampad', material: 'Cotton ikat, faux leather', size: '22 × 18 cm' }, 'A square of Telangana ikat on both faces. Rope strap; zip with a wooden bead.', ['blush', 'bag:sling:ikat #24406a #f0e4cc #8a5428']],
    ['Structured Work Handbag, Burgundy', 2690, 'handbags', 'chandni', 14, { brand: 'Padam', material: 'Vegan leather', size: '34 × 26 cm' }, 'Stands by itself on the office floor. Fits a 13-inch laptop, a tiffin, and plausible deniability.', ['mint podium', '👜']],
    ['Dabba Wala Market Tote', 399, 'totes', 'gulmohar', 90, { brand: 'Nukkad', material: 'Cotton canvas, 340 gsm', size: '38 × 42 cm' }, 'Twelve kilos of vegetables, tested at Dadar. Long handles, inner pocket for coins. Bleeds nothing, proves everything.', ['sage', 'bag:tote #f0e6d0 #b3202c #b3402c | DABBA WALA'], { popularity: 70 }],
    ['Patchwork Sari Tote', 690, 'totes', 'pustak', 22, { brand: 'Nokshi', material: 'Recycled saris', size: '36 × 38 cm' }, 'Scraps from a Shantiniketan sewing room, each bag signed by whoever made it. Reversible, with a loop for keys.', ['teal window', 'bag:tote:bars #c0407a #f0b84a #2a7a8a']],
    ['Silk Potli with Tassels', 590, 'totes', 'gulmohar', 38, { brand: 'Kashi Karigar', material: 'Raw silk, zari', size: '20 × 22 cm' }, 'A drawstring pouch for phone, shagun and safety pins. Lined, so that sequins stay out.', ['plum disc', 'bag:potli:paisley #d89a2c #8a1f4a #b3202c'], { options: { Colour: ['Haldi', 'Rani', 'Emerald'] }, stocks: [14, 13, 11] }],
    ['Packing Cubes, Set of Three', 790, 'travel-organisers', 'gulmohar', 47, { brand: 'Yatri', material: 'Cotton, mesh top', sizes: 'S, M, L' }, 'Shirts, underthings, souvenirs. Mesh windows mean no unzipping at the hostel. Nest when empty.', ['clay window', 'bag:organiser:gingham #e8d8b8 #2f7a7a #b3502c']],
    ['Steel Travel Tiffin Bottle 500 ml', 890, 'travel-organisers', 'tamra', 0, { brand: 'Annapak', material: 'Double wall steel', size: '500 ml', heat: '12 hours' }, 'Hot chai from Kalka to Shimla. The cap is a cup, the cup has a handle. Powder coat that shrugs off a fall.', ['indigo', 'flask:cup:hills #d8502c #2a2a2e #f4c860']],
  ],
);
