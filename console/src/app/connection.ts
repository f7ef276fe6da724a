import type { QueryClient } from '@tanstack/react-query';
import { create } from 'zustand';
import { caller } from '../api/client.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 8_000;

/** The server cannot be reached: a bar says so until it is back. */
export const useConnection = create<{ lost: boolean }>()(() => ({ lost: false }));

/** Asks for the server until it answers, then loads everything that is shown anew. What was typed is untouched. */
export function watchConnection(client: QueryClient): void {
  let timer = 0;
  const ask = async (pauseMs: number) => {
    clearTimeout(timer);
    const answered = await fetch('/api/session', { headers: { accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store' }).then((response) => response.ok, () => false);
    if (!useConnection.getState().lost) return;
    if (answered) {
      useConnection.setState({ lost: false });
      await client.invalidateQueries();
      return;
    }
    timer = window.setTimeout(() => void ask(Math.min(longestPauseMs, pauseMs * 1.6)), pauseMs);
  };
  caller.onUnreachable = () => {
    if (useConnection.getState().lost) return;
    useConnection.setState({ lost: true });
    timer = window.setTimeout(() => void ask(firstPauseMs), firstPauseMs);
  };
  // The net came back before the next question was due.
  addEventListener('online', () => { if (useConnection.getState().lost) void ask(firstPauseMs); });
}
