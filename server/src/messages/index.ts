export { capsDefault, isFinal } from './message.ts';
export type { Caps, MessageDraft, MessageState } from './message.ts';
export { messageRoutes } from './routes.ts';
export { createMessages, messageWorkers } from './messages.ts';
export type { MessageDeps, Messages } from './messages.ts';
export { CapsInvalid, MessageTextInvalid } from './problems.ts';
export type { MessageFacts, TextMistake } from './template.ts';
export type { QuietHours } from './quiet.ts';
export { createWecomDirectory } from './wecom-directory.ts';
