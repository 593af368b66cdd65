/** The six services and the ports they take when they run apart. */
export const servicePorts = {
  user: 8001,
  product: 8002,
  cart: 8003,
  order: 8004,
  payment: 8005,
  integration: 8006,
} as const;

export type ServiceName = keyof typeof servicePorts;

export const serviceNames = Object.keys(servicePorts) as ServiceName[];
