/** Refusals that several use cases share. */
import { type Problem, problem } from '#platform/errors/problem.ts';

export const badTransition = (from: string, to: string, detail?: string): Problem =>
  problem('order.bad_transition', { detail: detail ?? `From ${from} there is no step to ${to}.`, extra: { from, to } });
