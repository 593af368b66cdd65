/** Mails are jobs, written with what causes them. They name the account and not its address, which may change or go. */
import { createHmac, randomUUID } from 'node:crypto';
import { deriveKey } from '#platform/auth/signed.ts';
import type { Job } from '#platform/events/jobs.ts';
import type { Context } from '#platform/service/context.ts';
import type { Rows, UserBase } from '../base.ts';
import type { Notice } from '../domain/mails.ts';

export const TOKEN_LIVES_MS = 30 * 60_000;

export interface NoticeData {
  accountId: number;
  notice: Notice;
  reason?: string | null;
  /** The address before a change of address. */
  to?: string;
}

/** What a seller is told of a payout: that it is on its way, or that the bank sent it back. */
export interface PayoutNews {
  sellerId: number;
  what: 'sent' | 'bounced';
  payoutId: number;
  amount: string;
  currency: string;
  /** Masked. */
  account: string;
  reason: string | null;
}

export async function enqueueNotice(user: UserBase, tx: Rows, context: Context, data: NoticeData): Promise<void> {
  await user.jobs.enqueue(tx, [{ kind: 'mail-notice', key: randomUUID(), data, requestId: context.requestId }]);
}

/**
 * The token that a mail job carries: derived from the job, so that a job that runs twice mails the same link, and the
 * database never holds what opens an account.
 */
export function mailedToken(user: UserBase, job: Pick<Job, 'kind' | 'key'>): string {
  const key = deriveKey(user.common.secretKey, 'mailed-tokens');
  return createHmac('sha256', key).update(`${job.kind}:${job.key}`).digest('base64url');
}
