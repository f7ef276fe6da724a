import { customerReach, customerReachChange, idText, messageSettings } from '@homefield/contract';
import { z } from 'zod';
import { CustomerUnknown } from '../customers/index.ts';
import type { HttpServer } from '../http/index.ts';
import { changesOf, parseId } from '../kernel/index.ts';
import type { Organization } from '../organization/index.ts';
import type { Messages } from './messages.ts';
import type { CustomerReach } from './reach-store.ts';
import { CapsInvalid } from './problems.ts';

const tags = ['messages'];
const params = z.object({ id: idText });
const read = { may: 'messages.read', scopes: ['read'] } as const;
const write = { may: 'messages.settings', scopes: ['write'] } as const;

export function messageRoutes(app: HttpServer, { messages, audit }: { messages: Messages; audit: Organization['audit'] }): void {
  app.get('/api/settings/messages', {
    config: { access: read }, schema: { summary: 'How much a customer may get, and the quiet hours of the brand', tags, response: { 200: messageSettings } },
  }, ({ actor }) => messages.settings(actor.workspaceId));

  app.put('/api/settings/messages', {
    config: { access: write, problems: [CapsInvalid] },
    schema: { summary: 'Change how much a customer may get, and the quiet hours of the brand', tags, body: messageSettings, response: { 200: messageSettings } },
  }, async ({ actor, body }) => {
    await messages.changeSettings(actor.workspaceId, body, async (tx, before) => {
      const changes = changesOf(before, body, ['perDay', 'perWeek', 'quietHours']);
      if (changes) await audit(tx, actor.workspaceId, { actor, action: 'message_settings.changed', detail: { changes } });
    });
    return body;
  });

  app.get('/api/customers/:id/reach', {
    config: { access: read, problems: [CustomerUnknown] },
    schema: { summary: 'What a customer said about each channel, and whether nothing reaches them for now', tags, params, response: { 200: customerReach } },
  }, ({ actor, params: { id } }) => messages.reach(actor, parseId('customer', id)));

  app.put('/api/customers/:id/reach', {
    config: { access: write, problems: [CustomerUnknown] },
    schema: { summary: 'Write down what a customer said, or suppress them', tags, params, body: customerReachChange, response: { 200: customerReach } },
  }, ({ actor, params: { id }, body }) => messages.changeReach(actor, parseId('customer', id), body, async (tx, before, after) => {
    const said = (reach: CustomerReach) => reach.channels.map(({ channel, allowed }) => ({ channel, allowed }));
    const channels = said(after).filter((one) => said(before).find(({ channel }) => channel === one.channel)?.allowed !== one.allowed);
    const suppressed = changesOf(before, after, ['suppression']) && after.suppression !== null;
    if (channels.length > 0 || suppressed !== undefined) await audit(tx, actor.workspaceId, { actor, action: 'customer_reach.changed', object: { kind: 'customer', id }, detail: { channels, ...(suppressed !== undefined && { suppressed }) } });
  }));
}
