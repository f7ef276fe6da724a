import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../app/session.ts';
import { Page } from '../../design/page.tsx';
import { ApiKeys } from './api-keys.tsx';
import { MessageLimits } from './message-limits.tsx';
import { StaffList } from './staff-list.tsx';
import { Users } from './users.tsx';
import { Wecom } from './wecom.tsx';

const route = getRouteApi('/settings');

export function SettingsPage() {
  const { t } = useTranslation();
  const { user } = useSignedIn();
  const { section = 'users' } = route.useSearch();
  const navigate = route.useNavigate();
  const items = [
    { key: 'users', label: t('organization.sections.users'), children: <Users /> },
    { key: 'apiKeys', label: t('organization.sections.apiKeys'), children: <ApiKeys /> },
    { key: 'staff', label: t('organization.sections.staff'), children: <StaffList /> },
    ...(user.role === 'staff' ? [] : [{ key: 'wecom', label: t('organization.sections.wecom'), children: <Wecom /> }]),
    { key: 'messages', label: t('organization.sections.messages'), children: <MessageLimits /> },
  ];
  return (
    <Page title={t('organization.settingsTitle')} lead={t('organization.settingsLead')}>
      <Tabs
        activeKey={items.some(({ key }) => key === section) ? section : 'users'} items={items}
        onChange={(key) => void navigate({ search: { section: key as typeof section } })}
      />
    </Page>
  );
}
