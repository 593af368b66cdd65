/** W3C Trace Context: the trace of a request, carried through every call that follows from it. */
import { createHash, randomBytes } from 'node:crypto';

const HEADER = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The header as it came, or null when it is none. */
export function traceparentOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && HEADER.test(header) ? header : null;
}

/** For one call onwards: the same trace, a span of its own. A request that came without a trace begins one by its id. */
export function nextTraceparent(context: { traceparent: string | null; requestId: string }): string {
  const [, trace = traceOf(context.requestId), flags = '00'] = HEADER.exec(context.traceparent ?? '') ?? [];
  return `00-${trace}-${randomBytes(8).toString('hex')}-${flags}`;
}

/** All calls of one request find the same trace without anybody keeping it. */
const traceOf = (requestId: string): string =>
  UUID.test(requestId)
    ? requestId.replaceAll('-', '')
    : createHash('sha256').update(requestId).digest('hex').slice(0, 32);
