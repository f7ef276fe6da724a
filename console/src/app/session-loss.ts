import type { SessionState } from '@homefield/contract';
import type { QueryClient } from '@tanstack/react-query';
import { caller } from '../api/client.ts';
import { followSession, hasPage, useLeaving, useSessionLoss } from './session.ts';
import { onTabs } from './tabs.ts';

/**
 * What happens to the session from outside of this page. A 401 under a signed-in page opens the sign-in dialog over it (before anybody signed in there is
 * nothing to lose); a 403 reads the role anew, and the layout shows what that leaves; other tabs are followed.
 */
export function watchSession(client: QueryClient): void {
  const readAgain = () => void client.invalidateQueries({ queryKey: ['session'] });
  caller.onTotpNeeded = readAgain;
  caller.onSignedOut = () => {
    if (hasPage(client.getQueryData<SessionState>(['session']))) useSessionLoss.setState({ lost: true });
    else readAgain();
  };
  caller.onNotAllowed = readAgain;
  // Whoever is about to leave follows already.
  caller.onOtherBrand = () => { if (useLeaving.getState().userId !== client.getQueryData<SessionState>(['session'])?.user?.id) readAgain(); };
  onTabs((message) => (message === 'opened' ? readAgain() : void followSession(client).catch(readAgain)));
}
