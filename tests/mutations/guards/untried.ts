/**
 * Guards that are known and whose test nobody has named yet: no new one may come in here. `npm run mutations -- --discover`
 * looks for their tests; what is found moves to the list of its service.
 */
export const untried: Readonly<Record<string, readonly string[]>> = {
  'platform/sql/changes/update-rows.ts': ['postgresText lock'],

  'services/order/src/use-cases/viewer.ts': ['kindOf owner seller_id'],

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
};
