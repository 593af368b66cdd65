/** The states of India by their GST code, which a GSTIN begins with, and the ways in which addresses spell them. */

const STATES = `
01 Jammu and Kashmir, JK
02 Himachal Pradesh, HP
03 Punjab, PB
04 Chandigarh, CH
05 Uttarakhand, UK, UT, Uttaranchal
06 Haryana, HR
07 Delhi, DL, New Delhi, NCT of Delhi
08 Rajasthan, RJ
09 Uttar Pradesh, UP
10 Bihar, BR
11 Sikkim, SK
12 Arunachal Pradesh, AR
13 Nagaland, NL
14 Manipur, MN
15 Mizoram, MZ
16 Tripura, TR
17 Meghalaya, ML
18 Assam, AS
19 West Bengal, WB
20 Jharkhand, JH
21 Odisha, OD, OR, Orissa
22 Chhattisgarh, CG, CT, Chattisgarh
23 Madhya Pradesh, MP
24 Gujarat, GJ
26 Dadra and Nagar Haveli and Daman and Diu, DH, DN, DD, Dadra and Nagar Haveli, Daman and Diu
27 Maharashtra, MH
29 Karnataka, KA
30 Goa, GA
31 Lakshadweep, LD
32 Kerala, KL
33 Tamil Nadu, TN, Tamilnadu
34 Puducherry, PY, Pondicherry
35 Andaman and Nicobar Islands, AN, Andaman and Nicobar
36 Telangana, TS, TG
37 Andhra Pradesh, AP, AD
38 Ladakh, LA
97 Other Territory, OT`;

export interface GstState {
  code: string;
  name: string;
}

const folded = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/^in-/, '')
    .replace(/[^a-z]/g, '');

const states = STATES.trim()
  .split('\n')
  .map((line) => {
    const [first, ...spellings] = line.slice(3).split(', ');
    return { code: line.slice(0, 2), name: first!, spellings: [first!, ...spellings] };
  });

const bySpelling = new Map(
  states.flatMap(({ code, name, spellings }) => spellings.map((each) => [folded(each), { code, name }] as const)),
);
const byCode = new Map(states.map(({ code, name }) => [code, { code, name }]));

/** "Karnataka", "KA" and "IN-KA" are 29; null where it is none of the names. */
export const gstState = (name: string | null | undefined): GstState | null =>
  bySpelling.get(folded(name ?? '')) ?? null;

/** Daman and Diu and the undivided Andhra Pradesh were joined and parted; their old codes still begin some GSTINs. */
const oldCodes: Readonly<Record<string, string>> = { '25': '26', '28': '37' };

export function stateOfGstin(gstin: string | null): GstState | null {
  const code = gstin?.slice(0, 2) ?? '';
  return byCode.get(oldCodes[code] ?? code) ?? null;
}

/** Where the union takes what elsewhere the state takes. */
const WITHOUT_LEGISLATURE = new Set(['04', '26', '31', '35', '38', '97']);
export const isUnionTerritory = (code: string): boolean => WITHOUT_LEGISLATURE.has(code);
