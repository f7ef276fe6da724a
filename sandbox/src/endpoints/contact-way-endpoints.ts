import type { ContactWay, ContactWaysPage } from '@homefield/wecom';
import type { ContactWayChange } from '../contact-ways.ts';
import { needText, numberList, optionalFlag, optionalText, textList, wholeNumber } from '../fields.ts';
import type { Json } from '../fields.ts';
import { refuse } from '../refusal.ts';
import type { SandboxRules } from '../rules.ts';
import { limitOf } from './endpoint.ts';
import type { ApiRequest, Endpoint, Services } from './endpoint.ts';

const CONFIG_ID_MISSING = 41043;

export function contactWayEndpoints(services: Services): Endpoint[] {
  const { contactWays, rules } = services;
  return [
    {
      path: 'externalcontact/add_contact_way', method: 'POST',
      handle: ({ body, now }) => {
        const { config_id, qr_code } = contactWays.add(readNewWay(body, rules), now);
        return { config_id, ...(qr_code && { qr_code }) };
      },
    },
    {
      path: 'externalcontact/get_contact_way', method: 'POST',
      handle: ({ body }) => ({ contact_way: contactWays.get(needText(body, 'config_id', CONFIG_ID_MISSING)) }),
    },
    { path: 'externalcontact/list_contact_way', method: 'POST', lists: ['contact_way'], handle: (request) => listWays(services, request) },
    {
      path: 'externalcontact/update_contact_way', method: 'POST',
      handle: ({ body }) => {
        contactWays.update(needText(body, 'config_id', CONFIG_ID_MISSING), readChange(body, rules));
        return {};
      },
    },
    {
      path: 'externalcontact/del_contact_way', method: 'POST',
      handle: ({ body }) => {
        contactWays.remove(needText(body, 'config_id', CONFIG_ID_MISSING));
        return {};
      },
    },
  ];
}

function listWays({ contactWays, cursors, rules }: Services, { body, now }: ApiRequest): ContactWaysPage {
  const cursor = optionalText(body, 'cursor');
  const from = body['start_time'] === undefined ? now - rules.contactWay.listDefaultMs : wholeNumber(body, 'start_time') * 1000;
  const to = body['end_time'] === undefined ? now : wholeNumber(body, 'end_time') * 1000 + 999;
  const key = `contact ways ${String(body['start_time'])} ${String(body['end_time'])}`;
  const page = cursors.page(key, cursor, limitOf(body, 100, 1000), now, () => contactWays.madeBetween(from, to));
  return { contact_way: page.rows.map((config_id) => ({ config_id })), ...(page.next_cursor && { next_cursor: page.next_cursor }) };
}

function readNewWay(body: Json, rules: SandboxRules): Omit<ContactWay, 'config_id' | 'qr_code'> {
  return {
    type: oneOrTwo(body, 'type', 41037, 41039), scene: oneOrTwo(body, 'scene', 41038, 41040),
    skip_verify: true, remark: '', state: '', user: [], party: [],
    ...readChange(body, rules),
    is_temp: optionalFlag(body, 'is_temp') ?? false, is_exclusive: optionalFlag(body, 'is_exclusive') ?? false,
  };
}

function readChange(body: Json, { contactWay }: SandboxRules): ContactWayChange {
  const fields = {
    style: body['style'] === undefined ? undefined : wholeNumber(body, 'style'),
    remark: optionalText(body, 'remark', contactWay.remarkMax),
    state: optionalText(body, 'state', contactWay.stateMax),
    skip_verify: optionalFlag(body, 'skip_verify'),
    user: body['user'] === undefined ? undefined : textList(body, 'user'),
    party: body['party'] === undefined ? undefined : numberList(body, 'party'),
    unionid: optionalText(body, 'unionid'),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function oneOrTwo(body: Json, name: string, missing: number, bad: number): 1 | 2 {
  const value = body[name];
  if (value === undefined) throw refuse(missing, `missing contact way ${name}`);
  if (value !== 1 && value !== 2) throw refuse(bad, `invalid contact way ${name}`);
  return value;
}
