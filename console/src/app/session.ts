import type { AcceptInvite, FirstOwner, SessionState, SignIn, SignInCode } from '@homefield/contract';
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useCallback, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { create } from 'zustand';
import { call, caller, get, post } from '../api/client.ts';
import { createFormat, type Format } from '../design/format.ts';
import { hasUnsaved } from '../design/leaving.ts';
import { forgetToasts } from '../design/toast.tsx';
import type { Language } from '../i18n/language.ts';
import { usePreferences } from './preferences.ts';
import { forgetRecent } from './recent.ts';
import { openOverlay } from './shell.ts';
import { tellTabs } from './tabs.ts';

const key = ['session'] as const;
const virtualRefreshMs = 15_000;

/** The session ran out under an open page: the page stays, a sign-in dialog lies over it. */
export const useSessionLoss = create<{ lost: boolean }>()(() => ({ lost: false }));

/** Whether somebody has a page open that would be lost with the session. The page that asks for a second factor has nothing to lose. */
export function hasPage(session: SessionState | undefined): boolean {
  return session?.user != null && !session.user.totpNeeded;
}

const readSession = (signal?: AbortSignal) => get<SessionState>('/session', undefined, signal);

function remembered(session: SessionState): void {
  caller.csrfToken = session.csrfToken;
  clock.offsetMs = session.nowMs - Date.now();
  clock.virtual = session.virtualTime;
  clock.frozenMs = session.nowMs;
}

/** The product's time: the server's, which may be virtual and then stands still between two looks. */
const clock = { offsetMs: 0, virtual: false, frozenMs: 0 };

export function nowMs(): number {
  return clock.virtual ? clock.frozenMs : Date.now() + clock.offsetMs;
}

/** What a look at the session leads to that nobody asked for: the tab came back, a minute went by. A page that would be lost stays, and asks. */
export async function lookAgain(client: QueryClient, signal?: AbortSignal): Promise<SessionState> {
  const session = await readSession(signal);
  const before = client.getQueryData<SessionState>(key);
  if (before && hasPage(before) && !session.user && !session.firstRun) {
    useSessionLoss.setState({ lost: true });
    return before;
  }
  if (before && staysFor(before, session)) return before;
  await followBrand(client, session);
  remembered(session);
  await settle(client, before, session);
  return session;
}

const sessionQuery = queryOptions({
  queryKey: key,
  // It may have changed without a word: another tab's message is not always heard.
  queryFn: ({ signal, client }) => lookAgain(client, signal),
  staleTime: 60_000,
});

/** The first look, before anything that observes it is drawn. */
export async function loadSession(client: QueryClient): Promise<SessionState | undefined> {
  await client.prefetchQuery(sessionQuery);
  return client.getQueryData<SessionState>(key);
}

export function useSession() {
  return useQuery({
    ...sessionQuery,
    refetchInterval: (query) => (query.state.data?.virtualTime && query.state.data.user ? virtualRefreshMs : false),
  });
}

/** Takes a session over that was just opened or chosen: by a password, a code, an invitation, the way to another brand. */
export function useEntered() {
  const client = useQueryClient();
  return async (session: SessionState) => {
    // The answer may ask for a code (`codeNeeded`): then nobody is in yet.
    if (!session.user) return;
    tellTabs('signed-in');
    await takeSession(client, session);
    openOverlay(null);
  };
}

/** The answer may ask for a code (`codeNeeded`): then nobody is in yet. */
export function useSignIn() {
  return useMutation({ mutationFn: (input: SignIn) => post<SessionState>('/session', input), gcTime: 0, onSuccess: useEntered() });
}

export function useSignInCode() {
  return useMutation({ mutationFn: (input: SignInCode) => post<SessionState>('/session/code', input), gcTime: 0, onSuccess: useEntered() });
}

export function useAcceptInvite() {
  return useMutation({ mutationFn: (input: AcceptInvite) => post<SessionState>('/invites/accept', input), gcTime: 0, onSuccess: useEntered() });
}

/** What a session is after a change of the own account or of the brand. */
export function useRefreshSession() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: key });
}

/** Everything but the session itself, whose observers have to see what follows. */
const others = { predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== 'session' };

/** The user whose brand is being left: their page is gone already, that of the next one not there yet. */
export const useLeaving = create<{ userId: string | null }>()(() => ({ userId: null }));

/** What goes to the first page, past every guard; the router is not there yet when this file is read. */
export const ways = { home: (): Promise<void> => Promise.resolve() };

/** The brand that another tab has taken the browser to, while this page has unsaved changes: it asks before it follows. The token is that brand's. */
export const useElsewhere = create<{ brand: string | null; csrfToken: string | null }>()(() => ({ brand: null, csrfToken: null }));

const isOtherBrand = (before: SessionState | undefined, next: SessionState) => before?.user != null && next.user !== null && before.workspace?.id !== next.workspace?.id;

