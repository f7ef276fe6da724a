/** `opened`: a tab was opened by somebody who is signed in, perhaps on the way back from single sign-on. */
export type TabMessage = 'signed-in' | 'signed-out' | 'opened';

/** Tabs of one browser share the cookie of the session; here they tell each other when it changes. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('homefield');

export function tellTabs(message: TabMessage): void {
  channel?.postMessage(message);
}

export function onTabs(listener: (message: TabMessage) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<TabMessage>) => listener(event.data));
}
