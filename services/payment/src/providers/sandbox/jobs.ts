/** What the sandbox does later: sending its webhooks, and taking the money of a delayed approval. */
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import { deliver } from './deliveries.ts';
import type { SandboxHost } from './host.ts';
import { captureDelayed } from './simulator.ts';

export const sandboxJobs = (host: SandboxHost): JobHandlers => ({
  'sandbox.deliver': ({ data }: Job<{ id: number }>) => deliver(host, data.id),
  'sandbox.capture': ({ data }: Job<{ id: number }>) => captureDelayed(host, data.id),
});
