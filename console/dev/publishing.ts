import { messageVariables, offeredVariables, sopMistakes, sopReach, type SopDefinition, type SopMistakes, type SopReach } from '@homefield/contract';
import { nowMs } from './people.ts';

const unknown = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name = '']) => name).filter((name) => !(messageVariables as readonly string[]).includes(name));

/** Unknown variables and empty texts, as the server would tell them. */
export function mistakesOf({ steps, trigger }: SopDefinition): SopMistakes {
  const texts = steps.flatMap((step, index) => (step.kind !== 'send' ? [] : [
    ...(step.text.trim() === '' ? [{ pointer: `/definition/steps/${index}/text`, sentence: { zh: '第 1 行第 1 列：内容为空。', en: 'Line 1, column 1: The text is empty.' } }] : []),
    ...unknown(step.text).map((name) => ({ pointer: `/definition/steps/${index}/text`, sentence: { zh: `第 1 行第 4 列：没有变量 {{ ${name} }}，可用的有：customer.name（姓名）、customer.city（城市）、customer.store（门店）。`, en: `Line 1, column 4: There is no {{ ${name} }}. Known are ${offeredVariables.join(', ')}.` } })),
  ]));
  const missing = trigger.audienceId === '' ? [{ pointer: '/definition/trigger/audienceId', sentence: { zh: '请选择从哪个人群进入。', en: 'Choose the audience whose customers enter.' } }] : [];
  return sopMistakes.parse({ mistakes: [...texts, ...missing] });
}

/** The third SOP of the list reaches nobody. */
export function reachOf(index: number): SopReach {
  return sopReach.parse({ channel: 'wecom.broadcast', customers: 1_284, reachable: index === 2 ? 0 : 912, asOfMs: nowMs });
}
