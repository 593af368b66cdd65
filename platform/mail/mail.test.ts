import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { SMTPServer } from 'smtp-server';
import { silentLogger } from '../log/log.ts';
import { createMailer, type Mail } from './mail.ts';

const folder = await mkdtemp(join(tmpdir(), 'haat-mail-'));
after(() => rm(folder, { recursive: true }));

const mail: Mail = { key: 'order.placed:17', to: 'meera@example.com', subject: 'Your order ₹499', text: 'Thank you.' };
const from = 'Haat <shop@example.com>';

test('without a server a mail becomes a file that only we can read; sent twice it is one', async () => {
  const mailer = createMailer({ from, folder, log: silentLogger() });
  await mailer.send(mail);
  await mailer.send(mail);
  const files = await readdir(folder);
  assert.equal(files.length, 1);
  const path = join(folder, files[0]!);
  assert.match(await readFile(path, 'utf8'), /To: meera@example\.com/);
  assert.equal((await stat(path)).mode & 0o077, 0);
});

test('with a server it is sent by SMTP, with the same Message-ID each time', async () => {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = '';
      stream.on('data', (chunk) => {
        text += chunk;
      });
      stream.on('end', () => {
        received.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const mailer = createMailer({ from, smtpUrl: `smtp://127.0.0.1:${port}`, folder, log: silentLogger() });
  await mailer.send(mail);
  await mailer.send(mail);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  const ids = received.map((text) => /^Message-ID: (.+)$/im.exec(text)?.[1]);
  assert.equal(ids.length, 2);
  assert.equal(ids[0], ids[1]);
  assert.match(ids[0]!, /@example\.com>/);
  assert.match(received[0]!, /Thank you\./);
});

test('a line break in a subject cannot add a header', async () => {
  const mailer = createMailer({ from, folder, log: silentLogger() });
  await mailer.send({ ...mail, key: 'evil', subject: 'Hello\r\nBcc: everyone@example.com' });
  const texts = await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')));
  for (const text of texts) assert.doesNotMatch(text, /^Bcc:/im);
});
