import type { Guards } from '../guards.ts';

export const orderGuards: Guards = {
  'services/order/src/domain/commission.ts': {
    'commissionPercent owner seller_id': [
      'services/order/src/domain/commission.test.ts',
      'a rule that names the seller wins over the category, the nearest category over the others, the default last',
    ],
  },
  'services/order/src/domain/return-plan.ts': {
    'emptiedParcels owner seller_id': [
      'services/order/src/domain/amounts.test.ts',
      'a parcel counts as returned once all of it is back',
    ],
  },
  'services/order/src/domain/roles.ts': {
    'powersOver owner seller_id': [
      'services/order/src/domain/states.test.ts',
      'one has power over a parcel by its ids and never by the permission alone',
    ],
    'powersOver owner assignee_id': [
      'services/order/src/domain/states.test.ts',
      'one has power over a parcel by its ids and never by the permission alone',
    ],
  },
  'services/order/src/store/intents.ts': {
    'FORGET state status': ['services/order/src/store/left-alone.test.ts', 'what stands is never cleared away'],
    'BY_KEY owner user_id': [
      'services/order/src/use-cases/place-order.test.ts',
      'the same key with another body is refused, and another user may use it freely',
    ],
    'REJECT state status': [
      'services/order/src/use-cases/writers.test.ts',
      'an order that stands is not ended by a rejection that comes late',
    ],
    'INSERT conflict': ['services/order/src/use-cases/writers.test.ts', 'of equal keys in one batch one is taken'],
  },
  'services/order/src/store/placements.ts': {
    'PLACE state status': [
      'services/order/src/use-cases/writers.test.ts',
      'of placing and rejecting at the same moment exactly one happens',
    ],
  },
  'services/order/src/store/orders.ts': {
    'saveOrder state version': [
      'services/order/src/store/left-alone.test.ts',
      'a change of an order that has moved on',
    ],
    'LOCK_MANY state status': [
      'services/order/src/store/left-alone.test.ts',
      'intents and what came of failed ones are no orders',
    ],
    'LOCK state status': [
      'services/order/src/store/left-alone.test.ts',
      'intents and what came of failed ones are no orders to change',
    ],
    'LOCK_MANY lock': ['tests/races/locks.test.ts', 'held while it is judged: …several orders'],
    'LOCK lock': ['tests/races/locks.test.ts', 'held while it is judged: …one order'],
  },
  'services/order/src/store/commission-rules.ts': {
    'commissionRuleFor owner seller_id': [
      'services/order/src/store/left-alone.test.ts',
      'a rule is found by its seller',
    ],
    'lockCommissionRule lock': ['tests/races/locks.test.ts', 'held while it is judged: …a rule of commission'],
  },
  'services/order/src/use-cases/cancel-order.ts': {
    'cancelIn owner user_id 2': [
      'services/order/src/use-cases/returns.test.ts',
      'an admin cancels for the buyer; a stranger finds nothing',
    ],
    'cancelIn owner user_id': [
      'services/order/src/use-cases/returns.test.ts',
      'an admin cancels for the buyer; a stranger finds nothing',
    ],
    'cancelOrder key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …order.cancelOrder',
    ],
  },
  'services/order/src/use-cases/commission-rules.ts': {
    'createCommissionRule key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …order.createCommissionRule',
    ],
  },
  'services/order/src/use-cases/notes.ts': {
    'addOrderNote key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …order.addOrderNote',
    ],
  },
  'services/order/src/use-cases/return-items.ts': {
    'returnOrder owner user_id': [
      'services/order/src/use-cases/returns.test.ts',
      'more than was bought, what is not delivered and what is not of the order cannot be returned',
    ],
    'returnOrder key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …order.returnOrder',
    ],
  },
  'services/order/src/store/crowds.ts': {
    'START state expiry_asked_at': [
      'services/order/src/store/left-alone.test.ts',
      'an order whose end was asked about gets no more time',
    ],
    'START state attempt_id': [
      'services/order/src/store/left-alone.test.ts',
      'news of an earlier attempt pass over an order',
    ],
    'START state status': [
      'services/order/src/store/left-alone.test.ts',
      'news of payments in a crowd pass over an order that ended',
    ],
    'COMPLETE state status': [
      'services/order/src/store/left-alone.test.ts',
      'news of payments in a crowd pass over an order that ended',
    ],
    'START state payment_status': [
      'services/order/src/use-cases/payments.test.ts',
      'a failure keeps order, stock and time; a new attempt is pending again and may succeed',
    ],
  },
  'services/order/src/store/expiries.ts': {
    'DUE state status':
      'Second net: an order that waits for no payment has no expiry, and the condition before asks for one.',
    'EXTEND state status':
      'Second net: an order that waits for no payment has no expiry, and the next condition asks for one.',
    'DUE state expiry_asked_at': [
      'services/order/src/store/left-alone.test.ts',
      'asked about are orders past their time',
    ],
    'DUE state expires_at': ['services/order/src/store/left-alone.test.ts', 'asked about are orders past their time'],
    'EXTEND state expiry_asked_at': [
      'services/order/src/store/left-alone.test.ts',
      'an order whose end was asked about gets no more time',
    ],
    'PAYABLE owner user_id': [
      'services/order/src/use-cases/payments.test.ts',
      'what is to be paid: the order’s own amount, and of a user the newest order that waits',
    ],
    'EXTEND state expires_at': [
      'services/order/src/use-cases/payments.test.ts',
      'an order whose time is over takes no new payment, and one that waits for none has no time',
    ],
    'DUE lock': [
      'services/order/src/use-cases/payments.test.ts',
      'many orders that expire at once are each ended once, also by two processes',
    ],
  },
  'services/order/src/store/people.ts': {
    'DROP_NOTES owner author_id': [
      'services/order/src/store/left-alone.test.ts',
      'an erasure forgets that person’s orders',
    ],
    'DROP_NOTES state erased_at': [
      'services/order/src/store/left-alone.test.ts',
      'an erasure forgets that person’s orders',
    ],
    'ANONYMISE owner user_id': [
      'services/order/src/store/left-alone.test.ts',
      'an erasure forgets that person’s orders',
    ],
    'ANONYMISE state erased_at': [
      'services/order/src/store/left-alone.test.ts',
      'an erasure forgets that person’s orders',
    ],
    'REMEMBER state erased_at': [
      'services/order/src/store/left-alone.test.ts',
      'older news of a person change nothing',
    ],
    'REMEMBER state version': ['services/order/src/store/left-alone.test.ts', 'older news of a person change nothing'],
    'FIND owner user_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'a parcel is given only to who delivers, and can be taken back',
    ],
    'ERASE_PERSON conflict': [
      'services/order/src/use-cases/read-orders.test.ts',
      'an erased person is forgotten in the orders that have ended, once those under way have arrived too',
    ],
    'REMEMBER conflict': ['services/order/src/use-cases/place-order.test.ts', 'who wants no mail gets none'],
  },
  'services/order/src/use-cases/viewer.ts': {
    'isOwn owner assignee_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'who sells elsewhere and delivers a parcel here is its partner',
    ],
    'kindOf owner seller_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'who sells elsewhere and delivers a parcel here is its partner',
    ],
    'isOwn owner seller_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'a seller sees only own lines and amounts',
    ],

    'kindOf owner user_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'notes: the buyer reads own and those meant for buyers, a seller none of another seller',
    ],
    'shownTo owner user_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller who buys sees both kinds in one list: the purchase whole, the sale in part',
    ],
  },
  'services/order/src/store/list-orders.ts': {
    'chosenIds owner user_id 2': ['services/order/src/use-cases/read-orders.test.ts', 'by status, number, name, day'],
    'chosenIds owner user_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller sees orders that hold own products',
    ],
    'boughtOrSold owner seller_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller who buys sees both kinds in one list: the purchase whole, the sale in part',
    ],
    'boughtOrSold owner user_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller who buys sees both kinds in one list: the purchase whole, the sale in part',
    ],
    'soldBy owner seller_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller sees orders that hold own products, the staff sees all, a stranger none',
    ],
  },
  'services/order/src/store/read-orders.ts': {
    'visible owner assignee_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'strangers find nothing, and a role without power is refused',
    ],
    'visible owner user_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'strangers find nothing, and a role without power is refused',
    ],
    'visible owner seller_id': [
      'services/order/src/use-cases/read-orders.test.ts',
      'a seller sees orders that hold own products',
    ],
  },
  'services/order/src/store/shipments.ts': {
    'parcel owner seller_id':
      'Tried in `logic.ts`, by its text: it stands in a string inside a template, where this kind cannot be cut.',
    'BY_ID owner assignee_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'strangers find nothing, and a role without power is refused',
    ],

    'listShipments owner assignee_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'shipments are listed page by page, each once, by status and order',
    ],
    'BY_ID owner seller_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      "a seller sees only own lines and amounts, and another seller's parcel does not exist for him",
    ],
  },
  'services/order/src/store/instances.ts': {
    'FORGET_SILENT state beat_at': ['services/order/src/store/left-alone.test.ts', 'what stands is never cleared away'],
  },
  'services/order/src/use-cases/audit.ts': {
    'audited owner userId': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'what staff does to an order stands in the audit log',
    ],
  },
  'services/order/src/use-cases/move-parcels.ts': {
    'parcelNews owner seller_id': [
      'services/order/src/use-cases/fulfilment.test.ts',
      'each seller ships the own part; the order is shipped when both are',
    ],
  },
};
