// Electronics & Accessories: sound, power, desk, home.
import { shelf } from './build.ts';

export const electronics = shelf(
  'ELE',
  { slug: 'electronics', name: 'Electronics & Accessories', description: 'Useful gadgets with a warranty you can actually claim.', hsn: '8518', gstPercent: '18' },
  [
    ['audio', 'Audio', 'Earbuds, headphones, speakers.'],
    ['mobile-power', 'Mobile & Power', 'Chargers, cables, power banks.'],
    ['computer', 'Computer Accessories', 'For the desk.'],
    ['smart-home', 'Smart Home', 'Bulbs, plugs and cameras.'],
    ['personal-care', 'Personal Gadgets', 'Trimmers, cameras and torches.'],
  ],
  [
    ['Gunjan True Wireless Earbuds', 1799, 'audio', 'bidyut', 64, { brand: 'Bidyut', battery: '28 h with case', water: 'IPX5', warranty: '1 year' }, 'Four microphones that leave the auto-rickshaw out of your calls. Low latency mode for games, physical click buttons instead of touch. Ten minutes of charge play for two hours.', ['slate podium', 'gadget:earbuds #2d3138 #3fb6a8 | GUNJAN'], { was: 2999, popularity: 96, options: { Colour: ['Graphite', 'Ivory'] }, stocks: [40, 24] }],
    ['Gunjan Lite Earbuds in Coral', 1199, 'audio', 'bidyut', 51, { brand: 'Bidyut', battery: '20 h with case', water: 'IPX4', warranty: '1 year' }, 'The little brother: two microphones, same battery chips. The case has a loop for keys.', ['blush', 'gadget:earbuds #e8806a #fff0e0 | LITE']],
    ['Over-Ear Headphones, Studio 40', 2890, 'audio', 'bidyut', 22, { brand: 'Naad', driver: '40 mm', battery: '50 h', weight: '245 g' }, 'Flat sound for people who mix, comfortable for people who only listen. Cushions come off with a twist. Cable in the box for the days without charge.', ['indigo arch', '🎧'], { was: 3490 }],
    ['Dhun Portable Bluetooth Speaker', 2190, 'audio', 'bidyut', 37, { brand: 'Bidyut', power: '16 W', battery: '14 h', water: 'IP67' }, 'Floats. Pairs with a second one for stereo. The strap is parachute cord that you can replace at any camping shop.', ['sky', 'gadget:speaker #24507a #f0a040 #ffffff | DHUN'], { popularity: 77 }],
    ['Tower Speaker with Mic Input', 4990, 'audio', 'bidyut', 5, { brand: 'Naad', power: '60 W', input: 'BT, aux, USB, 6.3 mm mic' }, 'For society meetings and sangeet practice alike. Two woofers, one horn, wheels beneath. Battery for five hours of speeches.', ['plum', 'gadget:speaker #2a2428 #c9302c | NAAD']],
    ['Mandala Mini Speaker', 990, 'audio', 'bidyut', 45, { brand: 'Bidyut', power: '5 W', battery: '8 h' }, 'As small as a bun and louder than the pressure cooker. Clips to a bag. Tells you the battery level in three languages.', ['butter disc', 'gadget:speaker #3f7a6a #f0d890 | MINI']],
    ['20,000 mAh Power Bank with Display', 1690, 'mobile-power', 'bidyut', 73, { brand: 'Bidyut', capacity: '20,000 mAh', output: '22.5 W', weight: '390 g' }, 'Counts down in per cent, not in dots. Three devices at once, charges from either end. Allowed in cabin baggage.', ['stone', 'gadget:powerbank #24282e #f0a040 | 20K'], { was: 2299, popularity: 86 }],
    ['Pocket Power Bank 10,000 mAh, Teal', 1090, 'mobile-power', 'bidyut', 58, { brand: 'Bidyut', capacity: '10,000 mAh', output: '18 W', weight: '195 g' }, 'No bigger than a pack of cards. Soft-touch shell that hides scratches. A short cable is tucked into the side.', ['peach', 'gadget:powerbank #2a7a7a #f4ead6 | 10K']],
    ['GaN Fast Charger 65 W', 1990, 'mobile-power', 'bidyut', 34, { brand: 'Bidyut', output: '65 W', ports: '2 × USB-C, 1 × USB-A', warranty: '2 years' }, 'One brick for laptop, phone and the phone of whoever is visiting. Indian pins that fold in. Runs cool even at 45 outside.', ['mint', 'gadget:charger #f2f0ea #3fb6a8 | 65 W']],
    ['Braided USB-C Cable, 2 m', 349, 'mobile-power', 'bidyut', 160, { brand: 'Bidyut', material: 'Nylon braid', rating: '100 W', length: '2 m' }, 'Reaches the bed from the one socket that works. Bent twenty thousand times by a machine in Noida. Leather tie included.', ['clay', 'gadget:cable #3a3c44 #e0602c'], { options: { Length: ['1 m', '2 m'] }, stocks: [80, 80], extra: { '2 m': 100 } }],
    ['Compact Mechanical Keyboard, Rupee Key', 3290, 'computer', 'bidyut', 14, { brand: 'Takhti', switches: 'Brown, hot-swap', layout: '75%', connection: 'BT and USB-C' }, 'Tactile but quiet enough for an open office. Has a ₹ key where it belongs and Devanagari on the fronts of the caps.', ['lilac', 'gadget:keyboard #3a3f5a #f0806a'], { was: 3990 }],
    ['Silent Wireless Mouse', 699, 'computer', 'bidyut', 81, { brand: 'Takhti', dpi: '1600', battery: '1 × AA, 18 months' }, 'Clicks you feel but do not hear. Fits smaller hands, left or right. Receiver parks in the belly.', ['cream arch', '🖱️']],
    ['Aluminium Laptop Stand, Folding', 1290, 'computer', 'bidyut', 29, { brand: 'Takhti', material: 'Aluminium', load: '10 kg' }, 'Six heights, four rubber pads, one neck saved. Folds into a sleeve as thick as a magazine.', ['sand', 'gadget:stand #aab0b8 #2a8a9a']],
    ['Seven-Port USB-C Hub', 1890, 'computer', 'bidyut', 3, { brand: 'Takhti', ports: 'HDMI, 3 × USB-A, SD, microSD, PD', output: '4K 60 Hz' }, 'For the laptop that came with one hole. Short braided tail, all-metal shell that sheds heat.', ['forest podium', 'gadget:hub #5a6068 #3fb6a8'], { low: 5 }],
    ['Dual Band Wi-Fi 6 Router', 3490, 'smart-home', 'bidyut', 18, { brand: 'Taar', speed: 'AX1800', antennas: '4', ports: '1 WAN, 4 LAN' }, 'Gets through two brick walls and one stubborn pillar. Guest network by default, so the neighbours can be kind to you.', ['night', 'gadget:router #e8eaee #2a9a6a | TAAR']],
    ['Colour Smart Bulb 9 W', 449, 'smart-home', 'bidyut', 97, { brand: 'Taar', lumen: '810', fitting: 'B22', app: 'Local, no account needed' }, 'Sixteen million colours, of which you will use amber. Works over your own Wi-Fi with no cloud behind it.', ['teal disc', 'gadget:bulb #ffffff #f0b040'], { options: { Fitting: ['B22', 'E27'] }, stocks: [60, 37] }],
    ['Smart Plug 16 A with Meter', 899, 'smart-home', 'bidyut', 42, { brand: 'Taar', rating: '16 A', app: 'Local, no account needed' }, 'Turns the geyser off when you forget and shows what it cost you. Fits the big Indian socket.', ['rose', 'gadget:plug #f4f4f6 #e0602c | 16 A']],
    ['Indoor Pan and Tilt Camera', 2190, 'smart-home', 'bidyut', 0, { brand: 'Taar', resolution: '3 MP', storage: 'microSD up to 256 GB' }, 'Follows the dog, not the curtain. Privacy shutter you can see closing. Talks both ways.', ['sage', 'gadget:camera #f0eee8 #3fb6a8']],
    ['Beard Trimmer with Twenty Lengths', 1190, 'personal-care', 'bidyut', 47, { brand: 'Naai', runtime: '90 min', blades: 'Titanium coated', water: 'IPX6' }, 'From stubble to sadhu in half-millimetre steps. Washes under the tap, charges by USB-C.', ['rust', 'gadget:trimmer #2a2c30 #c9a25a | NAAI'], { was: 1499 }],
    ['Retro Instant Camera, Sky', 5990, 'personal-care', 'bidyut', 6, { brand: 'Chhaya', film: 'Mini, 10 shots included', flash: 'Auto' }, 'Press, wait ninety seconds, argue about who keeps it. Selfie mirror beside the lens.', ['butter arch', '📷 180']],
  ],
);
