import type { Latent, Purchase } from './latent.ts';

export type FutureOrder = {
  customerNumber: string;
  /** Says nothing about the cause. */
  orderNumber: string;
  paidAt: number;
  amountMinor: number;
  /** The truth that no product sees: would it have happened without the message? Tell a shop about the order without this. */
  cause: 'baseline' | 'message';
};

export function toFutureOrder({ customerNumber }: Latent, { atMs, amountMinor }: Purchase, cause: FutureOrder['cause']): FutureOrder {
  return { customerNumber, orderNumber: `N${atMs}-${customerNumber}`, paidAt: atMs, amountMinor, cause };
}
