import { z } from 'zod';
import { roles, scopeKinds } from './access.ts';
import { idText, instantMs } from './common.ts';

export const role = z.enum(roles);

/** What of the customers somebody sees. `value`: the name of the region, or the id of the store; null for the whole brand and for one's own. */
export const userScope = z.object({ kind: z.enum(scopeKinds), value: z.string().trim().min(1).max(100).nullable().default(null) });
/** `name` is what screens call it: the region, the store, the staff member; null for the whole brand. */
export const shownScope = z.object({ kind: z.enum(scopeKinds), value: z.string().nullable(), name: z.string().nullable() });
export type ShownScope = z.infer<typeof shownScope>;

/** Another brand in which this browser is signed in too, and as whom. */
export const otherSession = z.object({ workspaceId: idText, workspaceName: z.string(), userName: z.string(), email: z.string(), role });
export type OtherSession = z.infer<typeof otherSession>;
/** Sessions that a browser keeps beside the one in use. */
export const otherSessionsMax = 8;

/** Answer of `GET /api/session`: what a browser may know before and after signing in. */
export const sessionState = z.object({
  /** True until the first owner account exists; then the set-up form is shown, which needs the token printed at start. */
  firstRun: z.boolean(),
  /** While it is true and orders were imported by command already: the zone in which their days were read and the currency. The first owner takes over both. */
  held: z.object({ zone: z.string(), currency: z.string() }).optional(),
  user: z.object({
    id: idText, name: z.string(), email: z.string(), role, scope: shownScope,
    /** The workspace asks for a second factor and this person has none: everything but their own account is refused until they set it up. */
    totpNeeded: z.boolean().optional(),
  }).nullable(),
  workspace: z.object({ id: idText, name: z.string(), zone: z.string(), currency: z.string(), /** Address of the logo; it changes with the picture. */ logoUrl: z.string().nullable().optional() }).nullable(),
  /** The other brands of this browser, the one used last first; nothing while nobody is signed in. */
  others: z.array(otherSession),
  /** The password was right and a code is asked for: send it with the ticket to `POST /api/session/code`. */
  codeNeeded: z.object({
    ticket: z.string(), untilMs: instantMs,
    /** The brand that the code is for, and the others whose password it was too: sign in with `workspaceId` to enter one of them. */
    brand: z.string(), otherBrands: z.array(z.object({ id: idText, name: z.string() })),
  }).nullable().optional(),
  /** Providers with which people may sign in: of all brands while nobody is, else of those that this browser does not hold yet. `brand` tells several of them apart. */
  providers: z.array(z.object({ id: idText, label: z.string(), brand: z.string().nullable() })).optional(),
  /** Sent back in the header `x-csrf-token` with every unsafe call of a browser session. */
  csrfToken: z.string().nullable(),
  /** The product's present instant (virtual in the demo) and whether it is virtual. */
  nowMs: instantMs,
  virtualTime: z.boolean(),
});
export type SessionState = z.infer<typeof sessionState>;

export const signIn = z.object({
  email: z.string().trim().min(3).max(200), password: z.string().min(1).max(200),
  /** What this browser is signed in to already stays, beside the new session. Without it everything of before is ended. */
  keep: z.boolean().optional(),
  /** Of several brands whose account the password fits: this one. */
  workspaceId: idText.optional(),
});
export type SignIn = z.infer<typeof signIn>;

/** `DELETE /api/session`: out of every brand of the browser, or `present`: only out of the one in use. */
export const signOutQuery = z.object({ only: z.literal('present').optional() });

/** `POST /api/session/switch`: which of the browser's brands is in use. */
export const switchSession = z.object({ workspaceId: idText });

export const firstOwner = z.object({
  setupToken: z.string().min(1).max(100),
  name: z.string().trim().min(1).max(100),
  email: z.email().max(200),
  password: z.string().min(10).max(200),
  workspaceName: z.string().trim().min(1).max(200),
  /** Left out: Asia/Shanghai and CNY. */
  zone: z.string().min(1).max(60).optional(), currency: z.string().trim().length(3).optional(),
});
export type FirstOwner = z.infer<typeof firstOwner>;

export const user = z.object({
  id: idText, name: z.string(), email: z.string(), role, createdAtMs: instantMs, disabled: z.boolean(), /** Has a second factor. */ totp: z.boolean().optional(), /** Signs in with a password; false for who only comes by single sign-on. */ password: z.boolean().optional(),
  /** A link to set a new password was given to them and holds until then. */
  resetUntilMs: instantMs.nullable().optional(),
  scope: shownScope,
  /** The staff member whom the account is linked to. */
  staff: z.object({ id: idText, name: z.string() }).nullable(),
});
export type User = z.infer<typeof user>;
export const newUser = z.object({
  name: z.string().trim().min(1).max(100), email: z.email().max(200), password: z.string().min(10).max(200), role,
  /** Left out: the whole brand. `own` needs a staff member; an owner sees the whole brand always. */
  scope: userScope.optional(),
  staffId: idText.nullable().optional(),
});

/** `PATCH /api/users/:id`. A new password, another role or scope, or being disabled signs the user out everywhere. */
export const userChange = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  role: role.optional(),
  scope: userScope.optional(),
  staffId: idText.nullable().optional(),
  disabled: z.boolean().optional(),
  password: z.string().min(10).max(200).optional(),
});

/**
 * `PATCH /api/session`: what everybody may change about themselves. The new password needs the present one. Who has none yet (single sign-on) proves
 * themselves by a code of their second factor, or without one by a sign-in of the last ten minutes.
 */
export const ownChange = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  language: z.enum(['zh', 'en']).nullable().optional(),
  password: z.object({ present: z.string().min(1).max(200).optional(), code: z.string().trim().min(6).max(40).optional(), next: z.string().min(10).max(200) }).optional(),
});

export const staffMember = z.object({
  id: idText, name: z.string(), wecomUserId: z.string().nullable(), store: z.string().nullable(), /** Of those whom the reader sees; null: not theirs to know, they see their own customers alone. */ contacts: z.number().int().nullable(), active: z.boolean(),
});
export type StaffMember = z.infer<typeof staffMember>;

export const apiKeyScopes = ['read', 'write', 'import'] as const;
export const apiKey = z.object({
  id: idText, name: z.string(), scopes: z.array(z.enum(apiKeyScopes)), lastUsedAtMs: instantMs.nullable(), createdAtMs: instantMs, tail: z.string(),
  /** Who made it; the key ends when they are disabled. Null: not known any more. */
  createdBy: z.object({ id: idText, name: z.string(), /** A key does no more than this role may: `keyUse`. */ role }).nullable(),
  /** From then on it opens nothing. Null: until it is deleted. */
  expiresAtMs: instantMs.nullable().optional(),
  /** Where the last call came from, its second half hidden: `203.0.*.*`. */
  lastAddress: z.string().nullable().optional(),
  /** Its maker may no longer manage keys (another role, a narrower scope): it opens nothing until they may again. */
  rests: z.boolean().optional(),
});
export type ApiKey = z.infer<typeof apiKey>;
export const newApiKey = z.object({ name: z.string().trim().min(1).max(100), scopes: z.array(z.enum(apiKeyScopes)).min(1), expiresAtMs: instantMs.nullable().optional() });
/** Answer of `POST /api/api-keys`: the only time that the key itself is shown. */
export const createdApiKey = apiKey.extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKey>;
