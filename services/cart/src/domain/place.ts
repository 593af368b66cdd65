/** Where a cart goes, folded so that rates and methods compare plainly. */

export interface Place {
  /** ISO 3166 alpha-2, or empty when it is not known. */
  country: string;
  state: string;
  postalCode: string;
}

export interface Destination {
  country: string;
  state?: string;
  postalCode?: string;
}

export const foldState = (state: string): string => state.trim().toLowerCase();

/** "SW1A 1AA" and "sw1a-1aa" are the same place. */
export const foldPostalCode = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();

export const placeOf = ({ country, state = '', postalCode = '' }: Destination): Place => ({
  country,
  state: foldState(state),
  postalCode: foldPostalCode(postalCode),
});
