/** What is the same in every call to Stripe: keys, version, form, idempotency, expansion. */
import type { Answer, Call } from '../../http/dialect.ts';
import { type FormValue, parseForm } from '../../http/form.ts';
import type { OnceKeys } from '../../http/once.ts';
import type { Shape } from '../../http/shape.ts';
import { ofFinding, refusal } from './errors.ts';

/** Of an account that was never upgraded: Stripe's published document describes this one. */
export const DEFAULT_VERSION = '2024-04-10';

export function versionOf(call: Call): string {
  const version = call.headers['stripe-version'];
  if (version === undefined) return DEFAULT_VERSION;
  if (!/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(version)) throw refusal(400, `Invalid Stripe API version: ${version}`);
  return version;
}

/** As a bearer, or as the name of Basic credentials. */
export function guard(call: Call, secretKey: string): void {
  const [scheme = '', given = ''] = (call.headers.authorization ?? '').split(' ');
  const key = scheme === 'Basic' ? Buffer.from(given, 'base64').toString().split(':')[0] : given;
  if (key === '') throw refusal(401, 'You did not provide an API key.');
  if (key !== secretKey) throw refusal(401, `Invalid API Key provided: ${key!.slice(0, 7)}****`);
  versionOf(call);
}

export function formOf<T>(call: Call, shape: Shape): T {
  const type = call.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw refusal(400, 'Invalid request: the body must be application/x-www-form-urlencoded.');
  }
  return checked(parseForm(call.body.toString('utf8')), shape);
}

export const queryOf = <T>(call: Call, shape: Shape): T => checked(parseForm(call.query.toString()), shape);

function checked<T>(form: { [name: string]: FormValue } | null, shape: Shape): T {
  if (!form) throw refusal(400, 'Invalid request: a parameter name is malformed.');
  const fault = shape.fault(form);
  if (fault) throw ofFinding(fault);
  return form as T;
}

/** The first answer of an Idempotency-Key is given again, failures of the server included. */
export async function once(keys: OnceKeys, call: Call, work: () => Promise<Answer>): Promise<Answer> {
  const key = call.headers['idempotency-key'];
  if (key === undefined) return work();
  if (key.length > 255 || key === '') throw refusal(400, 'Idempotency keys are 1 to 255 characters long.');
  const outcome = await keys.run(key, `${call.method} ${call.path} ${call.body.toString('latin1')}`, work);
  if ('answer' in outcome) return outcome.answer;
  switch (outcome.earlier.kind) {
    case 'same':
      return { ...outcome.earlier.answer, headers: { 'idempotent-replayed': 'true' } };
    case 'running':
      throw refusal(409, 'There is currently another in-progress request using this Idempotency Key.', {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
      });
    case 'other':
      throw refusal(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        { type: 'idempotency_error' },
      );
  }
}

type Expanders = Readonly<Record<string, (object: any) => unknown>>;

/** Puts objects where their ids stand, along each asked path. */
export function expanded<T extends object>(object: T, asked: readonly string[], expanders: Expanders): T {
  let result: any = object;
  for (const path of asked) result = expandAt(result, path.split('.'), path, expanders);
  return result;
}

function expandAt(object: any, [first, ...rest]: string[], asked: string, expanders: Expanders): any {
  if (first === 'data' && Array.isArray(object?.data)) {
    return { ...object, data: object.data.map((item: any) => expandAt(item, rest, asked, expanders)) };
  }
  const expander = expanders[first!];
  const allowed = expander && (first! in object || first === 'line_items');
  if (!allowed) throw refusal(400, `This property cannot be expanded (${asked}).`);
  const value = object[first!];
  const whole = value !== null && typeof value === 'object' ? value : value === null ? null : expander(object);
  return { ...object, [first!]: rest.length > 0 && whole !== null ? expandAt(whole, rest, asked, expanders) : whole };
}
