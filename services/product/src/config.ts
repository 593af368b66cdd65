/** Settings of the product service. */
import Type, { type Static } from 'typebox';

export const productConfig = Type.Object({
  PRODUCT_CACHE_MB: Type.Integer({
    default: 32,
    minimum: 1,
    maximum: 4_096,
    description: 'Memory for products and lists that are kept ready to send.',
  }),
  PRODUCT_CACHE_MAX_AGE_MS: Type.Integer({
    default: 30_000,
    minimum: 0,
    maximum: 3_600_000,
    description:
      'How long a product is answered from memory. Changes of this process show at once whatever it is, those of other replicas too while Redis is there; apart without Redis it is a second at most.',
  }),
  LOW_STOCK_THRESHOLD: Type.Integer({
    default: 5,
    minimum: 0,
    maximum: 1_000_000,
    description: 'A new product runs low at this quantity, unless it says another.',
  }),
  SEARCH_SYNONYMS: Type.String({
    default:
      'sofa=couch=settee; phone=mobile=smartphone; tshirt=t-shirt=tee; trousers=pants; sneakers=trainers; purse=handbag; fridge=refrigerator; tv=television; diya=oil lamp; dupatta=stole; earphones=headphones; jewellery=jewelry; colour=color',
    maxLength: 20_000,
    description: 'Words that find each other, groups separated by semicolons: `sofa=couch; phone=mobile`.',
  }),
});

export type ProductConfig = Static<typeof productConfig>;
