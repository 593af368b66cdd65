/**
 * Recovery: intents whose process died become `rejected`, and by that event cart and stock come back. A process is dead
 * when its pid is gone (seen at once by whoever shares its machine) or when it has been silent for ten seconds in which it
 * would have been heard.
 */
import { randomUUID } from 'node:crypto';
import { livingProcess, pidDomain } from '#platform/postgres/processes.ts';
import type { OrderBase, OrderService } from '../base.ts';
import { type Listening, listensOn, mayJudge } from '../domain/listening.ts';
import { beat, forgetInstances, forgetSilent, type InstanceFacts, instancesHere } from '../store/instances.ts';
import { findOrphans, type KeyHolder, type Orphan } from '../store/intents.ts';

export const BEAT_EVERY_MS = 2_000;

const domain = pidDomain();
const processStarted = livingProcess(process.pid)?.startedAt ?? null;

/** Instances that this very process runs: in tests there are several. */
const living = new Map<string, Listening | undefined>();

/** From now on this instance counts as alive. */
export async function comeAlive(base: OrderBase): Promise<void> {
  const before = living.get(base.instanceId);
  // Before its row is seen: another instance of this process would bury it.
  living.set(base.instanceId, before);
  await beat(base.database, selfOf(base));
  living.set(base.instanceId, listensOn(before, performance.now()));
}

export async function takeLeave(base: OrderBase): Promise<void> {
  living.delete(base.instanceId);
  try {
    await forgetInstances(base.database, [base.instanceId]);
  } catch (error) {
    base.log.warn({ err: error }, 'could not sign off; the silence of this process will tell');
  }
}

/** One turn, also at start: shows that we live, and ends what the dead have left. */
export async function recoverOrders(service: OrderService): Promise<void> {
  await comeAlive(service);
  await buryNeighbours(service);
  const found = await findOrphans(service.database.kysely, service.instanceId);
  const orphans = found.filter((orphan) => isOrphan(service, orphan));
  if (orphans.length > 0) {
    const requestId = `recovery-${randomUUID()}`;
    const ended = await Promise.all(
      orphans.map(({ id }) => service.writers.reject({ id, reason: 'abandoned', requestId })),
    );
    const count = ended.filter(Boolean).length;
    if (count > 0) service.log.warn({ count }, 'recovered orders that were being placed when their process died');
  }
  if (judgesSilence(service)) await forgetSilent(service.database);
}

const judgesSilence = ({ instanceId }: OrderBase): boolean => mayJudge(living.get(instanceId), performance.now());

/** Nobody works on this intent any more. */
export const isAbandoned = (service: OrderService, holder: Orphan & Pick<KeyHolder, 'alive'>): boolean =>
  holder.instance_id === service.instanceId
    ? !service.underway.has(holder.number)
    : holder.gone || (!holder.alive && judgesSilence(service));

/** The query has found the others silent; our own intents are judged by what is underway. */
const isOrphan = (service: OrderService, orphan: Orphan): boolean => isAbandoned(service, { ...orphan, alive: false });

/** Processes of this machine that are gone lose their row, and with it their intents. */
async function buryNeighbours(service: OrderService): Promise<void> {
  const here = await instancesHere(service.database, domain);
  const dead = here.filter((instance) => !isAlive(instance)).map(({ id }) => id);
  await forgetInstances(service.database, dead);
}

function isAlive({ id, pid, processStarted: started }: InstanceFacts): boolean {
  if (pid === process.pid && started === processStarted) return living.has(id);
  const facts = livingProcess(pid);
  if (!facts) return false;
  return started === null || facts.startedAt === undefined || facts.startedAt === started;
}

const selfOf = ({ instanceId }: OrderBase): InstanceFacts => ({
  id: instanceId,
  pidDomain: domain,
  pid: process.pid,
  processStarted,
});
