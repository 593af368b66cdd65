/** One product that everybody wants, with fewer units than buyers: exactly the units are sold, nobody else gets one. */
import { placeOrder } from './order.ts';
import { type Scenario, UnexpectedAnswer } from './scenario.ts';

/** The sale that is on: the driver measures one window at a time. */
let sale = { productId: 0, units: 0, sold: 0, refused: 0 };

export const flashSale: Scenario = {
  key: 'flash',
  title: 'flash sale',
  reference: 'transaction',
  target: 0.8,
  async prepare(shop) {
    const units = Math.ceil(shop.buyers.length * 0.9);
    const { admin, stage } = shop;
    const body = {
      title: 'Festival lamp, today only',
      price: '99.00',
      quantity: units,
      category: stage.categoryIds[0],
    };
    const product = await admin.expect(201, { method: 'POST', path: '/products', token: admin.buyer.token, body });
    sale = { productId: product.json().id, units, sold: 0, refused: 0 };
    await shop.forEachBuyer(async ({ buyer, expect }) => {
      await expect(204, { method: 'DELETE', path: '/cart', token: buyer.token });
      const line = { productId: sale.productId, quantity: 1 };
      await expect(201, { method: 'POST', path: '/cart/items', token: buyer.token, body: line });
    });
  },
  async visit(visitor) {
    const reply = await placeOrder(visitor, [201, 409]);
    if (reply.status === 201) {
      sale.sold += 1;
      return true;
    }
    if (reply.json().code !== 'stock.insufficient') {
      throw new UnexpectedAnswer(`Refused for another reason than stock: ${reply.text().slice(0, 200)}`);
    }
    sale.refused += 1;
    return false;
  },
  async check({ admin, buyers, tally }) {
    const { productId, units, sold, refused } = sale;
    const product = (await admin.expect(200, { method: 'GET', path: `/products/${productId}` })).json();
    // These units are not of the staged catalogue, whose stock the closing check adds up.
    tally.units -= sold;
    if (sold !== units || refused !== buyers.length - units || product.quantity !== 0) {
      const found = `${sold} sold of ${units}, ${refused} refused of ${buyers.length - units}, ${product.quantity} left`;
      throw new UnexpectedAnswer(`The flash sale was not exact: ${found}.`);
    }
  },
};
