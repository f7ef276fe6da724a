import type { Move } from '../customers/index.ts';

export const orderMoves: readonly Move[] = [{ table: 'customer_order', key: ['order_id'] }, { table: 'refund', key: ['refund_id'] }];
