/** Mail by SMTP, or as files in a folder when no server is configured. At least once, with a stable Message-ID. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '../log/log.ts';

export interface Mail {
  /** What caused it, e.g. `order.placed:17`; becomes the Message-ID, so that a repeated mail is seen as one. */
  key: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  attachments?: ReadonlyArray<{ filename: string; content: Buffer; contentType: string }>;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
}

export interface MailOptions {
  from: string;
  /** `smtp://user:password@host:587`; without it mails become files in `folder`. */
  smtpUrl?: string;
  folder: string;
  log: Logger;
}

export function createMailer({ from, smtpUrl, folder, log }: MailOptions): Mailer {
  const domain = from.split('@').at(-1)?.replace('>', '') ?? 'localhost';
  const messageIdOf = (key: string) => `<${createHash('sha256').update(key).digest('hex').slice(0, 32)}@${domain}>`;

  // Loaded with the first mail: it is large, and most starts send none for a while.
  const load = async () => (await import('nodemailer')).createTransport;

  if (smtpUrl) {
    const transport = once(async () => (await load())(smtpUrl, { from }));
    return {
      async send(mail) {
        await (await transport()).sendMail({ ...toSend(mail), messageId: messageIdOf(mail.key) });
      },
    };
  }

  const compose = once(async () => (await load())({ streamTransport: true, buffer: true }, { from }));
  const makeFolder = once(() => mkdir(folder, { recursive: true, mode: 0o700 }));
  return {
    async send(mail) {
      const messageId = messageIdOf(mail.key);
      const { message } = await (await compose()).sendMail({ ...toSend(mail), messageId });
      await makeFolder();
      const path = join(folder, `${messageId.slice(1, 33)}.eml`);
      await writeFile(path, message as Buffer, { mode: 0o600 });
      log.debug({ to: mail.to, subject: mail.subject, path }, 'mail written');
    },
  };
}

/** The library takes lists that it may change. */
const toSend = ({ attachments = [], ...mail }: Mail) => ({ ...mail, attachments: [...attachments] });

/** The first call's promise for all calls; a failure is tried again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work().catch((error: unknown) => {
      result = undefined;
      throw error;
    });
    return result;
  };
}
