import { z } from 'zod';
import { dayText, idText, instantMs, languageQuery } from './common.ts';
import { role } from './organization.ts';

/** Texts of the brand page: why it exists, what it stands for, how it speaks. Scripts are checked against them. */
const brandText = z.string().trim().max(2_000);

export const workspaceSettings = z.object({
  id: idText, name: z.string(), zone: z.string(), currency: z.string(), logoUrl: z.string().nullable(),
  mission: z.string(), positioning: z.string(), voice: z.string(),
  /** Everybody who signs in with a password has to have a second factor. */
  requireTotp: z.boolean(),
  /** Orders exist, so the currency stays. */
  currencyFixed: z.boolean(),
  /** Only the orders of the sample brand fix it: without them it is free. */
  currencyFixedBySample: z.boolean().optional(),
  /** Raised by every change; a change names the one that it was made upon. */
  revision: z.number().int(),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettings>;

/** `PATCH /api/workspace`. Refused with 409 `workspace_changed` and what it is now (`present`) when somebody else was faster. */
export const workspaceChange = z.object({
  revision: z.number().int(),
  name: z.string().trim().min(1).max(200).optional(),
  zone: z.string().min(1).max(64).optional(),
  currency: z.string().min(1).max(10).optional(),
  mission: brandText.optional(), positioning: brandText.optional(), voice: brandText.optional(),
  requireTotp: z.boolean().optional(),
});
export type WorkspaceChange = z.infer<typeof workspaceChange>;

/** `POST /api/workspaces`: another brand beside this one. Zone and currency are this one's where they are left out. */
export const newWorkspace = z.object({ name: workspaceChange.shape.name.unwrap(), zone: z.string().min(1).max(64).optional(), currency: z.string().min(1).max(10).optional() });
export type NewWorkspace = z.infer<typeof newWorkspace>;

export const logoBytesMax = 524_288;

/** Sign-in with the company's own accounts (OpenID Connect). The client secret is stored sealed and never shown. */
export const ssoSettings = z.object({
  enabled: z.boolean(), label: z.string(), issuer: z.string(), clientId: z.string(), hasSecret: z.boolean(),
  /** Who may come in by the end of their e-mail address; empty: anybody whom the provider knows. */
  domains: z.array(z.string()),
  /** The role of people who come for the first time; null: only people who already have an account. */
  newRole: role.nullable(),
  /** What has to be entered at the provider. */
  redirectUri: z.string(),
});
export type SsoSettings = z.infer<typeof ssoSettings>;
export const ssoChange = z.object({
  enabled: z.boolean(), label: z.string().trim().min(1).max(60), issuer: z.url().max(500), clientId: z.string().trim().min(1).max(300),
  /** Left out: the stored one stays, as long as issuer and client do. */
  clientSecret: z.string().min(1).max(1_000).optional(),
  domains: z.array(z.string().trim().toLowerCase().regex(/^[a-z0-9.-]+\.[a-z]{2,}$/)).max(20),
  newRole: role.nullable(),
});
export type SsoChange = z.infer<typeof ssoChange>;

/** One line of the audit log. */
export const auditLine = z.object({
  id: idText, atMs: instantMs,
  /** A key is called by its purpose, which anybody may write: `tail` (its last characters) and `madeBy` tell whose it is, also of one that is gone. */
  actor: z.object({ kind: z.enum(['user', 'apiKey', 'system']), id: idText.nullable(), name: z.string().nullable(), tail: z.string().nullable(), madeBy: z.string().nullable() }),
  action: z.string(),
  object: z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() }).nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.infer<typeof auditLine>;
/** Filters of `GET /api/audit` and of its export. */
export const auditFilter = z.object({
  /** Id of a user or an API key, or `system`. */
  actor: z.string().max(40).optional(),
  /** The beginning of an action: `user.` or `user.created`. */
  action: z.string().max(60).optional(),
  /** The kind of an object (`user`) or the id of one. */
  object: z.string().max(60).optional(),
  /** First and last day, in the zone of the workspace. */
  from: dayText.optional(), to: dayText.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;
export const auditExportQuery = auditFilter.extend(languageQuery.shape);
export const auditExportMax = 50_000;
