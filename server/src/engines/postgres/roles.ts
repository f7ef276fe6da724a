import type pg from 'pg';
import { createHmac } from 'node:crypto';

/** Login roles of the product. Neither owns a table, neither may bypass row-level security. */
export const appRole = 'homefield_app';
export const engineRole = 'homefield_engine';

/** Passwords follow from the installation's key, so that every process of it knows them and none is stored. */
export function rolePassword(secretKey: Buffer, role: string): string {
  return createHmac('sha256', secretKey).update(`postgres role ${role}`).digest('hex');
}

/**
 * A connection in UTC, whatever the server's zone: texts of instants, days of partitions and `date_trunc` depend on it. A setting of the
 * start of the session stands above those of server, database and role.
 */
export function inUtc<Target extends pg.ClientConfig>(target: Target): Target {
  return { ...target, options: [target.options, '-c TimeZone=UTC'].filter(Boolean).join(' ') };
}

/** Tells the installation's key without giving it away: kept in the database, so that another key is noticed before it does harm. */
export function keyFingerprint(secretKey: Buffer): string {
  return createHmac('sha256', secretKey).update('installation fingerprint').digest('hex');
}
