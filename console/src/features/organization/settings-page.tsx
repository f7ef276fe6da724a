import { ArrowLeftOutlined, RightOutlined } from '@ant-design/icons';
import { mayDo } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { NotAllowedPage } from '../../app/guard.tsx';
import { useSignedIn } from '../../app/session.ts';
import { settingsSections, useSettingsSections, type SettingsGroup, type SettingsSection } from '../../app/settings-sections.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { useNarrow } from '../../design/media.ts';
import { Page } from '../../design/page.tsx';
import styles from './settings.module.css';

const route = getRouteApi('/settings');
const part = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) => lazy(async () => ({ default: (await load())[name] }));

const contents: Readonly<Record<SettingsSection['key'], ComponentType>> = {
  account: part(() => import('./account.tsx'), 'AccountPage'),
  brand: part(() => import('./brand.tsx'), 'Brand'),
  users: part(() => import('./users.tsx'), 'Users'),
  permissions: part(() => import('./permissions.tsx'), 'Permissions'),
  security: part(() => import('./security.tsx'), 'Security'),
  sso: part(() => import('./sso.tsx'), 'Sso'),
  staff: part(() => import('./staff-list.tsx'), 'StaffList'),
  stores: part(() => import('./stores.tsx'), 'Stores'),
  wecom: part(() => import('./wecom.tsx'), 'Wecom'),
  messages: part(() => import('./message-limits.tsx'), 'MessageLimits'),
  apiKeys: part(() => import('./api-keys.tsx'), 'ApiKeys'),
  audit: part(() => import('./audit.tsx'), 'Audit'),
};
const groups: readonly SettingsGroup[] = ['own', 'brand', 'systems', 'records'];

export function SettingsPage() {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const { section } = route.useSearch();
  const shown = useSettingsSections();
  const chosen = shown.find(({ key }) => key === section);
  const closed = settingsSections.find((one) => one.key === section && !shown.includes(one));
  // A phone shows the list first and then one section; a wide screen both.
  if (narrow && !chosen && !closed) return <Page title={t('organization.settingsTitle')}><SectionList sections={shown} here={undefined} /></Page>;
  const open = closed ?? chosen ?? shown[0] ?? settingsSections[0];
  const Content = contents[open.key];
  const content = closed && 'may' in closed ? <div className={styles.content}><Closed needed={closed.may} /></div> : (
    <div key={open.key} className={styles.content}>
      <h2 className={styles.sectionTitle}>{t(`accounts.sections.${open.key}`)}</h2>
      <p className={styles.sectionLead}>{t(`accounts.leads.${open.key}`)}</p>
      <Suspense fallback={<Loading rows={6} />}><Content /></Suspense>
    </div>
  );
  const back = <Link to="/settings" search={{}} className={styles.back}><ArrowLeftOutlined aria-hidden="true" />{t('organization.settingsTitle')}</Link>;
  // One tree for both widths: what is being typed survives a turned phone.
  return (
    <Page title={`${t(`accounts.sections.${open.key}`)} · ${t('organization.settingsTitle')}`} heading={narrow ? back : t('organization.settingsTitle')}>
      <div className={styles.frame}>{!narrow && <SectionList sections={shown} here={open.key} />}{content}</div>
    </Page>
  );
}

/** A section that is not for this person: who may see it, instead of another section without a word. */
function Closed({ needed }: { needed: Permission }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  return mayDo(user.role, needed) ? <EmptyState picture="key" title={t('accounts.narrowed.title')} text={t('accounts.narrowed.text')} /> : <NotAllowedPage needed={needed} />;
}

function SectionList({ sections: shown, here }: { sections: readonly SettingsSection[]; here: string | undefined }) {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  return (
    <nav className={styles.list} aria-label={t('accounts.sectionList')}>
      {groups.map((group) => {
        const own = shown.filter((one) => one.group === group);
        return own.length > 0 && (
          <div key={group} className={styles.listGroup}>
            <span className={styles.listHead}>{t(`accounts.groups.${group}`)}</span>
            {own.map(({ key }) => (
              <Link key={key} to="/settings" search={{ section: key }} className={styles.listLink} data-here={here === key} aria-current={here === key ? 'page' : undefined}>
                <span>{t(`accounts.sections.${key}`)}{key === 'account' && here === undefined && <small>{user.name} · {user.email}</small>}</span><RightOutlined aria-hidden="true" />
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
