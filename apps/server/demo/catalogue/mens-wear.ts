// Men's Wear: kurtas, shirts, tees, jackets and trousers.
import { shelf } from './build.ts';

const sizes = ['S', 'M', 'L', 'XL'];

export const mensWear = shelf(
  'MEN',
  { slug: 'mens-wear', name: 'Men’s Wear', description: 'Handloom shirts, festive kurtas and clothes to sit on the floor in.', hsn: '6203', gstPercent: '5' },
  [
    ['mens-kurtas', 'Kurtas', 'Long, short and wedding kurtas.'],
    ['mens-shirts', 'Shirts', 'Handloom and printed.'],
    ['mens-tees', 'T-Shirts & Hoodies', 'Cotton jersey, washed soft.'],
    ['mens-jackets', 'Nehru Jackets', 'Sleeveless and quilted.'],
    ['mens-bottoms', 'Trousers & Shorts', 'Drawstrings welcome.'],
  ],
  [
    ['Long Khadi Kurta in Natural White', 1150, 'mens-kurtas', 'kaveri', 34, { brand: 'Charkha', material: 'Hand-spun khadi cotton', length: '40 inch' }, 'Thick and thin yarn, because a person spun it. Coconut shell buttons, side slits, a chest pocket for a pen. Starch it for the temple, leave it limp for home.', ['clay window', 'garment:kurta:weave #f4eddc #ebe0c6 #d8c49a'], { options: { Size: sizes }, stocks: [8, 10, 10, 6] }],
    ['Silk Blend Wedding Kurta, Maroon', 2890, 'mens-kurtas', 'gulmohar', 12, { brand: 'Baraat', material: 'Silk blend jacquard', length: '42 inch' }, 'A self-woven paisley that shows only when you move. Stand collar with hidden hook. Dry clean. Goes with churidar or with jeans, depending whose wedding it is.', ['butter arch', 'garment:kurta:paisley #6a1a2a #8a2a3c #d8b04a'], { was: 3490, options: { Size: sizes }, stocks: [2, 4, 4, 2] }],
    ['Lucknowi Kurta in Mint', 1990, 'mens-kurtas', 'gulmohar', 15, { brand: 'Awadh Threads', material: 'Cotton, chikan embroidery', length: '40 inch' }, 'White stitches down the placket and at the cuffs, nowhere else. The cloth is thin; wear a vest. Wash by hand and iron from behind.', ['plum window', 'garment:kurta:stars #b4d8c4 #d8eee0 #f6f4ea']],
    ['Short Kurta, Dabu Grey', 990, 'mens-kurtas', 'gulmohar', 28, { brand: 'Gulmohar', material: 'Cotton', length: '30 inch' }, 'Ends at the hip and works like a shirt. Mud-resist print in iron grey. Two buttons and a band collar.', ['peach', 'garment:shirt:block #6a6e76 #c8cacc #e2b04a'], { options: { Size: sizes }, stocks: [7, 9, 8, 4] }],
    ['Madras Check Shirt, Bleeding Dye', 1350, 'mens-shirts', 'kaveri', 19, { brand: 'Nool', material: 'Handloom cotton', fit: 'Regular' }, 'The real thing, guaranteed to bleed: colours run into one another over the first dozen washes and settle where they like. Soak in salt before.', ['cream', 'garment:shirt:checks #e8c878 #b3402c #24507a'], { options: { Size: sizes }, stocks: [4, 6, 6, 3] }],
    ['Bengal Handloom Shirt, Sky Pinstripe', 1490, 'mens-shirts', 'pustak', 23, { brand: 'Taant', material: 'Cotton 80s', fit: 'Slim' }, 'A light shirt for a humid town. Mother-of-pearl buttons, single-needle seams. It never needs an undershirt to look decent.', ['rose', 'garment:shirt:pinstripe #eef3f8 #7fa8c4'], { popularity: 72, options: { Size: sizes }, stocks: [5, 8, 7, 3] }],
    ['Kalamkari Camp Collar Shirt', 1650, 'mens-shirts', 'kaveri', 9, { brand: 'Pedana Prints', material: 'Cotton', fit: 'Relaxed' }, 'Printed with vegetable colours and worn open over a vest. One pattern repeat is larger than a hand, so every front is another picture.', ['teal panel', 'garment:shirt:floral #e8d0a0 #7a2e1c #2f4a3a']],
    ['Deep Indigo Denim-Look Khadi Shirt', 1790, 'mens-shirts', 'kaveri', 2, { brand: 'Charkha', material: 'Khadi denim', fit: 'Regular' }, 'Twill woven by hand, dyed in a fermented vat eight times. It fades along your own creases. Buttonholes are hand finished.', ['sand', 'garment:shirt:herringbone #24385a #304a70']],
    ['Chai First T-Shirt', 599, 'mens-tees', 'gulmohar', 70, { brand: 'Nukkad', material: 'Cotton jersey, 180 gsm', fit: 'Regular' }, 'Says what everyone in the meeting thinks. Water-based ink that will not crack. Pre-shrunk.', ['mint', 'garment:tee #2b3a42 #f2d9a0 #f2d9a0 | CHAI FIRST'], { popularity: 90, options: { Size: ['S', 'M', 'L', 'XL', 'XXL'], Colour: ['Charcoal', 'Brick'] }, stocks: [8, 6, 12, 9, 11, 8, 7, 4, 3, 2] }],
    ['Horn OK Please Graphic Tee', 649, 'mens-tees', 'gulmohar', 45, { brand: 'Nukkad', material: 'Cotton jersey, 180 gsm', fit: 'Oversized' }, 'Lettering after a truck seen on NH 44, drawn by the man who painted the truck. Dropped shoulders and a heavier rib at the neck.', ['slate', 'garment:tee #e8a01c #b3202c #7a1424 | HORN OK PLEASE'], { options: { Size: sizes }, stocks: [12, 14, 12, 7] }],
    ['Organic Cotton Henley Tee, Moss', 849, 'mens-tees', 'himkosh', 26, { brand: 'Himkosh', material: 'Organic cotton', fit: 'Regular' }, 'Certified fibre from Vidarbha, garment dyed after sewing so that the seams stay a shade lighter. Machine wash.', ['blush disc', 'garment:tee:knit #5f7048 #6a7c52 #e8e2d0']],
    ['Fleece Hoodie, Himalayan Dusk', 1899, 'mens-tees', 'himkosh', 18, { brand: 'Himkosh', material: 'Cotton fleece, 320 gsm', fit: 'Relaxed' }, 'Brushed inside, with a hood that stands up by itself. The front pocket has a second, zipped one within. For hill stations and office air conditioning.', ['sky', 'garment:hoodie #5a4a7a #f0c0a0 #f0c0a0'], { was: 2299, options: { Size: sizes }, stocks: [4, 5, 6, 3] }],
    ['Bandhgala Nehru Jacket, Ink Blue', 2490, 'mens-jackets', 'gulmohar', 14, { brand: 'Baraat', material: 'Wool blend', fit: 'Tailored' }, 'Five brass buttons, two flap pockets and a lining printed with small elephants. Sits over a kurta or under a coat.', ['stone arch', 'garment:vest:herringbone #24304f #2c3a5e #d8b04a'], { options: { Size: ['38', '40', '42', '44'] }, stocks: [3, 5, 4, 2] }],
    ['Quilted Kantha Nehru Jacket', 2190, 'mens-jackets', 'pustak', 7, { brand: 'Nokshi', material: 'Cotton, running stitch', fit: 'Regular' }, 'Rows of white running stitch two millimetres apart hold the layers together. Warm enough for a Kolkata January.', ['rust', 'garment:vest:bars #c98a3c #8a3a2a #f4ead6']],
    ['Drawstring Linen Trousers', 1590, 'mens-bottoms', 'kaveri', 20, { brand: 'Nool', material: 'Linen 60%, cotton 40%', fit: 'Tapered' }, 'Elastic behind, a flat front, pockets cut on a slant. Turns up neatly above the ankle. Wash cold; they soften every time.', ['sage', 'garment:trousers #c8b898 #a8946c #f4ead6'], { options: { Size: sizes }, stocks: [5, 6, 6, 3] }],
    ['Handloom Lounge Shorts, Brick Gingham', 690, 'mens-bottoms', 'kaveri', 31, { brand: 'Nool', material: 'Cotton', fit: 'Loose' }, 'For Sundays. Two side pockets and one at the back with a button, because mangoes have to be paid for.', ['lilac panel', 'garment:shorts:gingham #f2e4d4 #b3503c #6a2a20'], { options: { Size: ['M', 'L', 'XL'] }, stocks: [12, 11, 8] }],
  ],
);
