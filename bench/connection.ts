/**
 * One kept-alive HTTP connection with one request at a time, as cheap as Node allows: the driver shares two cores with
 * what it measures, and a comfortable client would cost more than the server it asks.
 */
import { connect as open, type Socket } from 'node:net';

export interface Request {
  method: string;
  path: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply {
  status: number;
  header(name: string): string | undefined;
  text(): string;
  json(): any;
}

export interface Connection {
  send(request: Request): Promise<Reply>;
  close(): void;
}

export const REQUEST_LIMIT_MS = 10_000;
const READ_BYTES = 65_536;
const HEAD_END = '\r\n\r\n';

interface Pending {
  resolve: (reply: Reply) => void;
  reject: (error: Error) => void;
  sentAt: number;
}

/** Opens its socket with the first request, and again after an error. */
export function connect(origin: string): Connection {
  const { hostname, port } = new URL(origin);
  let socket: Socket | undefined;
  let pending: Pending | undefined;
  let unread: Buffer | undefined;

  function fail(error: Error): void {
    const failed = pending;
    pending = undefined;
    unread = undefined;
    socket?.destroy();
    socket = undefined;
    failed?.reject(error);
  }

  function receive(byteCount: number, buffer: Uint8Array): boolean {
    const chunk = Buffer.from(buffer.buffer, buffer.byteOffset, byteCount);
    // The buffer is read into again, so what is kept beyond this call is a copy.
    const bytes = unread ? Buffer.concat([unread, chunk]) : chunk;
    const reply = parse(bytes);
    if (!reply) {
      unread = unread ? bytes : Buffer.from(chunk);
      return true;
    }
    unread = undefined;
    const done = pending;
    pending = undefined;
    done?.resolve(reply);
    return true;
  }

  function dial(): Socket {
    const dialled = open({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: { buffer: Buffer.allocUnsafeSlow(READ_BYTES), callback: receive },
    });
    const ended = (error?: Error) => {
      if (socket === dialled) fail(error instanceof Error ? error : new Error('The server closed the connection.'));
    };
    dialled.on('error', ended).on('close', () => ended());
    return dialled;
  }

  const watch = setInterval(() => {
    if (pending && performance.now() - pending.sentAt > REQUEST_LIMIT_MS) {
      fail(new Error(`No answer within ${REQUEST_LIMIT_MS / 1_000} s.`));
    }
  }, 500);
  watch.unref();

  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        socket ??= dial();
        pending = { resolve, reject, sentAt: performance.now() };
        socket.write(format(hostname, port, request));
      }),
    close() {
      clearInterval(watch);
      fail(new Error('Closed by the driver.'));
    },
  };
}

function format(hostname: string, port: string, { method, path, token, body, headers = {} }: Request): string {
  let head = `${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n`;
  if (token) head += `authorization: Bearer ${token}\r\n`;
  for (const [name, value] of Object.entries(headers)) head += `${name}: ${value}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  const text = JSON.stringify(body);
  return `${head}content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** The whole reply, or undefined while a part of it is on its way. */
function parse(bytes: Buffer): Reply | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const header = (name: string) => headerOf(head, name);
  const start = headEnd + HEAD_END.length;
  const body = status === 204 || status === 304 ? '' : bodyOf(bytes, start, header);
  if (body === undefined) return undefined;
  return { status, header, text: () => body, json: () => JSON.parse(body) };
}

function bodyOf(bytes: Buffer, start: number, header: (name: string) => string | undefined): string | undefined {
  const length = header('content-length');
  if (length !== undefined) {
    const end = start + Number(length);
    return bytes.length < end ? undefined : bytes.toString('utf8', start, end);
  }
  if (header('transfer-encoding') !== 'chunked') return '';
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (bytes.length < at + size + 2) return undefined;
    if (size === 0) return Buffer.concat(parts).toString('utf8');
    parts.push(bytes.subarray(at, at + size));
    at += size + 2;
  }
}

function headerOf(head: string, name: string): string | undefined {
  for (const spelling of [`\r\n${name}: `, `\r\n${capitalised(name)}: `]) {
    const at = head.indexOf(spelling);
    if (at < 0) continue;
    const end = head.indexOf('\r\n', at + 2);
    return head.slice(at + spelling.length, end < 0 ? undefined : end).trim();
  }
  return undefined;
}

const capitalised = (name: string): string => name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
