/** Checks a request against what a gateway knows, and says in one plain finding what is wrong first. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export interface Finding {
  kind: 'unknown' | 'missing' | 'wrong';
  path: string[];
}

export interface Shape {
  /** Null: as it should be. */
  fault(value: unknown): Finding | null;
}

/** Unknown names are told before missing ones, missing before wrong ones, as the gateways do. */
export function shape(schema: TSchema): Shape {
  const checker = Compile(schema);
  return {
    fault(value) {
      if (checker.Check(value)) return null;
      const found: Finding[] = [];
      for (const { keyword, instancePath, params } of checker.Errors(value)) {
        const path = instancePath.split('/').slice(1);
        const { additionalProperties, requiredProperties } = params as Record<string, string[] | undefined>;
        if (additionalProperties) found.push({ kind: 'unknown', path: [...path, additionalProperties[0]!] });
        else if (requiredProperties) found.push({ kind: 'missing', path: [...path, requiredProperties[0]!] });
        else if (keyword !== 'boolean') found.push({ kind: 'wrong', path });
      }
      const order = ['unknown', 'missing', 'wrong'] as const;
      return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))[0] ?? { kind: 'wrong', path: [] };
    },
  };
}
