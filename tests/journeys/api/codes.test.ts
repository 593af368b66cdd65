/** The problem codes that programs outside test: renaming one or changing its status breaks them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allServices } from '#apps/server/src/services.ts';
import { errorDefinition, registerErrors } from '#platform/errors/problem.ts';

const fixed: Readonly<Record<number, string>> = {
  400: 'body.malformed',
  401: 'auth.required auth.invalid_credentials auth.token_expired auth.session_ended',
  403: 'auth.forbidden',
  404: 'product.not_found category.not_found cart.item_not_found order.not_found payment.not_found',
  409:
    'user.email_taken category.in_use stock.insufficient cart.changed order.bad_transition payment.already_paid ' +
    'product.changed idempotency.in_progress',
  413: 'body.too_large',
  415: 'media.unsupported',
  422: 'validation.failed cart.empty discount.invalid discount.expired discount.exhausted idempotency.mismatch',
  429: 'rate.limited',
  503: 'payment.gateway_unavailable service.unavailable',
};

test('codes that programs test keep their name and status', () => {
  for (const { errors } of allServices) registerErrors(errors);
  for (const [status, codes] of Object.entries(fixed)) {
    for (const code of codes.split(' ')) assert.equal(errorDefinition(code).status, Number(status), code);
  }
});
