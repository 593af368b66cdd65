import type { Guards } from '../guards.ts';

export const productGuards: Guards = {
  'services/product/src/store/categories.ts': {
    'lockCategory lock': [
      'services/product/src/use-cases/change-categories.test.ts',
      'a child that is made while its parent moves ends below it',
    ],
    'insertCategory conflict': [
      'services/product/src/use-cases/change-categories.test.ts',
      'get a slug from their name, and another one when it is taken; a slug that was asked for is not changed',
    ],
    'lockAllCategories lock': [
      'services/product/src/use-cases/change-categories.test.ts',
      'two moves at once never close a circle',
    ],
  },
  'services/product/src/store/holds.ts': {
    'CLAIM_HEADERS conflict': [
      'services/product/src/use-cases/hold-stock.test.ts',
      'a hold that is repeated takes nothing again',
    ],
    'LOCK_HEADERS lock': [
      'services/product/src/use-cases/hold-stock.test.ts',
      'two processes that release or sell the same orders at once do it once',
    ],
    'LOCK_SHELVES lock': [
      'services/product/src/use-cases/hold-stock.test.ts',
      'one unit and two processes: exactly one order gets it',
    ],
    'WRITE_SETTLEMENT state state':
      'Second net: the headers are locked, and only orders whose state moved are written.',
  },
  'services/product/src/store/images.ts': {
    'FORGET_UNUSED state used_at': [
      'services/product/src/use-cases/images.test.ts',
      'unused for a day, their files are cleared away; used ones and fresh ones stay',
    ],
    'usePictures conflict': ['services/product/src/use-cases/images.test.ts', ''],
  },
  'services/product/src/store/import.ts': {
    'INSERT conflict': 'Spares a second run: the unique slug refuses the batch, and its rows are tried one by one.',
  },
  'services/product/src/store/list-filters.ts': {
    'conditionsOf owner seller_id': ['services/product/src/use-cases/list-products.test.ts', 'a seller'],
  },
  'services/product/src/store/products.ts': {
    'insertProduct conflict': [
      'services/product/src/use-cases/update-product.test.ts',
      'products of one name are told apart',
    ],
    'lockProduct owner seller_id': [
      'services/product/src/routes.test.ts',
      'products: anyone reads; sellers create; only the own are changed, and somebody else’s are not there',
    ],
    'readOwnedProduct owner seller_id': ['services/product/src/routes.test.ts', 'stock: its seller and admins'],
    'lockProduct lock': [
      'services/product/src/use-cases/update-product.test.ts',
      'who archive a product at the same moment do it once',
    ],
  },
  'services/product/src/store/search-mysql.ts': {
    'WORDS conflict': 'Runs on MySQL only, which this command does not start.',
    'GRAMS conflict': 'Runs on MySQL only, which this command does not start.',
  },
  'services/product/src/store/search-postgres.ts': {
    'INDEX conflict': ['services/product/src/use-cases/update-product.test.ts', ''],
    'WORDS conflict': [
      'services/product/src/use-cases/update-product.test.ts',
      'new products with the same new words are all made',
    ],
  },
  'services/product/src/store/stock-tasks.ts': {
    'COUNT_DEMAND conflict': [
      'services/product/src/use-cases/hold-stock.test.ts',
      'what is ordered makes a product popular',
    ],
  },
  'services/product/src/store/stock.ts': {
    'READ_LEVELS owner seller_id': ['services/product/src/routes.test.ts', 'stock: its seller and admins'],
    'READ_LOW owner seller_id': [
      'services/product/src/use-cases/stock.test.ts',
      'what runs low is listed, the shortest first, to its seller and to who manages products',
    ],
  },
  'services/product/src/store/variants.ts': {
    'LOCK_VARIANTS lock': [
      'services/product/src/use-cases/hold-stock.test.ts',
      'deleting and ordering at once: either the order holds it and it is archived, or it is gone and refused',
    ],
  },
  'services/product/src/use-cases/adjust-stock.ts': {
    'adjustStock key': [
      'services/product/src/use-cases/stock.test.ts',
      'the same Idempotency-Key counts once, for this product',
    ],
  },
  'services/product/src/use-cases/change-categories.ts': {
    'createCategory key': [
      'services/product/src/use-cases/change-categories.test.ts',
      'the same Idempotency-Key makes one category',
    ],
  },
  'services/product/src/use-cases/create-product.ts': {
    'createProduct key': ['services/product/src/routes.test.ts', 'the same Idempotency-Key answers the same'],
  },
  'services/product/src/use-cases/ownership.ts': {
    'maySee owner userId': [
      'services/product/src/use-cases/update-product.test.ts',
      'another seller’s product is not there, neither to change nor to see as a draft',
    ],
  },
  'services/product/src/use-cases/remember-seller.ts': {
    'REMEMBER conflict': [
      'services/product/src/cache/freshness.test.ts',
      'the name of a seller that has just become known',
    ],
    'REMEMBER state version': [
      'services/product/src/cache/freshness.test.ts',
      'the name of a seller that has just become known',
    ],
  },
};
