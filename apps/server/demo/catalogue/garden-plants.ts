// Garden & Plants: living plants, seeds, pots, tools.
import { shelf } from './build.ts';

export const gardenPlants = shelf(
  'GDN',
  { slug: 'garden-plants', name: 'Garden & Plants', description: 'For balconies of one square metre and up.', hsn: '0602', gstPercent: '5' },
  [
    ['indoor-plants', 'Indoor Plants', 'Forgiving and green.'],
    ['flowering-plants', 'Flowering & Outdoor', 'Sun and colour.'],
    ['seeds', 'Seeds', 'Open pollinated.'],
    ['planters', 'Planters', 'Clay, metal and cane.'],
    ['garden-tools', 'Tools & Care', 'Dirt under the nails.'],
  ],
  [
    ['Snake Plant in Chevron Pot', 549, 'indoor-plants', 'vanya', 33, { brand: 'Vanya Nursery', species: 'Dracaena trifasciata', height: '35 cm', light: 'Low to bright' }, 'Forget it for three weeks and it will forgive you. Let the soil go bone dry between drinks. Arrives potted, leaves tied with jute.', ['sage window', 'pot:sword:chevron #e8e2d4 #b5623c #3f8b4a #cfe3a0'], { popularity: 80 }],
    ['Money Plant Golden, Trailing', 299, 'indoor-plants', 'vanya', 61, { brand: 'Vanya Nursery', species: 'Epipremnum aureum', height: '25 cm' }, 'Water or soil, window or corridor, it goes on. Cut it back hard and give the cuttings to people who have just moved.', ['cream', 'pot:trail #f4f0e6 #d8ccb4 #7aa83c #e8e088']],
    ['Monstera Deliciosa', 1190, 'indoor-plants', 'vanya', 9, { brand: 'Vanya Nursery', species: 'Monstera deliciosa', height: '50 cm', light: 'Bright, no direct sun' }, 'Leaves the size of a dinner plate within a year, with holes if it is happy. Give it a moss pole. Keep from cats.', ['blush arch', 'pot:broad #2a2a2e #4a4a50 #2f7a44 #a8d08a'], { was: 1490 }],
    ['Boston Fern for Bathrooms', 379, 'indoor-plants', 'vanya', 24, { brand: 'Vanya Nursery', species: 'Nephrolepis exaltata', height: '40 cm' }, 'It wants steam, shade and attention, in this order. Mist on dry days. Brown tips mean thirst, not death.', ['sky panel', 'pot:frond:weave #c79a5c #8a6a3a #5a9a3c']],
    ['Echeveria Blue Rosette', 249, 'indoor-plants', 'vanya', 48, { brand: 'Vanya Nursery', species: 'Echeveria', size: '8 cm pot' }, 'A stone flower that only asks for sun and to be left alone. Pink at the rim in winter.', ['sand disc', 'pot:rosette:dots #8a9ab0 #e8ecf0 #6aa89a #e8a0b0']],
    ['Golden Barrel Cactus', 349, 'indoor-plants', 'vanya', 30, { brand: 'Vanya Nursery', species: 'Echinocactus grusonii', size: '10 cm pot' }, 'Round, slow, rather dignified. Tongs included in the parcel and we suggest that you use them.', ['clay', '🌵']],
    ['Desert Rose Adenium, Pink', 690, 'flowering-plants', 'vanya', 14, { brand: 'Vanya Nursery', species: 'Adenium obesum', height: '30 cm' }, 'A fat trunk like a small bottle and flowers from March till the rains. Full sun and gritty soil. Sap is toxic; wash hands.', ['teal', 'pot:bush #b5623c #f2e6cf #5a8a4a #f0708a']],
    ['Madurai Jasmine Plant', 320, 'flowering-plants', 'kaveri', 40, { brand: 'Kaveri Nursery', species: 'Jasminum sambac', height: '40 cm' }, 'Grafted from the bushes that feed the Madurai flower market. Pinch the tips in February, string the buds in April.', ['night window', 'pot:bush:stars #d8d0c0 #4a7a5a #2f6a3a #fffaf0'], { popularity: 62 }],
    ['Red Hibiscus, Double', 290, 'flowering-plants', 'kaveri', 22, { brand: 'Kaveri Nursery', species: 'Hibiscus rosa-sinensis', height: '45 cm' }, 'One bloom a day from the second month, good for puja and for hair. Watch for mealybugs; neem spray helps.', ['mint', 'pot:bush #6a7a8a #c8d0d8 #3f7a3a #d8242c', '🌺']],
    ['Desi Tomato Seeds', 60, 'seeds', 'kaveri', 200, { brand: 'Beej Bank', count: '60 seeds', sow: 'Aug to Oct' }, 'The sour, ribbed kind that makes rasam taste like itself. Open pollinated, so save your own for next year.', ['butter disc', 'packet::leaf #7fb04a #fff8e0 #fbf3e2 | DESI TOMATO | 60 SEEDS', '🍅']],
    ['Marigold Seeds, Orange Giant', 50, 'seeds', 'kaveri', 180, { brand: 'Beej Bank', count: '100 seeds', sow: 'Jun to Sep' }, 'Sow in July for Diwali garlands. Keeps whitefly away from the brinjals, too.', ['indigo', 'packet::floral #e07a1c #fbe0a0 #fff4dc | GENDA | 100 SEEDS', '🌼']],
    ['Microgreens Kit, Methi and Mustard', 420, 'seeds', 'kaveri', 37, { brand: 'Beej Bank', contents: 'Two trays, coir, four seed packs', sow: 'Any time' }, 'Harvest on day nine with the kitchen scissors. The trays are sugarcane pulp and last about ten rounds.', ['stone arch', 'box:flat:stripes #4a8a3c #d8e8a0 #fbf6e2 | MICRO GREENS', '🌱']],
    ['Terracotta Belly Pot, Hand Painted', 780, 'planters', 'gulmohar', 16, { brand: 'Kumbh', material: 'Terracotta', size: '28 cm' }, 'A round-bodied planter with white rice-paste bands after the walls of Kutch houses. Drainage hole and saucer.', ['peach', 'pot:belly:diamond #b5562f #f6ead2']],
    ['Brass Finish Metal Planter on Stand', 1290, 'planters', 'tamra', 11, { brand: 'Kansari', material: 'Powder-coated iron', size: '25 cm' }, 'A warm gold drum with an inner bucket, so roots never sit in water. Stand folds out of three rods.', ['forest', 'pot:bare:mesh #c9983c #e8c878']],
    ['Seagrass Plant Basket', 640, 'planters', 'himkosh', 0, { brand: 'Ghaas', material: 'Seagrass, liner', size: '26 cm' }, 'Hides a plastic nursery pot and a multitude of sins. Two handles; the lining is waxed cotton.', ['lilac', 'basket:open:herringbone #d8bc84 #b08a4a #f0e4c8']],
    ['Copper Mist Sprayer', 690, 'garden-tools', 'tamra', 20, { brand: 'Thathera Lane', material: 'Copper, brass pump', size: '300 ml' }, 'A long plunger and a fine cloud. For ferns, ironing, and cats on the counter.', ['rose', 'bottle:round-spray #b8683a #8a4526 #d8b04a']],
    ['Vermicompost 5 kg', 249, 'garden-tools', 'kaveri', 76, { brand: 'Kenchua', material: 'Composted dung and leaf', size: '5 kg' }, 'Worked through by worms over sixty days, sieved, and slightly damp. Smells of forest. Two fistfuls per pot each month.', ['sand', 'sack #8a7a5a #2f4a2a | KENCHUA GOLD | 5 KG', '🪱']],
  ],
);
