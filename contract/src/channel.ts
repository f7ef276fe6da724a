import { z } from 'zod';
import { instantMs } from './common.ts';
import { messageChannels, timeOfDay } from './sop.ts';

const sentence = z.object({ zh: z.string(), en: z.string() });

/** `GET /api/channels/wecom`. The secret is never shown. */
export const wecomConnection = z.object({
  /** `missing`: nothing is stored; `resting`: WeCom refused or did not answer, nothing is tried until `restUntilMs`. */
  state: z.enum(['missing', 'working', 'troubled', 'resting']),
  corpId: z.string().nullable(),
  agentId: z.number().int().nullable(),
  /** The fault that holds at present. */
  lastError: z.object({ code: z.number().int(), name: z.string(), sentence, atMs: instantMs }).nullable(),
  restUntilMs: instantMs.nullable(),
  /** When staff and contacts were brought up to date last. */
  syncedAtMs: instantMs.nullable(),
});
export type WecomConnection = z.infer<typeof wecomConnection>;

/** `PUT /api/channels/wecom`. Without a secret the stored one stays, which needs the same corp. */
export const wecomSettings = z.object({
  corpId: z.string().trim().regex(/^[A-Za-z0-9_-]{1,64}$/),
  agentId: z.number().int().min(1).max(2_147_483_647).nullish(),
  secret: z.string().trim().min(1).max(200).optional(),
});

/** `POST /api/channels/wecom/check`: what WeCom says to a call with these credentials. */
export const wecomCheck = z.object({ ok: z.boolean(), code: z.number().int().nullable(), sentence });
export type WecomCheck = z.infer<typeof wecomCheck>;

/** `GET` and `PUT /api/settings/messages`: how much a customer may get over everything, and when nobody gets anything, whatever an SOP says. */
export const messageSettings = z.object({
  perDay: z.number().int().min(1).max(100),
  perWeek: z.number().int().min(1).max(700),
  /** Null: only the quiet hours of each SOP hold. */
  quietHours: z.object({ from: timeOfDay, to: timeOfDay }).nullable(),
});
export type MessageSettings = z.infer<typeof messageSettings>;

/** `GET` and `PUT /api/customers/:id/reach`: what the customer said about each channel, and whether nothing at all reaches them for now. */
export const customerReachChange = z.object({
  /** `allowed` null: they said nothing, which is yes for a contact. A channel that is left out stays as it is. */
  channels: z.array(z.object({ channel: z.enum(messageChannels), allowed: z.boolean().nullable() })).max(20).default([]),
  /** Null: nothing is suppressed; left out: it stays as it is. */
  suppression: z.object({ reason: z.string().trim().min(1).max(100), untilMs: instantMs.nullable() }).nullable().optional(),
});
export const customerReach = z.object({
  channels: z.array(z.object({ channel: z.enum(messageChannels), allowed: z.boolean().nullable(), atMs: instantMs.nullable() })),
  suppression: z.object({ reason: z.string(), untilMs: instantMs.nullable() }).nullable(),
});
export type CustomerReach = z.infer<typeof customerReach>;
