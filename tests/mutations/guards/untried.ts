/**
 * Guards that are known and whose test nobody has named yet: no new one may come in here. `npm run mutations -- --discover`
 * looks for their tests; what is found moves to the list of its service.
 */
export const untried: Readonly<Record<string, readonly string[]>> = {
  'platform/sql/changes/update-rows.ts': ['postgresText lock'],

  'services/order/src/use-cases/viewer.ts': ['isOwn owner assignee_id', 'kindOf owner seller_id'],

  'services/payment/src/simulator/in-shop/books.ts': [
    'movePayment state status',
    'insertRefund conflict',
    'takeBack state status',
  ],
  'services/payment/src/simulator/in-shop/hot-books.ts': [
    'INSERT conflict',
    'CAPTURE state status',
    'CAPTURE state status 2',
    'CAPTURE state expires_at',
  ],

  'services/cart/src/use-cases/claim-cart.ts': ['joinGuestCart owner userId'],
  'services/order/src/store/shipments.ts': ['parcel owner seller_id'],
  'services/order/src/use-cases/audit.ts': ['audited owner userId'],
  'services/order/src/use-cases/move-parcels.ts': ['parcelNews owner seller_id'],
  'services/order/src/use-cases/cancel-order.ts': ['cancelIn owner user_id 2'],
  'services/payment/src/store/ledger.ts': ['POSTINGS conflict'],
  'services/user/src/use-cases/first-admin.ts': ['createFirstAdmin key'],
  'services/user/src/use-cases/prepare.ts': ['ADD_PERMISSIONS conflict', 'ADD_ROLE conflict'],
  'services/user/src/store/accounts.ts': ['addAccount conflict'],
  'services/payment/src/use-cases/read-ledger.ts': ['ownAccount owner userId'],
};
