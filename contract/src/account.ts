import { z } from 'zod';
import { idText, instantMs } from './common.ts';
import { role, shownScope, userScope } from './organization.ts';

/** A code of an authenticator app, or one of the recovery codes. People write them with spaces. */
export const codeText = z.string().trim().min(6).max(40);
const newPassword = z.string().min(10).max(200);
const token = z.string().min(20).max(100);

/** Answer of `GET /api/account`: what a person sees of their own account. */
export const account = z.object({
  id: idText, name: z.string(), email: z.string(), role, language: z.enum(['zh', 'en']).nullable(),
  /** False for who has only ever come in by single sign-on; they may set one without a present one (`PATCH /api/session`). */
  hasPassword: z.boolean(),
  totp: z.object({ onSinceMs: instantMs.nullable(), recoveryCodesLeft: z.number().int(), required: z.boolean() }),
});
export type Account = z.infer<typeof account>;

/** Answer of `POST /api/account/totp`. The secret is shown this once; it counts from the first right code on. */
export const totpSetup = z.object({ secret: z.string(), uri: z.string(), /** A picture for the app's camera, as a data URL. */ qr: z.string() });
export type TotpSetup = z.infer<typeof totpSetup>;
export const totpCode = z.object({ code: codeText });
export const totpOff = z.object({ code: codeText, /** Needed by who has one. */ password: z.string().max(200).optional() });
export const recoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
/** `POST /api/session/code`: the second step of a sign-in. */
export const signInCode = z.object({ ticket: token, code: codeText });
export type SignInCode = z.infer<typeof signInCode>;

export const browserNames = ['chrome', 'edge', 'safari', 'firefox', 'wecom', 'wechat', 'other'] as const;
export const systemNames = ['windows', 'macos', 'ios', 'android', 'harmonyos', 'linux', 'other'] as const;
export const sessionEntry = z.object({
  id: idText, browser: z.enum(browserNames), system: z.enum(systemNames),
  /** Its second half hidden; null when it was not noted. */
  address: z.string().nullable(), createdAtMs: instantMs, seenAtMs: instantMs, method: z.enum(['password', 'sso']),
  /** The session that asks. */
  current: z.boolean(),
});
export type SessionEntry = z.infer<typeof sessionEntry>;

export const invite = z.object({
  id: idText, email: z.string(), name: z.string(), role, createdAtMs: instantMs, expiresAtMs: instantMs, state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  createdBy: z.object({ id: idText, name: z.string() }).nullable(),
  /** What of the customers the person will see, and the staff member whom their account will be linked to. */
  scope: shownScope, staff: z.object({ id: idText, name: z.string() }).nullable(),
});
export type Invite = z.infer<typeof invite>;
export const newInvite = z.object({
  email: z.email().max(200), name: z.string().trim().min(1).max(100), role,
  /** As for a new account: left out, the whole brand. */
  scope: userScope.optional(), staffId: idText.nullable().optional(),
});
/** Answer of `POST /api/invites`: the only time that the token of the link is shown. `publicUrl`: under which address colleagues reach the server; null where nobody has said. */
export const createdInvite = invite.extend({ token: z.string(), publicUrl: z.string().nullable() });
export type CreatedInvite = z.infer<typeof createdInvite>;
/** Answer of `POST /api/users/:id/password-reset`: the only time that the token of the link is shown. */
export const createdPasswordReset = z.object({ token: z.string(), expiresAtMs: instantMs, publicUrl: z.string().nullable() });
export type CreatedPasswordReset = z.infer<typeof createdPasswordReset>;
/** `POST /api/password-resets/look`: whose password the link sets. */
export const openPasswordReset = z.object({ email: z.string(), name: z.string(), workspaceName: z.string(), expiresAtMs: instantMs });
export type OpenPasswordReset = z.infer<typeof openPasswordReset>;
export const usePasswordReset = z.object({ token, password: newPassword });
/** `POST /api/invites/look`: what whoever holds the link may know before they accept. */
export const inviteToken = z.object({ token });
export const openInvite = z.object({ email: z.string(), name: z.string(), role, workspaceName: z.string(), invitedBy: z.string().nullable(), expiresAtMs: instantMs });
export type OpenInvite = z.infer<typeof openInvite>;
export const acceptInvite = z.object({ token, name: z.string().trim().min(1).max(100), password: newPassword });
export type AcceptInvite = z.infer<typeof acceptInvite>;
