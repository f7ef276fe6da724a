import { FieldTimeOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { JobsIndicator } from '../features/jobs/jobs-indicator.tsx';
import styles from './layout.module.css';
import { ScopeChip } from './scope-chip.tsx';
import { useFormat, useSignedIn } from './session.ts';

/** Menus are 25 kB that nobody needs to see the first page. */
const HeaderMenus = lazy(async () => ({ default: (await import('./account-menu.tsx')).HeaderMenus }));

/** The thin bar above every page. In the demo it says plainly that time is not today's. */
export function Header({ narrow }: { narrow: boolean }) {
  const { workspace, virtualTime, nowMs } = useSignedIn();
  return (
    <header className={styles.bar}>
      {narrow && <span className={styles.barBrand}><img src="/mark.svg" width="22" height="22" alt={workspace.name} />{!virtualTime && workspace.name}</span>}
      {virtualTime && <VirtualTime nowMs={nowMs} narrow={narrow} />}
      <ScopeChip />
      <span className={styles.barSpace} />
      <JobsIndicator />
      {!narrow && <Suspense><HeaderMenus /></Suspense>}
    </header>
  );
}

function VirtualTime({ nowMs, narrow }: { nowMs: number; narrow: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Tooltip title={t('app.virtualTimeHint')}>
      <span className={styles.virtual} tabIndex={0}><FieldTimeOutlined aria-hidden="true" />{t('app.virtualTime', { time: narrow ? format.dayTime(nowMs, nowMs) : `${format.fullDay(nowMs)} ${format.time(nowMs)}` })}</span>
    </Tooltip>
  );
}
