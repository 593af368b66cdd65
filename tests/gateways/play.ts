/** Plays every scene at every gateway, then looks at the books: the shop's invariants, and its ledger beside the gateways. */
import { brokenInvariants } from '#apps/server/src/invariants.ts';
import type { GatewayName } from '#contracts/payment/schemas.ts';
import { type Scene, scenes } from './scenes.ts';
import { openStage, type Stage } from './stage.ts';

export const allGateways: readonly GatewayName[] = ['stripe', 'razorpay', 'paypal', 'juspay', 'sandbox'];

export interface Played {
  gateway: GatewayName;
  scene: string;
  ms: number;
  /** What fell short; null where it went well. */
  failure: string | null;
}

export interface Result {
  played: Played[];
  /** What is wrong in the books after all of it. */
  books: string[];
}

export async function play(gateways = allGateways, told: (played: Played) => void = () => {}): Promise<Result> {
  const stage = await openStage(gateways);
  try {
    const played: Played[] = [];
    for (const gateway of gateways) {
      for (const [name, scene] of Object.entries(scenes)) {
        const one = await playOne(stage, gateway, name, scene);
        played.push(one);
        told(one);
      }
    }
    return { played, books: await wrongInBooks(stage) };
  } finally {
    await stage.close();
  }
}

async function playOne(stage: Stage, gateway: GatewayName, scene: string, work: Scene): Promise<Played> {
  const start = performance.now();
  const failure = await work(stage, gateway).then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  return { gateway, scene, ms: Math.round(performance.now() - start), failure };
}

async function wrongInBooks({ shop, simulator, opened }: Stage): Promise<string[]> {
  await shop.settled();
  const wrong = await brokenInvariants((text) => shop.sql(text));
  const [sums] = await shop.sql(`
    select coalesce(sum(signed), 0) as total from (
      select amount_minor as signed from haat_payment.ledger_entry where debit is not null
      union all select -amount_minor from haat_payment.ledger_entry where credit is not null) both_sides`);
  if (Number(sums.total) !== 0) wrong.push(`The ledger sums to ${sums.total}.`);
  for (const gateway of new Set(opened.map((one) => one.gateway))) {
    const there = opened
      .filter((one) => one.gateway === gateway)
      .map(({ reference }) => simulator.find(reference)!)
      .reduce(
        (sum, { status, amountMinor, refundedMinor }) => sum + (status === 'paid' ? amountMinor : 0) - refundedMinor,
        0,
      );
    const [row] = await shop.sql(
      `select coalesce(sum(case when debit = $1 then amount_minor else 0 end)
         - sum(case when credit = $1 then amount_minor else 0 end), 0) as held
       from haat_payment.ledger_entry where debit = $1 or credit = $1`,
      [`gateway:${gateway}`],
    );
    if (Number(row.held) !== there) wrong.push(`${gateway} holds ${there}, and the ledger says ${row.held}.`);
  }
  return wrong;
}
