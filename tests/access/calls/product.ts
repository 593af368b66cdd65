/** Calls of the product service. */
import { unique } from '../../steps.ts';
import { made, ownProduct, pictured, pictureForm } from '../cast.ts';
import { admins, type Call, everyone, nothing } from './call.ts';

const owners = { may: ['seller', 'admin'], refusal: 'product.not_found' } as const;

export const product: Record<string, Call> = {
  listProducts: nothing,
  suggest: { call: () => ({ query: { q: 'bra' } }) },
  getProduct: { call: (cast) => ({ params: { id: cast.product.id } }), ...everyone },
  createProduct: {
    call: ({ category }) => ({ body: { title: 'Lota', price: '1', category: category.id } }),
    may: ['seller', 'otherSeller', 'admin'],
  },
  updateProduct: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { description: unique('As') } }),
    ...owners,
  },
  patchProduct: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { description: unique('As') } }),
    ...owners,
  },
  deleteProduct: { call: async (cast) => ({ params: { id: (await ownProduct(cast)).id } }), ...owners },
  uploadImage: {
    call: async (cast) => ({ params: { id: (await ownProduct(cast)).id }, body: pictureForm(cast) }),
    ...owners,
  },
  orderImages: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id }, body: { imageIds: [image.id] } };
    },
    ...owners,
  },
  updateImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, imageId: image.id }, body: { alt: 'A lota' } };
    },
    ...owners,
  },
  deleteImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, imageId: image.id } };
    },
    ...owners,
  },
  readImage: {
    call: async (cast) => {
      const { product: id, image } = await pictured(cast);
      return { params: { id, file: new URL(image.url, 'http://x').pathname.split('/').at(-1)! } };
    },
    ...everyone,
  },
  readStock: { call: (cast) => ({ params: { id: cast.product.id } }), ...owners },
  adjustStock: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { delta: 1, reason: 'Found' } }),
    ...owners,
  },
  setLowStockThreshold: {
    call: (cast) => ({ params: { id: cast.product.id }, body: { lowStockThreshold: 3 } }),
    ...owners,
  },
  listLowStock: nothing,
  listCategories: nothing,
  createCategory: { call: () => ({ body: { name: unique('Cat') } }) },
  getCategory: { call: ({ category }) => ({ params: { id: category.id } }), ...everyone },
  updateCategory: {
    call: ({ category }) => ({ params: { id: category.id }, body: { description: 'Lit' } }),
    may: admins,
  },
  deleteCategory: {
    call: async (cast) => ({ params: { id: (await made(cast, 'admin', '/categories', { name: unique('Cat') })).id } }),
    may: admins,
  },
};
