/** What the sandbox does later: sending its webhooks, and taking the money of a delayed approval. */
import type { Job, JobHandlers } from '#platform/events/jobs.ts';
import type { Sandbox } from './host.ts';
import { captureDelayed } from './simulator.ts';

export const sandboxJobs = (sandbox: Sandbox): JobHandlers => ({
  'sandbox.deliver': ({ data }: Job<{ id: number }>) => sandbox.sender.sendAgain(data.id),
  'sandbox.capture': ({ data }: Job<{ id: number }>) => captureDelayed(sandbox, data.id),
});
