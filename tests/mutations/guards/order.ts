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
    'LOCK_MANY lock': ['tests/races/locks.test.ts', 'held while it is judged: …several orders'],
    'LOCK lock': ['tests/races/locks.test.ts', 'held while it is judged: …one order'],
  },
  'services/order/src/store/commission-rules.ts': {
    'lockCommissionRule lock': ['tests/races/locks.test.ts', 'held while it is judged: …a rule of commission'],
  },
  'services/order/src/use-cases/cancel-order.ts': {
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
    'returnOrder key': [
      'tests/access/repeated-requests.test.ts',
      'sent again with its key, it answers the same and changes nothing: …order.returnOrder',
    ],
  },
};
