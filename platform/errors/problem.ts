/**
 * What goes wrong, as data. A `Problem` carries a code that programs test, and only text that a stranger may read;
 * what operators need besides travels in `cause` and reaches the log alone. RFC 9457 is its shape on the wire.
 */

/** How a caller should react: give up, change the request, wait and repeat, or sign in again. */
export type RetryAdvice = 'never' | 'after-change' | 'later' | 'after-sign-in';

export interface ErrorDefinition {
  status: number;
  title: string;
  retry: RetryAdvice;
  /** One sentence for the reference page: what makes this happen and what to do. */
  about: string;
}

export type ErrorTable = Readonly<Record<string, ErrorDefinition>>;

export interface FieldError {
  field: string;
  message: string;
}

export interface ProblemOptions {
  detail?: string;
  errors?: FieldError[];
  /** Further public members of the answer, e.g. `{ lines: [...] }`. */
  extra?: Record<string, unknown>;
  retryAfterS?: number;
  cause?: unknown;
}

/** Errors of the platform itself; every service adds its own table in `contracts/<service>/errors.ts`. */
export const platformErrors = {
  'validation.failed': {
    status: 422,
    title: 'Some fields are not valid',
    retry: 'after-change',
    about: 'The request was understood but a field is missing or out of range; `errors` names each one.',
  },
  'body.malformed': {
    status: 400,
    title: 'The body cannot be read',
    retry: 'after-change',
    about: 'The body is not valid JSON, not valid UTF-8, or holds a forbidden key such as `__proto__`.',
  },
  'body.too_large': {
    status: 413,
    title: 'The body is too large',
    retry: 'after-change',
    about: 'JSON bodies may have 1 MB, uploads 15 MB a file.',
  },
  'body.card_number': {
    status: 422,
    title: 'A card number has no place here',
    retry: 'after-change',
    about: 'Some text of the body is the number of a payment card. Cards are entered on the gateway’s own page only.',
  },
  'request.malformed': {
    status: 400,
    title: 'The request cannot be read',
    retry: 'after-change',
    about: 'The address or a header is not well-formed.',
  },
  'request.header_too_large': {
    status: 431,
    title: 'The headers are too large',
    retry: 'after-change',
    about: 'All headers together may have 16 kB.',
  },
  'request.timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    retry: 'later',
    about: 'The client sent its request too slowly.',
  },
  'media.unsupported': {
    status: 415,
    title: 'This media type is not supported',
    retry: 'after-change',
    about: 'Send `application/json`, or for pictures JPEG, PNG or WebP. The content is checked, not the name.',
  },
  'route.not_found': {
    status: 404,
    title: 'There is nothing at this address',
    retry: 'never',
    about: 'The path is unknown. `/docs` lists all of them.',
  },
  'auth.required': {
    status: 401,
    title: 'Sign in first',
    retry: 'after-sign-in',
    about: 'The route needs `Authorization: Bearer <accessToken>`, and the header is missing or malformed.',
  },
  'auth.token_expired': {
    status: 401,
    title: 'The access token has expired',
    retry: 'after-sign-in',
    about: 'Exchange the refresh token at `POST /token/refresh`.',
  },
  'auth.session_ended': {
    status: 401,
    title: 'This session has ended',
    retry: 'after-sign-in',
    about: 'The user logged out, was signed out by an admin, changed the password or got other roles.',
  },
  'auth.forbidden': {
    status: 403,
    title: 'Your role does not allow this',
    retry: 'never',
    about: 'The caller is known but holds none of the permissions that the route names.',
  },
  'idempotency.mismatch': {
    status: 422,
    title: 'This Idempotency-Key was used for another request',
    retry: 'after-change',
    about: 'Use a fresh key for each different request.',
  },
  'idempotency.in_progress': {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    retry: 'later',
    about: 'Repeat after the seconds in Retry-After; the same answer will be replayed.',
  },
  'rate.limited': {
    status: 429,
    title: 'Too many requests',
    retry: 'later',
    about: 'Wait for the seconds in Retry-After.',
  },
  'service.unavailable': {
    status: 503,
    title: 'A part of the shop is away for the moment',
    retry: 'later',
    about: 'A service that this request needs does not answer. Nothing was changed by halves; repeat later.',
  },
  'server.failed': {
    status: 500,
    title: 'Something went wrong on our side',
    retry: 'later',
    about: 'An unexpected failure. The log holds the cause under the requestId.',
  },
} as const satisfies ErrorTable;

/** Every table that this process knows; filled by `registerErrors` when a service is loaded. */
const known = new Map<string, ErrorDefinition>(Object.entries(platformErrors));

export function registerErrors(table: ErrorTable): void {
  for (const [code, definition] of Object.entries(table)) known.set(code, definition);
}

export function errorDefinition(code: string): ErrorDefinition {
  return known.get(code) ?? platformErrors['server.failed'];
}

export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: FieldError[] | undefined;
  readonly extra: Record<string, unknown> | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: string, options: ProblemOptions = {}) {
    const definition = errorDefinition(code);
    super(`${code}: ${options.detail ?? definition.title}`, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.status = definition.status;
    this.detail = options.detail;
    this.errors = options.errors;
    this.extra = options.extra;
    this.retryAfterS = options.retryAfterS ?? (definition.retry === 'later' ? 1 : undefined);
  }
}

/** `throw problem('stock.insufficient', { extra: { lines } })` reads better than `new`. */
export function problem(code: string, options?: ProblemOptions): Problem {
  return new Problem(code, options);
}

export function invalid(field: string, message: string): Problem {
  return new Problem('validation.failed', { detail: `${field}: ${message}`, errors: [{ field, message }] });
}

export function isProblem(error: unknown, code?: string): error is Problem {
  return error instanceof Problem && (code === undefined || error.code === code);
}

/** The body of an `application/problem+json` answer. */
export function problemBody(problem: Problem, requestId: string): Record<string, unknown> {
  return {
    ...problem.extra,
    type: `urn:haat:problem:${problem.code}`,
    title: errorDefinition(problem.code).title,
    status: problem.status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    code: problem.code,
    requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
}
