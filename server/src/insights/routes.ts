import { homeNumbers, idText, sopFigures, sopFiguresQuery, sopResult, todayNumbers } from '@homefield/contract';
import { z } from 'zod';
import { jobsSeenBy, type HttpServer } from '../http/index.ts';
import { parseId } from '../kernel/index.ts';
import { SopNotFound } from '../sops/index.ts';
import type { Insights } from './insights.ts';

const tags = ['insights'];
const read = { may: 'insights.read', scopes: ['read'] } as const;

export function insightRoutes(app: HttpServer, { insights }: { insights: Insights }): void {
  app.get('/api/insights/home', {
    config: { access: read }, schema: { summary: 'The brand at a glance', tags, response: { 200: homeNumbers } },
  }, (request) => insights.home(request.actor));

  app.get('/api/insights/today', {
    config: { access: read }, schema: { summary: 'What changed since yesterday, what runs and what needs a hand', tags, response: { 200: todayNumbers } },
  }, ({ actor }) => insights.today(actor, jobsSeenBy(actor)));

  app.get('/api/sops/figures', {
    config: { access: read }, schema: { summary: 'How many entered some SOPs, and how many messages went out', tags, querystring: sopFiguresQuery, response: { 200: sopFigures } },
  }, (request) => insights.sopFigures(request.actor, request.query.ids.split(',')));

  app.get('/api/sops/:id/result', {
    config: { access: read, problems: [SopNotFound] },
    schema: { summary: 'What came of an SOP, with its measured lift', tags, params: z.object({ id: idText }), response: { 200: sopResult } },
  }, (request) => insights.sopResult(request.actor, parseId('sop', request.params.id)));
}
