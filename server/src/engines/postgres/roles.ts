import { createHmac } from 'node:crypto';

/** Login roles of the product. Neither owns a table, neither may bypass row-level security. */
export const appRole = 'homefield_app';
export const engineRole = 'homefield_engine';

/** Passwords follow from the installation's key, so that every process of it knows them and none is stored. */
export function rolePassword(secretKey: Buffer, role: string): string {
  return createHmac('sha256', secretKey).update(`postgres role ${role}`).digest('hex');
}
