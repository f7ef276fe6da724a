import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { Page } from '../../design/page.tsx';
import { ApiKeys } from './api-keys.tsx';
import { MessageLimits } from './message-limits.tsx';
import { StaffList } from './staff-list.tsx';
import { Stores } from './stores.tsx';
import { Users } from './users.tsx';
import { Wecom } from './wecom.tsx';

const route = getRouteApi('/settings');

export function SettingsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { section = 'users' } = route.useSearch();
  const navigate = route.useNavigate();
  const sections = [
    { key: 'users', may: 'users.manage', children: <Users /> },
    { key: 'apiKeys', may: 'api_keys.manage', children: <ApiKeys /> },
    { key: 'staff', may: 'staff.read', children: <StaffList /> },
    { key: 'stores', may: 'staff.read', children: <Stores /> },
    { key: 'wecom', may: 'channels.manage', children: <Wecom /> },
    { key: 'messages', may: 'messages.read', children: <MessageLimits /> },
  ] as const;
  const items = sections.filter((one) => may(one.may)).map(({ key, children }) => ({ key, label: t(`organization.sections.${key}`), children }));
  return (
    <Page title={t('organization.settingsTitle')} lead={t('organization.settingsLead')}>
      <Tabs
        activeKey={items.some(({ key }) => key === section) ? section : items[0]?.key ?? 'users'} items={items}
        onChange={(key) => void navigate({ search: { section: key as typeof section } })}
      />
    </Page>
  );
}
