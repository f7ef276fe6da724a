import { ArrowLeftOutlined, RightOutlined } from '@ant-design/icons';
import { mayDo } from '@homefield/contract/access';
import type { Permission } from '@homefield/contract/access';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { NotAllowedPage } from '../../app/guard.tsx';
import { useSignedIn } from '../../app/session.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { Loading } from '../../design/loading.tsx';
import { useNarrow } from '../../design/media.ts';
import { Page } from '../../design/page.tsx';
import styles from './settings.module.css';

const route = getRouteApi('/settings');
const part = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) => lazy(async () => ({ default: (await load())[name] }));

/** The sections in the order of the list; without `may` everybody sees them. */
const sections = [
  { group: 'own', key: 'account', Content: part(() => import('./account.tsx'), 'AccountPage') },
  { group: 'brand', key: 'brand', Content: part(() => import('./brand.tsx'), 'Brand') },
  { group: 'brand', key: 'users', may: 'users.manage', Content: part(() => import('./users.tsx'), 'Users') },
  { group: 'brand', key: 'permissions', Content: part(() => import('./permissions.tsx'), 'Permissions') },
  { group: 'brand', key: 'security', may: 'workspace.manage', Content: part(() => import('./security.tsx'), 'Security') },
  { group: 'brand', key: 'sso', may: 'workspace.manage', Content: part(() => import('./sso.tsx'), 'Sso') },
  { group: 'brand', key: 'staff', may: 'staff.read', Content: part(() => import('./staff-list.tsx'), 'StaffList') },
  { group: 'brand', key: 'stores', may: 'staff.read', Content: part(() => import('./stores.tsx'), 'Stores') },
  { group: 'systems', key: 'wecom', may: 'channels.manage', Content: part(() => import('./wecom.tsx'), 'Wecom') },
  { group: 'systems', key: 'messages', may: 'messages.read', Content: part(() => import('./message-limits.tsx'), 'MessageLimits') },
  { group: 'systems', key: 'apiKeys', may: 'api_keys.manage', Content: part(() => import('./api-keys.tsx'), 'ApiKeys') },
  { group: 'records', key: 'audit', may: 'audit.read', Content: part(() => import('./audit.tsx'), 'Audit') },
] as const satisfies readonly { group: string; key: string; may?: Permission; Content: ComponentType }[];
type Section = (typeof sections)[number];
const groups = ['own', 'brand', 'systems', 'records'] as const;

export function SettingsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const narrow = useNarrow();
  const { section } = route.useSearch();
  const shown = sections.filter((one) => !('may' in one) || may(one.may));
  const chosen = shown.find(({ key }) => key === section);
  const closed = sections.find((one) => one.key === section && !shown.includes(one));
  // A phone shows the list first and then one section; a wide screen both.
  if (narrow && !chosen && !closed) return <Page title={t('organization.settingsTitle')}><SectionList sections={shown} here={undefined} /></Page>;
  const open = closed ?? chosen ?? shown[0] ?? sections[0];
  const content = closed && 'may' in closed ? <div className={styles.content}><Closed needed={closed.may} /></div> : (
    <div key={open.key} className={styles.content}>
      <h2 className={styles.sectionTitle}>{t(`accounts.sections.${open.key}`)}</h2>
      <p className={styles.sectionLead}>{t(`accounts.leads.${open.key}`)}</p>
      <Suspense fallback={<Loading rows={6} />}><open.Content /></Suspense>
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

function SectionList({ sections: shown, here }: { sections: readonly Section[]; here: string | undefined }) {
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
