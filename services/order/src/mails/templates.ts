/** The words of each mail about an order: a subject, and paragraphs before and after the list of what was bought. */
import type { MailKind } from './mail-job.ts';

export interface MailFacts {
  name: string;
  number: string;
  total: string;
  reason: string;
  carrier: string;
  trackingNumber: string;
  estimatedDelivery: string;
  cashOnDelivery: boolean;
  free: boolean;
  /** Only some of the order is in this parcel. */
  part: boolean;
}

export interface Words {
  subject: string;
  before: string[];
  after: string[];
}

const what = ({ part, number }: MailFacts) => (part ? `A part of your order ${number}` : `Your order ${number}`);

const parcelLines = ({ carrier, trackingNumber, estimatedDelivery }: MailFacts): string[] => [
  ...(carrier ? [`Carrier: ${carrier}`] : []),
  ...(trackingNumber ? [`Tracking number: ${trackingNumber}`] : []),
  ...(estimatedDelivery ? [`Expected: ${estimatedDelivery.slice(0, 10)}`] : []),
];

export const templates: Readonly<Record<MailKind, (facts: MailFacts) => Words>> = {
  placed: (facts) => ({
    subject: `We have your order ${facts.number}`,
    before: [`Thank you for your order ${facts.number}.`],
    after: [
      facts.free
        ? 'There is nothing to pay.'
        : facts.cashOnDelivery
          ? `Please have ${facts.total} ready when it is delivered.`
          : 'It will be packed as soon as it is paid. An order that stays unpaid is cancelled by itself.',
    ],
  }),
  shipped: (facts) => ({
    subject: `${what(facts)} is on its way`,
    before: [`${what(facts)} has been shipped.`, ...parcelLines(facts)],
    after: [],
  }),
  out_for_delivery: (facts) => ({
    subject: `${what(facts)} arrives today`,
    before: [`${what(facts)} is out for delivery.`, ...parcelLines(facts)],
    after: facts.cashOnDelivery ? ['Please have the amount due ready.'] : [],
  }),
  delivered: (facts) => ({
    subject: `${what(facts)} has been delivered`,
    before: [`${what(facts)} has been delivered. We hope you like it.`],
    after: ['Something not right? You can return items from your order page.'],
  }),
  returned: (facts) => ({
    subject: `We have your return for order ${facts.number}`,
    before: [`We have registered your return for order ${facts.number}.`],
    after: ['What was paid for it will be given back.'],
  }),
  cancelled: (facts) => ({
    subject: `Order ${facts.number} has been cancelled`,
    before: [`Your order ${facts.number} has been cancelled.`, ...(facts.reason ? [`Reason: ${facts.reason}`] : [])],
    after: ['Anything that was paid will be given back.'],
  }),
};
