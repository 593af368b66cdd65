/** PayPal's refusals: `{name, message, debug_id, details: [{issue, description, field?}], links}`. */
import { type Answer, Refusal } from '../../http/dialect.ts';
import type { Finding } from '../../http/shape.ts';

interface Detail {
  issue: string;
  description: string;
  field?: string;
}

const messages = {
  INVALID_REQUEST: 'Request is not well-formed, syntactically incorrect, or violates schema.',
  UNPROCESSABLE_ENTITY:
    'The requested action could not be performed, semantically incorrect, or failed business validation.',
  RESOURCE_NOT_FOUND: 'The specified resource does not exist.',
  RESOURCE_CONFLICT: 'The server has detected a conflict while processing this request.',
  AUTHENTICATION_FAILURE:
    'Authentication failed due to invalid authentication credentials or a missing Authorization header.',
  INTERNAL_SERVER_ERROR: 'An internal server error has occurred.',
  SERVICE_UNAVAILABLE: 'Service Unavailable.',
} as const;

type Name = keyof typeof messages;

export function paypalError(status: number, name: Name, details: readonly Detail[] = []): Answer {
  const body = { name, message: messages[name], debug_id: 'simulator00000', details, links: [] };
  return { status, body };
}

/** What is well-formed and yet cannot be done. */
export const unprocessable = (issue: string, description: string, field?: string): Refusal =>
  new Refusal(
    paypalError(422, 'UNPROCESSABLE_ENTITY', [
      field === undefined ? { issue, description } : { issue, description, field },
    ]),
  );

export const notFound = (): Refusal =>
  new Refusal(
    paypalError(404, 'RESOURCE_NOT_FOUND', [
      {
        issue: 'INVALID_RESOURCE_ID',
        description: 'Specified resource ID does not exist. Please check the resource ID and try again.',
      },
    ]),
  );

export const invalid = (issue: string, description: string, field = '/'): Refusal =>
  new Refusal(paypalError(400, 'INVALID_REQUEST', [{ issue, description, field }]));

const issues = {
  unknown: ['INVALID_PARAMETER', 'Cannot be specified as part of the request.'],
  missing: ['MISSING_REQUIRED_PARAMETER', 'A required field / parameter is missing.'],
  wrong: ['INVALID_PARAMETER_SYNTAX', 'The value of a field does not conform to the expected format.'],
} as const;

export function ofFinding({ kind, path }: Finding): Refusal {
  const [issue, description] = issues[kind];
  return invalid(issue, description, `/${path.join('/')}`);
}
