/** docs/reference/states.md: the state tables of the domain, drawn from the functions that decide. */
import { fulfilmentStatuses, mayMove } from '#services/order/src/domain/fulfilment.ts';
import { mayBecome, orderStatuses } from '#services/order/src/domain/order-state.ts';
import { mayTurn, paymentStatuses } from '#services/order/src/domain/payment-status.ts';
import { movesForward, payableStates } from '#services/payment/src/domain/payable-states.ts';
import { page } from './markdown.ts';

function diagram<S extends string>(
  title: string,
  about: string,
  states: readonly S[],
  may: (from: S, to: S) => boolean,
) {
  const steps = states.flatMap((from) => states.filter((to) => may(from, to)).map((to) => `  ${from} --> ${to}`));
  const ends = states.filter((from) => !states.some((to) => may(from, to))).map((end) => `  ${end} --> [*]`);
  return [
    `## ${title}`,
    about,
    ['```mermaid', 'stateDiagram-v2', `  [*] --> ${states[0]}`, ...steps, ...ends, '```'].join('\n'),
  ].join('\n\n');
}

export const statesPage = (): string =>
  page(
    'States',
    'States move only along these tables; every cell of each is tested.',
    diagram('Order', '`placing` and `rejected` are inside matters that nobody sees.', orderStatuses, mayBecome),
    diagram('Shipment', 'Each seller’s part of an order; the order shows the slowest.', fulfilmentStatuses, mayMove),
    diagram('Payment of an order', 'What news of a payment may change.', paymentStatuses, mayTurn),
    diagram('Payable', 'How far an order may still be paid; it only moves forward.', payableStates, movesForward),
  );
