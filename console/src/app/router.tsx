import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { presetNames } from '../features/audiences/presets.ts';
import { withMoreTexts } from '../i18n/index.ts';
import { loadAhead } from './access.ts';
import { loadHome } from '../features/home/queries.ts';
import { Layout } from './layout.tsx';
import { NotFoundPage } from './not-found-page.tsx';
import { jobStateChoices } from '../features/jobs/job-kinds.ts';
import { missNames, outcomeNames } from '../features/sops/people-of.ts';
import { choiceOf, choicesOf, compact, dayOf, flagOf, textOf, wholeOf } from './search.ts';

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Layout, notFoundComponent: NotFoundPage });

const homeRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/', staticData: { may: 'insights.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ people: choiceOf(raw, 'people', presetNames) }),
  loader: ({ context }) => { void loadAhead(context.queryClient, 'insights.read', loadHome); },
  component: lazyRouteComponent(() => import('../features/home/home-page.tsx'), 'HomePage'),
});

export const customerSorts = ['createdAt', '-createdAt', 'netSales', '-netSales', 'orders', '-orders', 'lastOrderAt', '-lastOrderAt'] as const;
const customersRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/customers', staticData: { may: 'customers.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({
    q: textOf(raw, 'q', 100), sort: choiceOf(raw, 'sort', customerSorts), dialog: choiceOf(raw, 'dialog', ['import']), view: textOf(raw, 'view', 40),
    class: textOf(raw, 'class'), city: textOf(raw, 'city'), store: textOf(raw, 'store'), contact: choiceOf(raw, 'contact', ['yes', 'no']), excluded: choiceOf(raw, 'excluded', ['yes', 'no']),
    ordersFrom: wholeOf(raw, 'ordersFrom'), ordersTo: wholeOf(raw, 'ordersTo'), salesFrom: wholeOf(raw, 'salesFrom'), salesTo: wholeOf(raw, 'salesTo'),
    lastOrderFrom: dayOf(raw, 'lastOrderFrom'), lastOrderTo: dayOf(raw, 'lastOrderTo'),
  }),
  component: lazyRouteComponent(() => import('../features/customers/customers-page.tsx'), 'CustomersPage'),
});
const customerRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/customers/$customerId', staticData: { may: 'customers.read' },
  component: lazyRouteComponent(() => import('../features/customers/customer-page.tsx'), 'CustomerPage'),
});

const audienceSorts = ['createdAt', '-createdAt', 'name', '-name', 'size', '-size', 'countedAt', '-countedAt'] as const;
const audiencesRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/audiences', staticData: { may: 'audiences.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ q: textOf(raw, 'q', 100), sort: choiceOf(raw, 'sort', audienceSorts), live: choiceOf(raw, 'live', ['yes', 'no']), view: textOf(raw, 'view', 40) }),
  component: lazyRouteComponent(() => import('../features/audiences/audiences-page.tsx'), 'AudiencesPage'),
});
const audienceRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/audiences/$audienceId', staticData: { may: 'audiences.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ class: textOf(raw, 'class', 64), preset: choiceOf(raw, 'preset', presetNames), among: textOf(raw, 'among', 40), dialog: choiceOf(raw, 'dialog', ['members']) }),
  component: lazyRouteComponent(() => import('../features/audiences/audience-page.tsx'), 'AudiencePage'),
});

const rfmRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/models/rfm', staticData: { may: 'models.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ dialog: choiceOf(raw, 'dialog', ['snapshot']) }),
  component: lazyRouteComponent(() => import('../features/models/rfm-page.tsx'), 'RfmPage'),
});

const sopStates = ['draft', 'live', 'paused', 'ended'] as const;
const sopSorts = ['createdAt', '-createdAt', 'name', '-name', 'publishedAt', '-publishedAt'] as const;
const sopsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sops', staticData: { may: 'sops.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ q: textOf(raw, 'q', 100), sort: choiceOf(raw, 'sort', sopSorts), state: choicesOf(raw, 'state', sopStates), audience: textOf(raw, 'audience'), view: textOf(raw, 'view', 40) }),
  component: lazyRouteComponent(() => import('../features/sops/sops-page.tsx'), 'SopsPage'),
});
export const sopTabs = ['flow', 'edit', 'result'] as const;
const sopRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/sops/$sopId', staticData: { may: 'sops.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ tab: choiceOf(raw, 'tab', sopTabs), audience: textOf(raw, 'audience', 40), step: textOf(raw, 'step', 40), outcome: choiceOf(raw, 'outcome', outcomeNames), reason: choiceOf(raw, 'reason', missNames) }),
  component: lazyRouteComponent(() => import('../features/sops/sop-page.tsx'), 'SopPage'),
});

const designRoute = createRoute({ getParentRoute: () => rootRoute, path: '/_design', component: lazyRouteComponent(() => import('../features/design/design-page.tsx'), 'DesignPage') });

const jobsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/jobs', staticData: { may: 'jobs.read' },
  validateSearch: (raw: Record<string, unknown>) => compact({ state: choiceOf(raw, 'state', jobStateChoices), kind: textOf(raw, 'kind', 60), mine: flagOf(raw, 'mine'), cursor: textOf(raw, 'cursor') }),
  component: lazyRouteComponent(() => import('../features/jobs/jobs-page.tsx'), 'JobsPage'),
});
export const settingsSections = ['account', 'brand', 'users', 'permissions', 'security', 'sso', 'staff', 'stores', 'wecom', 'messages', 'apiKeys', 'audit'] as const;
const settingsRoute = createRoute({
  getParentRoute: () => rootRoute, path: '/settings',
  validateSearch: (raw: Record<string, unknown>) => compact({
    section: choiceOf(raw, 'section', settingsSections),
    // Filters of the audit log.
    actor: textOf(raw, 'actor', 40), action: textOf(raw, 'action', 60), object: textOf(raw, 'object', 60), from: textOf(raw, 'from', 10), to: textOf(raw, 'to', 10), cursor: textOf(raw, 'cursor'),
  }),
  component: lazyRouteComponent(() => withMoreTexts(import('../features/organization/settings-page.tsx')), 'SettingsPage'),
});

const systemRoute = createRoute({ getParentRoute: () => rootRoute, path: '/system', staticData: { may: 'system.read' }, component: lazyRouteComponent(() => import('../features/system/system-page.tsx'), 'SystemPage') });

/** The link that the server prints at its first start. Set-up itself is shown by the session, so whoever is through has nothing to do here. */
const setupRoute = createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: () => <Navigate to="/" replace /> });

/** The link of an invitation. What is shown there is decided in the layout, before anybody is signed in. */
const inviteRoute = createRoute({ getParentRoute: () => rootRoute, path: '/invite', component: () => <Navigate to="/" replace /> });

/** The link to set a new password, likewise. */
const resetPasswordRoute = createRoute({ getParentRoute: () => rootRoute, path: '/reset-password', component: () => <Navigate to="/" replace /> });

const routeTree = rootRoute.addChildren([
  homeRoute, setupRoute, inviteRoute, resetPasswordRoute, customersRoute, customerRoute, audiencesRoute, audienceRoute, rfmRoute, sopsRoute, sopRoute, jobsRoute, settingsRoute, systemRoute, designRoute,
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({ routeTree, context: { queryClient }, defaultPreload: 'intent', scrollRestoration: true, defaultPendingMs: 300 });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
