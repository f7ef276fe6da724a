import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { antdLocale, Appearance } from './app/appearance.tsx';
import { watchConnection } from './app/connection.ts';
import { ErrorBoundary } from './app/error-boundary.tsx';
import { FormatProvider } from './app/format-provider.tsx';
import { followPreferences, publishLanguage, publishTheme, usePreferences } from './app/preferences.ts';
import { createQueryClient } from './app/query-client.ts';
import { createAppRouter } from './app/router.tsx';
import { loadSession, ways } from './app/session.ts';
import { watchSession } from './app/session-loss.ts';
import { tellTabs } from './app/tabs.ts';
import './design/base.css';
import { startTexts } from './i18n/index.ts';

// Zod compiles shapes with `new Function`, which the content security policy refuses. It reads this when a shape is made, long before a page could import `config`.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });

/** A page that comes later than that is waited for behind the frame. */
const pageWaitMs = 1_500;
const sleep = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

const platformsWithChineseFonts = /Windows|Macintosh|iPhone|iPad|Android|HarmonyOS/;

async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('The page has no #root.');
  const { language, theme, density } = usePreferences.getState();
  publishTheme(theme, density);
  publishLanguage(language);
  const queryClient = createQueryClient();
  watchSession(queryClient);
  // Asked for before there is anything to draw it with: the page waits for nothing as long as for this.
  void loadSession(queryClient).then((session) => session?.user && tellTabs('opened'));
  // To read all of this has taken a while, and the rest takes another: in between the browser may answer.
  await sleep(0);
  const router = createAppRouter(queryClient);
  ways.home = () => router.navigate({ to: '/', ignoreBlocker: true });
  const [locale] = await Promise.all([antdLocale(language), startTexts(language), Promise.race([router.load(), sleep(pageWaitMs)])]);
  watchConnection(queryClient);
  followPreferences();
  startTransition(() => createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <Appearance first={locale}>
          <FormatProvider>
            <ErrorBoundary>
              <RouterProvider router={router} />
            </ErrorBoundary>
          </FormatProvider>
        </Appearance>
      </QueryClientProvider>
    </StrictMode>,
  ));
  // 31 kB of @font-face rules, of use only where the platform has no Chinese font of its own.
  if (!platformsWithChineseFonts.test(navigator.userAgent)) await import('@fontsource-variable/noto-sans-sc');
}

void start();
