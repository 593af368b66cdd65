/** Mails as durable jobs, and what happens by the clock. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import type { OrderService } from './base.ts';
import { composeMail } from './mails/compose.ts';
import { MAIL_JOB, type MailData, mailKinds } from './mails/mail-job.ts';
import { forgetRejected } from './store/intents.ts';
import { anonymiseEnded, findPerson } from './store/people.ts';
import { readOrder } from './store/read-orders.ts';
import { expireOrders } from './use-cases/expire-orders.ts';
import { BEAT_EVERY_MS, recoverOrders } from './use-cases/recover-orders.ts';

export const orderJobs = (service: OrderService): JobHandlers => ({
  [MAIL_JOB]: (job) => sendMail(service, job),
});

/** Not to who wants none, nor to who was erased meanwhile. */
async function sendMail(service: OrderService, { key, data }: Job<MailData>): Promise<void> {
  // Asked for by an older version; payment mails these now.
  if (!mailKinds.includes(data.what)) return;
  await giveWay(service);
  const whole = await readOrder(service.database, data.orderId);
  if (!whole?.order.user_email) return;
  const person = await findPerson(service.database, whole.order.user_id);
  if (person?.wants_mail === false) return;
  const mail = composeMail(whole, data, service.common.publicUrl);
  await service.mail.send({ key: `order.${key}`, to: whole.order.user_email, ...mail });
}

const CROWD = 2;
const GIVE_WAY_MS = 5_000;

/** Shoppers come first: while many are placing orders mail waits a little; each batch of it a few seconds at most. */
async function giveWay({ underway }: OrderService): Promise<void> {
  const deadline = Date.now() + GIVE_WAY_MS;
  while (underway.size > CROWD && Date.now() < deadline) await pause(50);
}

export const orderSchedules = (service: OrderService): Schedule[] => [
  { name: 'order.recover', everyMs: BEAT_EVERY_MS, run: () => recoverOrders(service) },
  { name: 'order.expire', everyMs: 5_000, run: () => expireOrders(service) },
  { name: 'order.anonymise', everyMs: 3_600_000, run: () => anonymiseEnded(service.database) },
  { name: 'order.forget', everyMs: 3_600_000, run: () => forgetRejected(service.database.kysely) },
];
