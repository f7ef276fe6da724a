import { FieldTimeOutlined, SearchOutlined } from '@ant-design/icons';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { JobsIndicator } from '../features/jobs/jobs-indicator.tsx';
import { AccountMenu } from './account-menu.tsx';
import { BrandMark } from './brand-mark.tsx';
import { Breadcrumbs, useRecentPages } from './breadcrumbs.tsx';
import { Keys } from './keys.tsx';
import styles from './layout.module.css';
import { Bell } from './notices/bell.tsx';
import { useFormat, useSignedIn } from './session.ts';
import { openOverlay } from './shell.ts';

/** Only for who sees a part of the brand; its hint needs more than the rest of the header. */
const ScopeChip = lazy(async () => ({ default: (await import('./scope-chip.tsx')).ScopeChip }));

/** The thin bar above every page: where one is, the search, what is under way. In the demo it says plainly that time is not today's. */
export function Header({ narrow }: { narrow: boolean }) {
  const { user, workspace, virtualTime, nowMs } = useSignedIn();
  useRecentPages();
  return (
    <header className={styles.bar}>
      <div className={styles.barInner}>
        {narrow ? <span className={styles.barBrand}><BrandMark id={workspace.id} name={workspace.name} logoUrl={workspace.logoUrl} sizePx={22} label={workspace.name} />{!virtualTime && <bdi>{workspace.name}</bdi>}</span> : <Breadcrumbs />}
        {virtualTime && <VirtualTime nowMs={nowMs} narrow={narrow} />}
        {user.scope.kind !== 'brand' && <Suspense><ScopeChip /></Suspense>}
        <span className={styles.barSpace} />
        <SearchButton narrow={narrow} />
        <JobsIndicator />
        <Bell />
        {!narrow && <AccountMenu />}
      </div>
    </header>
  );
}

function SearchButton({ narrow }: { narrow: boolean }) {
  const { t } = useTranslation();
  const open = () => openOverlay('palette');
  if (narrow) return <button type="button" className={styles.iconButton} onClick={open} aria-label={t('app.palette.title')}><SearchOutlined aria-hidden="true" /></button>;
  return <button type="button" className={styles.search} onClick={open}><SearchOutlined aria-hidden="true" /><span>{t('app.palette.title')}</span><span className={styles.searchKeys} aria-hidden="true"><Keys keys={['mod', 'k']} /></span></button>;
}

function VirtualTime({ nowMs, narrow }: { nowMs: number; narrow: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = narrow ? format.day(nowMs, nowMs) : `${format.fullDay(nowMs)} ${format.time(nowMs)}`;
  return <span className={styles.virtual} title={t('app.virtualTimeHint')}><FieldTimeOutlined aria-hidden="true" />{t('app.virtualTime', { time })}</span>;
}
