import type { Audience } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { Loading } from '../../design/loading.tsx';
import { SideDrawer } from '../../design/side-drawer.tsx';

const Members = lazy(async () => ({ default: (await import('./members-table.tsx')).MembersTable }));
const route = getRouteApi('/audiences/$audienceId');

/** Who exactly is in the audience as it is saved: a list beside the page, with an address of its own. Only for who may see customers. */
export function MembersButton({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const may = useMay();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
  if (!may('customers.read')) return null;
  return (
    <>
      <Button onClick={() => void navigate({ search: (before) => ({ ...before, dialog: 'members' as const }) })}>{t('audiences.members')}</Button>
      <SideDrawer wide open={dialog === 'members'} title={t('audiences.membersOf', { name: audience.name })} onClose={() => void navigate({ search: ({ dialog: _closed, ...before }) => before, replace: true })}>
        <Suspense fallback={<Loading rows={8} />}><Members audience={audience} /></Suspense>
      </SideDrawer>
    </>
  );
}
