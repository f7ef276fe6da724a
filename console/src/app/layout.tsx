import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../design/loading.tsx';
import { useNarrow } from '../design/media.ts';
import { PieceBoundary } from '../design/piece-boundary.tsx';
import { ProblemAlert } from '../design/problem-alert.tsx';
import { Toasts } from '../design/toast.tsx';
import { Boot } from './boot.tsx';
import { ConnectionBar } from './connection-bar.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Guard } from './guard.tsx';
import { withMoreTexts } from '../i18n/index.ts';
import { Header } from './header.tsx';
import styles from './layout.module.css';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { useElsewhere, useLeaving, useSession, useSessionLoss, useSignedIn } from './session.ts';
import { openOverlay, useOverlay } from './shell.ts';
import { useShortcuts } from './use-shortcuts.ts';

const SetupPage = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/setup-page.tsx'))).SetupPage }));
const SignInPage = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/sign-in-page.tsx'))).SignInPage }));
const AcceptInvitePage = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/accept-invite-page.tsx'))).AcceptInvitePage }));
const ResetPasswordPage = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/reset-password-page.tsx'))).ResetPasswordPage }));
const TotpNeededPage = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/totp-needed-page.tsx'))).TotpNeededPage }));
const SessionLossDialog = lazy(async () => ({ default: (await withMoreTexts(import('./session-loss-dialog.tsx'))).SessionLossDialog }));
const Palette = lazy(async () => ({ default: (await withMoreTexts(import('./palette.tsx'))).Palette }));
const BrandSignInDialog = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/brand-dialogs.tsx'))).BrandSignInDialog }));
const NewBrandDialog = lazy(async () => ({ default: (await withMoreTexts(import('../features/organization/brand-dialogs.tsx'))).NewBrandDialog }));
const BrandElsewhereDialog = lazy(async () => ({ default: (await import('./brand-elsewhere-dialog.tsx')).BrandElsewhereDialog }));
const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));

/** Decides by the session what is shown at an address: set-up, sign-in, an invitation, the second factor that is asked for, or the page itself. The address never changes for it. */
export function Layout() {
  return <><ConnectionBar /><Inside /></>;
}

function Inside() {
  const { data, error, refetch } = useSession();
  const later = useDeferredValue(data ?? null, null) ?? undefined;
  // The whole page begins with somebody being there: drawn in pieces, between which the browser answers to the hand. Who goes is gone at once.
  const session = data?.user && !later?.user ? later : data;
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Whoever sets up their second factor stays there until they have kept their recovery codes, also when the session is looked at again meanwhile.
  const [securing, setSecuring] = useState<string | null>(null);
  const leaving = useLeaving((state) => state.userId);
  if (session?.user?.totpNeeded && securing !== session.user.id) setSecuring(session.user.id);
  if (!session && error) return <main className={styles.alone}><ProblemAlert error={error} onRetry={() => void refetch()} /></main>;
  if (!session) return <Boot />;
  if (session.firstRun) return <Suspense><SetupPage /></Suspense>;
  if (path === '/invite') return <Suspense><AcceptInvitePage /></Suspense>;
  if (path === '/reset-password') return <Suspense><ResetPasswordPage /></Suspense>;
  if (!session.user || !session.workspace) return <Suspense><SignInPage /></Suspense>;
  if (securing === session.user.id) return <><Suspense><TotpNeededPage onDone={() => setSecuring(null)} /></Suspense><Over /></>;
  // Nothing of the brand that is left is drawn any more, and nothing is kept for who comes next.
  if (leaving === session.user.id) return <main className={styles.alone}><Loading rows={4} /></main>;
  return <Frame key={session.user.id} />;
}

function Frame() {
  const { t } = useTranslation();
  const { workspace } = useSignedIn();
  const narrow = useNarrow();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useShortcuts();
  // Single sign-on to another brand that came to nothing: it is told where it was begun.
  useEffect(() => { if (new URLSearchParams(location.search).has('sso')) openOverlay('brand-sign-in'); }, []);
  return (
    <div className={styles.frame}>
      <a href="#content" className={styles.skip}>{t('app.skip')}</a>
      {!narrow && <SideNavigation brand={workspace} />}
      <div className={styles.main}>
        <Header narrow={narrow} />
        <main id="content" tabIndex={-1} className={styles.content}>
          <ErrorBoundary resetKey={path}><Suspense fallback={<div className={styles.waiting}><Loading /></div>}><Guard><Outlet /></Guard></Suspense></ErrorBoundary>
        </main>
      </div>
      {narrow && <BottomNavigation />}
      <Over />
      <Toasts />
    </div>
  );
}

/** What lies over the page, which stays when it fails. A session that was lost comes before everything else. */
function Over() {
  return <PieceBoundary><Suspense><Lying /></Suspense></PieceBoundary>;
}

function Lying() {
  const lost = useSessionLoss((state) => state.lost);
  const elsewhere = useElsewhere((state) => state.brand !== null);
  const overlay = useOverlay((state) => state.overlay);
  if (lost) return <SessionLossDialog />;
  if (elsewhere) return <BrandElsewhereDialog />;
  if (overlay === 'palette') return <Palette />;
  if (overlay === 'brand-sign-in') return <BrandSignInDialog />;
  if (overlay === 'brand-new') return <NewBrandDialog />;
  return overlay === 'keys' ? <KeysDialog /> : null;
}
