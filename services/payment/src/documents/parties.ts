/** Who issues a document and whom it is for, as lines. */
import type { AddressReply } from '#contracts/common/address.ts';
import type { Issuer } from '../domain/documents.ts';

const countries = new Intl.DisplayNames('en', { type: 'region' });

export function addressLines(address: AddressReply): string[] {
  const { line1, line2, city, state, postalCode, country } = address;
  return [line1, line2 ?? '', `${city} ${postalCode}`.trim(), [state, countries.of(country)].filter(Boolean).join(', ')]
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export const issuerLines = ({ address, addressText, gstin }: Issuer): string[] => [
  ...(address ? addressLines(address) : (addressText?.split(/\n|\\n/) ?? [])),
  ...(gstin === null ? [] : [`GSTIN ${gstin}`]),
];
