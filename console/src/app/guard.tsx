import { rolesWith, type Permission } from '@homefield/contract/access';
import { Link, Navigate, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../design/empty-state.tsx';
import { useMay } from './access.ts';
import { useFirstPlace } from './places.tsx';
import { useSignedIn } from './session.ts';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** What one has to be allowed to see the page; everybody who is signed in without it. */
    may?: Permission;
  }
}

/** Shows a page only to those who may see it, and tells the others who may. Home leads everybody to the first place that is theirs. */
export function Guard({ children }: { children: ReactNode }) {
  const may = useMay();
  const first = useFirstPlace();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const needed = useRouterState({ select: (state) => state.matches.at(-1)?.staticData.may });
  if (!needed || may(needed)) return children;
  if (!first) return <NoPlacePage />;
  if (path === '/') return <Navigate to={first.to} replace />;
  return <NotAllowedPage needed={needed} />;
}

/** In the place of a page that asks for more than its place does: a new audience, a new SOP. */
export function NotAllowedPage({ needed }: { needed: Permission }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const first = useFirstPlace();
  const names = rolesWith(needed).map((role) => t(`organization.roles.${role}`)).join(t('app.guard.between'));
  return (
    <EmptyState
      alone picture="key" title={t('app.guard.title')} text={t('app.guard.text', { role: t(`organization.roles.${user.role}`), roles: names })}
      actions={first && <Link to={first.to}>{t('app.guard.back', { place: t(`app.places.${first.name}`) })}</Link>}
    />
  );
}

/** A role that opens nothing here: nothing is broken, somebody has to say what it is for. */
function NoPlacePage() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  return <EmptyState alone picture="start" title={t('app.guard.nothingTitle', { name: user.name })} text={t('app.guard.nothingText', { email: user.email })} />;
}
