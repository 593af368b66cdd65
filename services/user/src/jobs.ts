/** Durable work of the user service: its mails, and what it does by the clock. */
import { HOUSE_SELLER_ID } from '#contracts/common/permissions.ts';
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Mail } from '#platform/mail/mail.ts';
import type { Schedule } from '#platform/service/manifest.ts';
import type { UserService } from './base.ts';
import { KEYS_READ_EVERY_MS } from './domain/key-schedule.ts';
import { emailChangeMail, type MailText, noticeMail, passwordResetMail, payoutMail } from './domain/mails.ts';
import { digest } from './domain/refresh-token.ts';
import { credentialsByEmail, credentialsById } from './store/accounts.ts';
import { clearOld } from './store/clean-up.ts';
import { addOneTimeToken, countRecentTokens } from './store/one-time-tokens.ts';
import { followEnds } from './use-cases/follow-ends.ts';
import { mailedToken, type NoticeData, type PayoutNews, TOKEN_LIVES_MS } from './use-cases/mailing.ts';
import { TELL_PAYEES, tellPayees } from './use-cases/payees.ts';

const HOUR_MS = 3_600_000;
/** Nobody's mailbox is flooded by strangers who type in his address. */
const RESETS_AN_HOUR = 5;

export function jobsOf(user: UserService): JobHandlers {
  const rows = user.database.kysely;
  const mailTo = (job: Job, to: string, text: MailText): Promise<void> =>
    user.mail.send({ key: `${job.kind}:${job.key}`, to, ...text } satisfies Mail);
  const expiresAt = () => new Date(Date.now() + TOKEN_LIVES_MS);

  return {
    async 'mail-password-reset'(job: Job<{ email: string }>) {
      const account = await credentialsByEmail(rows, job.data.email, '');
      // Nobody signs in as the house.
      if (account?.status !== 'active' || account.id === HOUSE_SELLER_ID) return;
      const hourAgo = new Date(Date.now() - HOUR_MS);
      // Counted on the first run only: a repeat must mail what the first could not.
      const sent = await countRecentTokens(rows, account.id, 'password_reset', hourAgo);
      if (job.attempts === 1 && sent >= RESETS_AN_HOUR) return;
      const token = mailedToken(user, job);
      await addOneTimeToken(rows, {
        accountId: account.id,
        purpose: 'password_reset',
        hash: digest(token),
        expiresAt: expiresAt(),
      });
      const link = `${user.common.publicUrl}/account/reset-password?token=${token}`;
      await mailTo(job, account.email, passwordResetMail(account.name, link));
    },

    async 'mail-email-change'(job: Job<{ accountId: number; email: string }>) {
      const account = await credentialsById(rows, job.data.accountId);
      if (account?.status !== 'active') return;
      const token = mailedToken(user, job);
      await addOneTimeToken(rows, {
        accountId: account.id,
        purpose: 'email_change',
        hash: digest(token),
        email: job.data.email,
        expiresAt: expiresAt(),
      });
      const link = `${user.common.publicUrl}/account/confirm-email?token=${token}`;
      await mailTo(job, job.data.email, emailChangeMail(account.name, link));
    },

    async 'mail-notice'(job: Job<NoticeData>) {
      const account = await credentialsById(rows, job.data.accountId);
      if (!account || account.status === 'erased') return;
      await mailTo(job, job.data.to ?? account.email, noticeMail(job.data.notice, account.name, job.data.reason));
    },

    async 'mail-payout'(job: Job<PayoutNews>) {
      const account = await credentialsById(rows, job.data.sellerId);
      if (!account || account.status === 'erased' || account.id === HOUSE_SELLER_ID) return;
      await mailTo(job, account.email, payoutMail(account.name, job.data));
    },

    [TELL_PAYEES]: ({ requestId }: Job) => tellPayees(user, requestId),
  };
}

export const schedulesOf = (user: UserService): Schedule[] => [
  {
    name: 'user: signing keys',
    everyMs: KEYS_READ_EVERY_MS,
    run: () => user.signer.renew(user.config.SIGNING_KEY_DAYS * 24 * HOUR_MS),
  },
  { name: 'user: ended sessions of other processes', everyMs: 1_000, run: followEnds(user) },
  { name: 'user: clean-up', everyMs: HOUR_MS, run: () => clearOld(rows(user)) },
];

const rows = (user: UserService) => user.database.kysely;
