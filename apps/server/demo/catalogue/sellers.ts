// The demo's sellers: invented workshops and shops, a few of which carry most of the catalogue.
import type { DemoSeller } from '../types.ts';

export const demoSellers: DemoSeller[] = [
  { key: 'gulmohar', shopName: 'Gulmohar Handblock Co.', city: 'Jaipur', state: 'Rajasthan', gstin: '08ADEMO0001A1ZO' },
  { key: 'kaveri', shopName: 'Kaveri Pantry', city: 'Coimbatore', state: 'Tamil Nadu', gstin: '33ADEMO0002A1ZU' },
  {
    key: 'tamra',
    shopName: 'Tamra & Kansa Works',
    city: 'Moradabad',
    state: 'Uttar Pradesh',
    gstin: '09ADEMO0003A1ZK',
  },
  {
    key: 'himkosh',
    shopName: 'Himkosh Valley Goods',
    city: 'Palampur',
    state: 'Himachal Pradesh',
    gstin: '02ADEMO0004A1ZX',
  },
  { key: 'bidyut', shopName: 'Bidyut Gadgets', city: 'Noida', state: 'Uttar Pradesh', gstin: '09ADEMO0005A1ZI' },
  { key: 'khelghar', shopName: 'Khel Ghar', city: 'Channapatna', state: 'Karnataka', gstin: '29ADEMO0006A1ZF' },
  { key: 'pustak', shopName: 'Pustak Gali', city: 'Kolkata', state: 'West Bengal', gstin: '19ADEMO0007A1ZF' },
  { key: 'chandni', shopName: 'Chandni Jewels & Juttis', city: 'Patiala', state: 'Punjab', gstin: '03ADEMO0008A1ZR' },
  { key: 'vanya', shopName: 'Vanya Botanicals', city: 'Kochi', state: 'Kerala', gstin: '32ADEMO0009A1ZP' },
  { key: 'surtaal', shopName: 'Sur Taal & Sports', city: 'Meerut', state: 'Uttar Pradesh', gstin: '09ADEMO0010A1ZL' },
  {
    key: 'mithila',
    shopName: 'Mithila Mithai Bhandar',
    city: 'Indore',
    state: 'Madhya Pradesh',
    gstin: '23ADEMO0011A1ZU',
  },
];