/** Whether the page stays as it is for now, with its own token and clock. */
function staysFor(before: SessionState | undefined, next: SessionState): boolean {
  const stays = isOtherBrand(before, next) && hasUnsaved();
  if (stays) {
    useSessionLoss.setState({ lost: false });
    useElsewhere.setState({ brand: next.workspace?.name ?? '', csrfToken: next.csrfToken });
  }
  return stays;
}

/** In another brand nothing of this one may be seen, and nothing of it asked for under the other's session: the page goes first, then all that was loaded. */
async function followBrand(client: QueryClient, next: SessionState): Promise<void> {
  const before = client.getQueryData<SessionState>(key);
  if (before?.user && isOtherBrand(before, next)) {
    useLeaving.setState({ userId: before.user.id });
    openOverlay(null);
    await ways.home();
    caller.brandsLeft += 1;
    forgetToasts();
    client.removeQueries(others);
  }
  caller.workspaceId = next.workspace?.id ?? null;
}

/** What is left of the session before in the one that is gone on with: no question of it, and nothing that its person had loaded for somebody else. */
async function settle(client: QueryClient, before: SessionState | undefined, session: SessionState): Promise<void> {
  useSessionLoss.setState({ lost: false });
  useElsewhere.setState({ brand: null, csrfToken: null });
  if (session.user && (!before || before.user?.id === session.user.id)) return;
  if (before?.user) forgetRecent();
  if (session.user) await client.resetQueries(others);
  else client.removeQueries(others);
}

/** Goes on with a session: the page under the dialog stays, unless somebody else came, or nobody, who must not see what the first one had loaded. */
async function takeSession(client: QueryClient, session: SessionState): Promise<void> {
  // A look at the session that is still under way may have asked with the cookie of before.
  await client.cancelQueries({ queryKey: key });
  await followBrand(client, session);
  remembered(session);
  const before = client.getQueryData<SessionState>(key);
  client.setQueryData(key, session);
  // Whoever comes back after signing out is not leaving any more.
  useLeaving.setState({ userId: null });
  await settle(client, before, session);
  if (session.user && before?.user?.id === session.user.id) await client.invalidateQueries(others);
}

/** Another tab signed in or out: this one has the same cookie, so it follows; but not into another brand away from unsaved changes. */
export async function followSession(client: QueryClient): Promise<void> {
  const session = await readSession();
  if (!staysFor(client.getQueryData<SessionState>(key), session)) await takeSession(client, session);
}

/** Takes over what the cookie says, whatever is lost by it. */
export async function goWithSession(client: QueryClient): Promise<void> {
  await takeSession(client, await readSession());
}

export function useFirstOwner() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: FirstOwner) => post<SessionState>('/first-owner', input),
    onSuccess: (session) => takeSession(client, session),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<void>('DELETE', '/session'),
    onSettled: async () => {
      const session = await readSession();
      await takeSession(client, session);
      if (!session.user) tellTabs('signed-out');
    },
  });
}

/** Out of this brand only: the browser goes on in the one that it was in before. What is not saved here was asked about. */
export function useLeaveBrand() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<SessionState>('DELETE', '/session', { query: { only: 'present' } }),
    onSettled: async () => {
      await goWithSession(client);
      tellTabs('signed-in');
    },
  });
}

/** What the way out says: it leads out of every brand of this browser. */
export function useSignOutText(): string {
  const { t } = useTranslation();
  const { data } = useSession();
  const others = data?.others.length ?? 0;
  return others === 0 ? t('app.signOut') : t('app.signOutAll', { number: others + 1 });
}

/** User and workspace of a page behind the sign-in. */
export function useSignedIn() {
  const { data } = useSession();
  if (!data?.user || !data.workspace) throw new Error('This page is only for people who are signed in.');
  return { user: data.user, workspace: data.workspace, virtualTime: data.virtualTime, nowMs: data.nowMs };
}

/** Formatters of the whole console; `app/format-provider.tsx` keeps them up to date. */
export const FormatContext = createContext<Format | null>(null);

/** Formatters in the reader's language and the brand's zone and currency. Asking costs nothing, so that every cell of a table may. */
export function useFormat(): Format {
  const format = useContext(FormatContext);
  if (!format) throw new Error('Formats come from the FormatProvider around the console.');
  return format;
}

/** What `useFormat` answers, from the session itself: for its provider. */
export function useSessionFormat(): Format {
  const { data } = useSession();
  const language = usePreferences((state) => state.language);
  return formatOf(language, data?.workspace?.zone ?? 'Asia/Shanghai', data?.workspace?.currency ?? 'CNY');
}

const formats = new Map<string, Format>();

/** One for all cells of all tables: what it holds is dear to make. */
function formatOf(language: Language, zone: string, currency: string): Format {
  const key = `${language} ${zone} ${currency}`;
  const made = formats.get(key) ?? createFormat({ language, zone, currency });
  formats.set(key, made);
  return made;
}

/** Picks the reader's language of a sentence that the server wrote in both. */
export function useSentence(): (sentence: { zh: string; en: string }) => string {
  const language = usePreferences((state) => state.language);
  return useCallback((sentence) => sentence[language], [language]);
}
