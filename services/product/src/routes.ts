/** Each operation of the contract and the use case that answers it. */
import type { ProductApi } from '#contracts/product/api.ts';
import type { Handlers } from '#platform/service/handlers.ts';
import type { ProductService } from './base.ts';
import { getCategory, listCategories } from './use-cases/categories.ts';
import { createCategory, deleteCategory, updateCategory } from './use-cases/change-categories.ts';
import { createProduct } from './use-cases/create-product.ts';
import { deleteProduct } from './use-cases/delete-product.ts';
import { getProduct } from './use-cases/get-product.ts';
import * as images from './use-cases/images.ts';
import { importCategories } from './use-cases/import-categories.ts';
import { importProducts } from './use-cases/import-products.ts';
import { listProducts } from './use-cases/list-products.ts';
import { readImage } from './use-cases/read-image.ts';
import * as stock from './use-cases/stock.ts';
import { suggest } from './use-cases/suggest.ts';
import { updateProduct } from './use-cases/update-product.ts';

export function productRoutes(product: ProductService): Handlers<ProductApi> {
  return {
    listProducts: (input, context) => listProducts(product, input, context),
    suggest: (input) => suggest(product, input),
    getProduct: (input, context) => getProduct(product, input, context),
    createProduct: (input, context) => createProduct(product, input, context),
    updateProduct: (input, context) => updateProduct(product, input, context),
    patchProduct: (input, context) => updateProduct(product, input, context),
    deleteProduct: ({ params }, context) => deleteProduct(product, params.id, context) as Promise<undefined>,

    listCategories: (input) => listCategories(product, input),
    createCategory: (input, context) => createCategory(product, input, context),
    getCategory: ({ params }) => getCategory(product, params.id),
    updateCategory: (input) => updateCategory(product, input),
    deleteCategory: ({ params }) => deleteCategory(product, params.id) as Promise<undefined>,

    uploadImage: (input, context, http) => images.uploadImage(product, input, context, http),
    orderImages: (input, context) => images.orderImages(product, input, context),
    updateImage: (input, context) => images.updateImage(product, input, context),
    deleteImage: (input, context) => images.deleteImage(product, input, context) as Promise<undefined>,
    readImage: (input, _context, http) => readImage(product, input, http),

    readStock: (input, context) => stock.readStock(product, input, context),
    adjustStock: (input, context) => stock.adjustStock(product, input, context),
    setLowStockThreshold: (input, context) => stock.setLowStockThreshold(product, input, context),
    listLowStock: (input, context) => stock.listLowStock(product, input, context),

    snapshot: async ({ body }) => {
      const { variants = [], products = [] } = body;
      return { items: await product.readSnapshot({ variantIds: variants, productIds: products }) };
    },
    hold: ({ body }, { requestId }) => product.holdOne({ ...body, requestId }),
    release: ({ body }) => product.releaseOne(body.orderId),
    importCategories: ({ body }) => importCategories(product, body.rows),
    importProducts: ({ body }) => importProducts(product, body.rows),
  };
}
