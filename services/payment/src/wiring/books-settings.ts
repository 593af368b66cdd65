/** Environment variables of the books: who the shop is on paper, and when sellers are paid. */
import Type from 'typebox';
import { isGstin } from '#contracts/common/gstin.ts';

const months = 12;

export const booksSettings = {
  SHOP_GSTIN: Type.Optional(
    Type.String({
      pattern: '^[0-9]{2}[A-Z0-9]{13}$',
      description: 'GSTIN of the shop itself, for what the house sells.',
    }),
  ),
  SHOP_ADDRESS: Type.Optional(
    Type.String({ maxLength: 500, description: 'Address of the shop on receipts and on invoices of the house.' }),
  ),
  SHOP_TIME_ZONE: Type.String({
    default: 'Asia/Kolkata',
    maxLength: 60,
    description: 'In which the dates of documents are written and the financial year turns, e.g. Europe/Berlin.',
  }),
  FINANCIAL_YEAR_STARTS: Type.Integer({
    default: 4,
    minimum: 1,
    maximum: months,
    description: 'Month in which numbers of invoices begin anew: 4 is April.',
  }),
  PAYOUT_HOLD_DAYS: Type.Integer({
    default: 7,
    minimum: 0,
    maximum: 365,
    description: 'Days after an order is completed until its sellers can be paid out.',
  }),
  PAYOUT_MINIMUM: Type.Integer({
    default: 1,
    minimum: 0,
    maximum: 1_000_000,
    description: 'Smallest amount that is paid out to a seller, in whole units of its currency; less waits.',
  }),
};

interface Checked {
  SHOP_GSTIN?: string;
  SHOP_TIME_ZONE: string;
}

/** What a pattern cannot tell; a wrong one stops the start with a sentence. */
export function checkBooksSettings({ SHOP_GSTIN, SHOP_TIME_ZONE }: Checked): void {
  if (SHOP_GSTIN !== undefined && !isGstin(SHOP_GSTIN)) {
    throw new Error('SHOP_GSTIN is not a GSTIN: its check character does not fit.');
  }
  try {
    new Intl.DateTimeFormat('en', { timeZone: SHOP_TIME_ZONE });
  } catch {
    throw new Error(`SHOP_TIME_ZONE is ${SHOP_TIME_ZONE}, which is no time zone. Name one such as Asia/Kolkata.`);
  }
}
