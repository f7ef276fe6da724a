import type { NewEvent } from '../engines/index.ts';
import { formatId } from '../kernel/index.ts';
import type { MessageOrigin } from './message-store.ts';

export type MessageEventName = 'message.planned' | 'message.sent' | 'message.failed' | 'message.capped' | 'message.suppressed' | 'message.not_confirmed';

/** The event that tells about a message. Its subject is the message's id as it is shown. */
export function messageEvent(name: MessageEventName, message: MessageOrigin, occurredAtMs: number, more: { reason?: string | null; staffUserId?: string | null }): NewEvent {
  return {
    name, customerId: message.customerId, occurredAtMs, source: 'messages', subject: formatId('message', message.messageId),
    properties: {
      channel: message.channel,
      sopId: formatId('sop', message.sopId),
      ...(message.enrollmentId !== null && { enrollmentId: formatId('enrollment', message.enrollmentId) }),
      ...(message.stepId !== null && { stepId: message.stepId }),
      ...(more.staffUserId && { staffUserId: more.staffUserId }), ...(more.reason && { reason: more.reason }),
    },
  };
}
