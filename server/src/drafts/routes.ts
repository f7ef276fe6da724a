import { draftKey, formDraft, newDraft } from '@homefield/contract';
import { z } from 'zod';
import type { Database } from '../engines/index.ts';
import { NotAllowed } from '../http/index.ts';
import type { Actor, HttpServer } from '../http/index.ts';
import { dayMs, problem } from '../kernel/index.ts';
import type { Clock } from '../kernel/index.ts';

export type DraftRoutesDeps = { db: Database; clock: Clock };

export const DraftTooLarge = problem('draft_too_large', 413, {
  en: 'What you typed is too long to be kept as a draft. Save it, or shorten it; it stays in this page meanwhile.',
  zh: '内容太长，无法自动保存草稿。请尽快保存或精简，内容仍保留在本页。',
});

const tags = ['drafts'];
const access = { may: 'account.own' } as const;
const keptMs = 30 * dayMs;
const charactersMax = 200_000;
/** Of one person: the oldest go. */
const draftsMax = 100;

/** Drafts of forms: each person's own, saved while they type. */
export function draftRoutes(app: HttpServer, { db, clock }: DraftRoutesDeps): void {
  app.get('/api/drafts', {
    config: { access }, schema: { summary: 'What one has typed into a form and not saved', tags, querystring: z.object({ key: draftKey }), response: { 200: formDraft } },
  }, async ({ actor, query: { key } }) => {
    const userId = userOf(actor);
    const [row] = await db.inWorkspace(actor.workspaceId, (tx) => tx.query<{ base: string; value: z.output<typeof newDraft>['value']; saved_at: number }>(
      'select base, value, saved_at from form_draft where workspace_id = $1 and user_id = $2 and key = $3 and saved_at > to_timestamp($4::float8 / 1000)', [actor.workspaceId, userId, key, clock.now() - keptMs]));
    return { draft: row ? { base: row.base, value: row.value, savedAtMs: row.saved_at } : null };
  });

  app.put('/api/drafts', {
    config: { access, problems: [DraftTooLarge], idempotency: false }, schema: { summary: 'Keep what one has typed into a form', tags, body: newDraft, response: { 204: z.null() } },
  }, async ({ actor, body: { key, base, value } }, reply) => {
    const text = JSON.stringify(value);
    if (text.length > charactersMax) throw DraftTooLarge();
    await save(db, { workspaceId: actor.workspaceId, userId: userOf(actor), key, base, text, nowMs: clock.now() });
    return reply.code(204).send(null);
  });

  app.delete('/api/drafts', {
    config: { access, idempotency: false }, schema: { summary: 'Forget what one has typed into a form', tags, querystring: z.object({ key: draftKey }), response: { 204: z.null() } },
  }, async ({ actor, query: { key } }, reply) => {
    await db.inWorkspace(actor.workspaceId, (tx) => tx.query('delete from form_draft where workspace_id = $1 and user_id = $2 and key = $3', [actor.workspaceId, userOf(actor), key]));
    return reply.code(204).send(null);
  });
}

function userOf(actor: Actor): bigint {
  if (actor.kind !== 'user') throw NotAllowed();
  return actor.id;
}

type Saving = { workspaceId: bigint; userId: bigint; key: string; base: string; text: string; nowMs: number };

function save(db: Database, { workspaceId, userId, key, base, text, nowMs }: Saving): Promise<void> {
  return db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`
      insert into form_draft (workspace_id, user_id, key, base, value, saved_at) values ($1, $2, $3, $4, $5::jsonb, to_timestamp($6::float8 / 1000))
      on conflict (workspace_id, user_id, key) do update set base = excluded.base, value = excluded.value, saved_at = excluded.saved_at`, [workspaceId, userId, key, base, text, nowMs]);
    await tx.query(`
      delete from form_draft where workspace_id = $1 and user_id = $2 and (saved_at < to_timestamp($3::float8 / 1000)
        or key in (select key from form_draft where workspace_id = $1 and user_id = $2 order by saved_at desc, key offset ${draftsMax}))`, [workspaceId, userId, nowMs - keptMs]);
  });
}
