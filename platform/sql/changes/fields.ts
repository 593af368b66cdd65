/** Fields of row sources and the columns that they go into: `productId` and `product_id`. */

export const columnOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** For `set`: these columns as the row has them, `given('onHand')` for `{ on_hand: 'r."onHand"' }`. */
export const given = (...fields: readonly string[]): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [columnOf(field), `r."${field}"`]));
