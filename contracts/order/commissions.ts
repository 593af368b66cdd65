/** Routes of commission rules: what the shop keeps of each sale. */
import Type, { type Static } from 'typebox';
import type { Api } from '#platform/contract/route.ts';
import { Id, IdParams, nullable, PageQuery, pageOf, Time } from '#platform/contract/schema.ts';
import { Percent } from '../common/money.ts';
import { needs } from '../common/permissions.ts';

const scope = {
  /** Null: of every seller. */
  sellerId: Type.Optional(nullable(Id)),
  /** With its subcategories; null: of every category. */
  categoryId: Type.Optional(nullable(Id)),
};

const CreateCommissionRule = Type.Object({ ...scope, percent: Percent });
const ChangeCommissionRule = Type.Partial(CreateCommissionRule);
export type ChangeCommissionRule = Static<typeof ChangeCommissionRule>;

const CommissionRule = Type.Object({
  id: Id,
  sellerId: nullable(Id),
  categoryId: nullable(Id),
  percent: Type.String(),
  createdAt: Time,
  updatedAt: Time,
});
export type CommissionRule = Static<typeof CommissionRule>;

const managing = needs('commissions.manage');

export const commissionsApi = {
  listCommissionRules: {
    method: 'GET',
    path: '/commission-rules',
    access: managing,
    tag: 'Commissions',
    summary: 'List what the shop keeps of sales',
    description:
      'Of the rules that fit a line one that names its seller wins, then the nearest category; where none fits, ' +
      '`COMMISSION_PERCENT` holds. A line keeps what held when its order was placed. The house pays none.',
    query: PageQuery,
    reply: pageOf(CommissionRule),
  },
  createCommissionRule: {
    method: 'POST',
    path: '/commission-rules',
    access: managing,
    tag: 'Commissions',
    summary: 'Create a commission rule',
    body: CreateCommissionRule,
    status: 201,
    reply: CommissionRule,
    errors: ['commission.exists'],
    idempotent: true,
    sensitive: true,
    example: { categoryId: 3, percent: '12.5' },
  },
  getCommissionRule: {
    method: 'GET',
    path: '/commission-rules/:id',
    access: managing,
    tag: 'Commissions',
    summary: 'Read a commission rule',
    params: IdParams,
    reply: CommissionRule,
    errors: ['commission.not_found'],
  },
  updateCommissionRule: {
    method: 'PUT',
    path: '/commission-rules/:id',
    access: managing,
    tag: 'Commissions',
    summary: 'Change a commission rule, for orders placed from now on',
    description: 'What is left out stays.',
    params: IdParams,
    body: ChangeCommissionRule,
    reply: CommissionRule,
    errors: ['commission.not_found', 'commission.exists'],
    sensitive: true,
    example: { percent: '10' },
  },
  deleteCommissionRule: {
    method: 'DELETE',
    path: '/commission-rules/:id',
    access: managing,
    tag: 'Commissions',
    summary: 'Delete a commission rule; orders placed under it keep it',
    params: IdParams,
    errors: ['commission.not_found'],
    sensitive: true,
  },
} as const satisfies Api;
