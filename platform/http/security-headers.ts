/**
 * Helmet decides which headers protect a browser. They are the same for every answer of the API, so they are asked for
 * once, at start: computing them anew cost a tenth of a fast request.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';

/** Pages set a content security policy of their own. */
const apiPolicy = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'form-action': ["'self'"] };

export function securityHeaders(secureTransport: boolean): Record<string, string> {
  const protect = helmet({
    contentSecurityPolicy: { directives: apiPolicy, useDefaults: false },
    strictTransportSecurity: secureTransport ? { maxAge: 31_536_000 } : false,
    // Pictures are shown by shops on other origins.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, (error?: unknown) => {
    if (error) throw error;
  });
  return Object.fromEntries(Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]));
}
