import type { Delivery, DeliveryDefinition } from '../define.ts';
import type { ErrorCode } from '../errors.ts';
import type { Operation } from './operation.ts';

/** All that a sender is answered, and what it shows its people where a delivery was not taken. */
interface Answered {
  status: number;
}

const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
  invalid_input: 400,
  timeout: 503,
  unavailable: 503,
};

/**
 * A delivery that is proven to be its sender's, who calls it `id`. Of what it holds nothing is recorded but that and its
 * size.
 */
export function deliveryOperation(
  { sender, take }: Pick<DeliveryDefinition, 'sender' | 'take'>,
  id: string,
  delivery: Delivery,
): Operation<Answered> {
  return {
    kind: 'delivery',
    name: sender,
    access: 'read',
    // Bounded where they arrive: limits of the operator are of people and tools.
    uncounted: true,
    arguments: { id, bytes: delivery.body.length },
    validate: () => delivery,
    run: async () => take(delivery),
    shape: () => ({ status: 202 }),
    fail: ({ code }) => ({ status: STATUSES[code] ?? 500 }),
  };
}
