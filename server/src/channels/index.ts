export type { Delivery, LastCheck, MessageChannel, Reach, Receipt, ReceiveReceipts } from './channel.ts';
export { channelWorkers, createChannels } from './channels.ts';
export type { ChannelDeps, Channels } from './channels.ts';
export { channelRoutes } from './routes.ts';
export { ChannelMissing, ChannelRefused, SecretNeeded, SecretUnreadable } from './problems.ts';
export type { ChannelTrouble, WecomConnection, WecomSettings } from './wecom/connection.ts';
export { channelMoves } from './moves.ts';
export { inventContacts } from './wecom/sync.ts';
export type { SyncCount, WecomDirectory, WecomPerson } from './wecom/sync.ts';
