/** What is the same in every call to PayPal: access tokens, JSON bodies, request ids. */
import Type from 'typebox';
import type { Answer, Call, World } from '../../http/dialect.ts';
import { Refusal } from '../../http/dialect.ts';
import { basicOf, isJson, jsonOf } from '../../http/json.ts';
import type { OnceKeys } from '../../http/once.ts';
import { type Shape, shape } from '../../http/shape.ts';
import { invalid, ofFinding, paypalError, unprocessable } from './errors.ts';

const TOKEN_S = 32_400;

export interface Tokens {
  issue(call: Call): Answer;
  guard(call: Call): void;
}

const grant = shape(Type.Object({ grant_type: Type.Literal('client_credentials') }, { additionalProperties: false }));

export function openTokens(world: World): Tokens {
  const tokens = new Map<string, number>();
  const nowMs = () => world.clock.now().getTime();

  return {
    issue(call) {
      const { clientId, clientSecret } = world.secrets.paypal;
      const given = basicOf(call);
      if (given?.name !== clientId || given.password !== clientSecret) {
        const body = { error: 'invalid_client', error_description: 'Client Authentication failed' };
        return { status: 401, body };
      }
      const isForm = (call.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
      if (!isForm || grant.fault(Object.fromEntries(new URLSearchParams(call.body.toString('utf8'))))) {
        const body = { error: 'unsupported_grant_type', error_description: 'Grant Type is not supported' };
        return { status: 400, body };
      }
      const token = `A21AA${world.random.text(60)}`;
      tokens.set(token, nowMs() + TOKEN_S * 1_000);
      const scope =
        'https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/reporting/search/read';
      return {
        status: 200,
        body: {
          scope,
          access_token: token,
          token_type: 'Bearer',
          app_id: 'APP-SIMULATOR',
          expires_in: TOKEN_S,
          nonce: '',
        },
      };
    },
    guard(call) {
      const token = /^Bearer (\S+)$/.exec(call.headers.authorization ?? '')?.[1] ?? '';
      if ((tokens.get(token) ?? 0) <= nowMs()) throw new Refusal(paypalError(401, 'AUTHENTICATION_FAILURE'));
    },
  };
}

export function bodyOf<T>(call: Call, by: Shape): T {
  if (!isJson(call)) throw new Refusal({ ...paypalError(415, 'INVALID_REQUEST') });
  const body = jsonOf(call);
  if (!body) throw invalid('MALFORMED_REQUEST_JSON', 'The request JSON is not well formed.');
  const fault = by.fault(body);
  if (fault) throw ofFinding(fault);
  return body as T;
}

/** The first answer of a PayPal-Request-Id is given again, as 200 where it was 201. */
export async function once(keys: OnceKeys, call: Call, work: () => Promise<Answer>): Promise<Answer> {
  const key = call.headers['paypal-request-id'];
  if (key === undefined) return work();
  if (key.length > 108 || key === '') {
    throw invalid(
      'INVALID_STRING_LENGTH',
      'The value of a field is either too short or too long.',
      'PayPal-Request-Id',
    );
  }
  const outcome = await keys.run(`${call.path} ${key}`, call.body.toString('latin1'), work);
  if ('answer' in outcome) return outcome.answer;
  switch (outcome.earlier.kind) {
    case 'same': {
      const { answer } = outcome.earlier;
      return { ...answer, status: answer.status === 201 ? 200 : answer.status };
    }
    case 'running':
      throw new Refusal(
        paypalError(409, 'RESOURCE_CONFLICT', [
          {
            issue: 'PREVIOUS_REQUEST_IN_PROGRESS',
            description: 'A previous request on this resource is currently in progress.',
          },
        ]),
      );
    case 'other':
      throw unprocessable(
        'DUPLICATE_REQUEST_ID',
        'The value of PayPal-Request-Id header has already been used. Please specify a different value and try again.',
      );
  }
}

export const prefersAll = (call: Call): boolean => call.headers.prefer === 'return=representation';
