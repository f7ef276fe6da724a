import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../../design/page.tsx';
import { ApiKeys } from './api-keys.tsx';
import { StaffList } from './staff-list.tsx';
import { Users } from './users.tsx';

const route = getRouteApi('/settings');

export function SettingsPage() {
  const { t } = useTranslation();
  const { section = 'users' } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Page title={t('organization.settingsTitle')} lead={t('organization.settingsLead')}>
      <Tabs
        activeKey={section} onChange={(key) => void navigate({ search: { section: key as typeof section } })}
        items={[
          { key: 'users', label: t('organization.sections.users'), children: <Users /> },
          { key: 'apiKeys', label: t('organization.sections.apiKeys'), children: <ApiKeys /> },
          { key: 'staff', label: t('organization.sections.staff'), children: <StaffList /> },
        ]}
      />
    </Page>
  );
}
