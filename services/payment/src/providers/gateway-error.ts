/**
 * The two ways in which a call to a gateway fails. Their texts are written for the log and for staff: what could be a
 * secret or a card number is cut out where they are made.
 */
import { scrub } from '#platform/log/scrub.ts';

const MAX_TEXT = 300;

export interface GatewayAnswer {
  gateway: string;
  /** HTTP status, 0 where no answer came. */
  status: number;
  /** The gateway's own word for it. */
  code: string;
  message: string;
}

const sentence = ({ gateway, status, code, message }: GatewayAnswer): string =>
  scrub(`${gateway} answered ${status || 'nothing'}${code ? ` ${code}` : ''}: ${message}`).slice(0, MAX_TEXT);

/** The gateway understood and said no; asking again in the same way changes nothing. */
export class GatewayRefusal extends Error {
  readonly code: string;
  readonly status: number;
  /** The gateway's own sentence, as staff may read it. */
  readonly reason: string;

  constructor(answer: GatewayAnswer) {
    super(sentence(answer));
    this.name = 'GatewayRefusal';
    this.code = answer.code;
    this.status = answer.status;
    this.reason = scrub(answer.message || answer.code).slice(0, MAX_TEXT);
  }
}

/** No answer, or one that says nothing of the payment: unreachable, overloaded, broken, or our keys are not taken. */
export class GatewayOutage extends Error {
  readonly status: number;

  constructor(answer: GatewayAnswer, cause?: unknown) {
    super(sentence(answer), cause === undefined ? {} : { cause });
    this.name = 'GatewayOutage';
    this.status = answer.status;
  }
}

/** What a status means when it is not a success. 401 and 403 are our keys, which no other request will cure. */
export function failureOf(answer: GatewayAnswer): GatewayRefusal | GatewayOutage {
  const { status } = answer;
  const says = status >= 400 && status < 500 && ![401, 403, 408, 409, 425, 429].includes(status);
  return says ? new GatewayRefusal(answer) : new GatewayOutage(answer);
}

export const isRefusal = (error: unknown, ...codes: string[]): error is GatewayRefusal =>
  error instanceof GatewayRefusal && (codes.length === 0 || codes.includes(error.code));
