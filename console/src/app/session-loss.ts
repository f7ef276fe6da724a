import type { SessionState } from '@homefield/contract';
import type { QueryClient } from '@tanstack/react-query';
import { caller } from '../api/client.ts';
import { useSessionLoss } from './session.ts';

/** A 401 under a signed-in page opens the sign-in dialog over it; before anybody signed in there is nothing to lose. */
export function watchSessionLoss(client: QueryClient): void {
  caller.onTotpNeeded = () => void client.invalidateQueries({ queryKey: ['session'] });
  caller.onSignedOut = () => {
    const hadUser = client.getQueryData<SessionState>(['session'])?.user != null;
    if (hadUser) useSessionLoss.setState({ lost: true });
    else void client.invalidateQueries({ queryKey: ['session'] });
  };
}
