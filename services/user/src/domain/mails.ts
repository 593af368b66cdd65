/** The words of the mails that this service sends. */

export interface MailText {
  subject: string;
  text: string;
}

const greeting = (name: string): string => (name.trim() ? `Hello ${name.trim()},` : 'Hello,');
const paragraphs = (...lines: string[]): string => `${lines.join('\n\n')}\n`;

export const passwordResetMail = (name: string, link: string): MailText => ({
  subject: 'Set a new password',
  text: paragraphs(
    greeting(name),
    'somebody, most likely you, asked to set a new password for your account. This link does it, once and within 30 minutes:',
    link,
    'If it was not you, do nothing: your password stays as it is.',
  ),
});

export const emailChangeMail = (name: string, link: string): MailText => ({
  subject: 'Confirm your new e-mail',
  text: paragraphs(
    greeting(name),
    'your account asked to use this e-mail address. This link confirms it, once and within 30 minutes:',
    link,
    'If you do not know of this, do nothing.',
  ),
});

interface PayoutFacts {
  what: 'sent' | 'bounced';
  payoutId: number;
  amount: string;
  currency: string;
  account: string;
  reason: string | null;
}

export const payoutMail = (
  name: string,
  { what, payoutId, amount, currency, account, reason }: PayoutFacts,
): MailText =>
  what === 'sent'
    ? {
        subject: 'Your payout is on its way',
        text: paragraphs(
          greeting(name),
          `payout ${payoutId} of ${amount} ${currency} is on its way to your account ${account}.`,
          'Your statement lists what it is made of.',
        ),
      }
    : {
        subject: 'Your payout came back',
        text: paragraphs(
          greeting(name),
          `the bank sent payout ${payoutId} of ${amount} ${currency} to your account ${account} back. The amount is in your balance again.`,
          ...(reason ? [`Reason given: ${reason}`] : []),
          'Check the payout account in your profile; the next payout goes to the account that stands there then.',
        ),
      };

export type Notice = 'password_changed' | 'email_changed' | 'seller_approved' | 'seller_rejected';

const notices: Record<Notice, MailText> = {
  password_changed: {
    subject: 'Your password was changed',
    text: 'the password of your account was changed, and other devices were signed out. If it was not you, reset the password at once.',
  },
  email_changed: {
    subject: 'Your e-mail was changed',
    text: 'your account uses another e-mail address from now on. If it was not you, write to the shop at once.',
  },
  seller_approved: {
    subject: 'You may sell now',
    text: 'your request to sell was approved. Sign in again and add your first product.',
  },
  seller_rejected: {
    subject: 'Your request to sell',
    text: 'you may not sell in this shop for now.',
  },
};

export function noticeMail(notice: Notice, name: string, reason?: string | null): MailText {
  const { subject, text } = notices[notice];
  return { subject, text: paragraphs(greeting(name), text, ...(reason ? [`Reason given: ${reason}`] : [])) };
}
