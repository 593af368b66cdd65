/** In the order in which they are applied; a name never changes. */
import type { Migration } from '#platform/sql/migrate.ts';
import { payments } from './001-payments.ts';
import { sandbox } from './002-sandbox.ts';
import { gateways } from './003-gateways.ts';
import { findings } from './004-findings.ts';
import { ledger } from './005-ledger.ts';
import { documents } from './006-documents.ts';
import { payouts } from './007-payouts.ts';

export const migrations: readonly Migration[] = [payments, sandbox, gateways, findings, ledger, documents, payouts];
