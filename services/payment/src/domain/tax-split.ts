/**
 * How the tax of a sale is divided: under GST half and half between union and state where seller and place of supply are
 * in one state, else whole as integrated tax. The parts sum to what was charged; an odd unit is the union's.
 */
import type { AddressReply } from '#contracts/common/address.ts';
import { type GstState, gstState, isUnionTerritory, stateOfGstin } from './gst-states.ts';

/** `plain`: no GST; the tax stands as one amount. */
export type SupplyKind = 'plain' | 'within' | 'between';

export interface Supply {
  kind: SupplyKind;
  /** Null: unknown, or not in India. */
  place: GstState | null;
  /** What the state's half is called there. */
  stateTax: 'SGST' | 'UTGST';
  /** What has to be said on the invoice. */
  note: string | null;
}

export interface SupplierFacts {
  gstin: string | null;
  address: AddressReply | null;
}

const PLAIN: Supply = { kind: 'plain', place: null, stateTax: 'SGST', note: null };

/** A shop without a GSTIN charges no GST. */
export function supplyOf(seller: SupplierFacts, shipTo: AddressReply, buyerGstin: string | null): Supply {
  const from = stateOfGstin(seller.gstin);
  if (seller.gstin === null || from === null) return PLAIN;
  if (shipTo.country !== 'IN') {
    return { ...PLAIN, kind: 'between', note: 'Supply to a place outside India.' };
  }
  const place = gstState(shipTo.state) ?? stateOfGstin(buyerGstin);
  if (place === null) {
    return {
      ...PLAIN,
      kind: 'between',
      note: 'The state could not be told from the address: taxed as between states.',
    };
  }
  const kind = place.code === from.code ? 'within' : 'between';
  return { kind, place, stateTax: isUnionTerritory(place.code) ? 'UTGST' : 'SGST', note: null };
}

export interface TaxParts {
  cgst: number;
  /** Or UTGST. */
  sgst: number;
  igst: number;
}

export function splitTax(taxMinor: number, kind: SupplyKind): TaxParts {
  if (kind === 'between') return { cgst: 0, sgst: 0, igst: taxMinor };
  if (kind === 'plain') return { cgst: 0, sgst: 0, igst: 0 };
  const sgst = Math.floor(taxMinor / 2);
  return { cgst: taxMinor - sgst, sgst, igst: 0 };
}
