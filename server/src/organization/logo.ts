import { logoBytesMax } from '@homefield/contract';
import { createHash } from 'node:crypto';
import type { Transaction } from '../engines/index.ts';
import { LogoNotPicture, LogoTooLarge } from './problems.ts';

export type Logo = { mediaType: string; picture: Buffer; version: string };

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** By its first bytes: what a sender calls a file says nothing. Undefined for everything that is no PNG, JPEG or WebP. */
export function pictureType(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, 8).equals(png)) return 'image/png';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

export async function writeLogo(tx: Transaction, workspaceId: bigint, picture: Buffer | null): Promise<string | null> {
  if (picture === null) {
    await tx.query('delete from workspace_logo where workspace_id = $1', [workspaceId]);
    return null;
  }
  if (picture.length > logoBytesMax) throw LogoTooLarge();
  const mediaType = pictureType(picture);
  if (!mediaType) throw LogoNotPicture();
  const version = createHash('sha256').update(picture).digest('hex').slice(0, 16);
  await tx.query(`
    insert into workspace_logo (workspace_id, media_type, picture, version) values ($1, $2, $3, $4)
    on conflict (workspace_id) do update set media_type = excluded.media_type, picture = excluded.picture, version = excluded.version`, [workspaceId, mediaType, picture, version]);
  return version;
}

export async function logoVersion(tx: Transaction, workspaceId: bigint): Promise<string | null> {
  const [row] = await tx.query<{ version: string }>('select version from workspace_logo where workspace_id = $1', [workspaceId]);
  return row?.version ?? null;
}

export async function readLogo(tx: Transaction, workspaceId: bigint): Promise<Logo | undefined> {
  const [row] = await tx.query<{ media_type: string; picture: Buffer; version: string }>('select media_type, picture, version from workspace_logo where workspace_id = $1', [workspaceId]);
  return row && { mediaType: row.media_type, picture: row.picture, version: row.version };
}
