import { EllipsisOutlined, PlusOutlined, StarFilled, TeamOutlined } from '@ant-design/icons';
import type { View } from '@homefield/contract';
import { Button, Dropdown, Tooltip, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useViewChanges } from './queries.ts';
import type { PageViews } from './use-page-views.ts';
import styles from './views.module.css';

const ViewDialog = lazy(async () => ({ default: (await import('./view-dialog.tsx')).ViewDialog }));

/** The views of a list as tabs above it: everything, then one's own and the brand's. */
export function ViewsBar({ views }: { views: PageViews }) {
  const { t } = useTranslation();
  const changes = useViewChanges(views.page);
  const [dialog, setDialog] = useState<'create' | 'rename'>();
  const { current, changed } = views;
  const error = changes.change.error ?? changes.remove.error ?? changes.restore.error;
  const mayChange = useMayChange();
  return (
    <>
      <div className={styles.bar}>
        <nav className={styles.tabs} aria-label={t('views.label')}>
          <button type="button" className={styles.tab} data-here={!current} aria-current={!current} onClick={() => views.apply(undefined)}>{t('views.all')}</button>
          {views.views.map((view) => (
            <span key={view.id} className={styles.place}>
              <Tab view={view} here={view.id === current?.id} changed={changed && view.id === current?.id} onPick={() => views.apply(view)} />
              {view.id === current?.id && <ViewMenu view={view} views={views} changes={changes} onRename={() => setDialog('rename')} />}
            </span>
          ))}
        </nav>
        <div className={styles.actions}>
          {changed && <Button size="small" type="text" onClick={() => views.apply(current)}>{t('views.revert')}</Button>}
          {changed && current && mayChange(current) && <Button size="small" type="primary" loading={changes.change.isPending} onClick={() => changes.change.mutate({ id: current.id, state: views.state }, { onSuccess: () => { views.saved(); toast(t('views.saved')); } })}>{t('views.save')}</Button>}
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setDialog('create')}>{t(current ? 'views.saveAs' : 'views.create')}</Button>
        </div>
      </div>
      <ProblemAlert error={error} />
      <Suspense>{dialog && <ViewDialog view={dialog === 'rename' ? current : undefined} views={views} onClose={() => setDialog(undefined)} />}</Suspense>
    </>
  );
}

/** The maker of a view and whoever may share change it. */
function useMayChange(): (view: View) => boolean {
  const may = useMay();
  return (view) => view.mine || may('views.share');
}

function Tab({ view, here, changed, onPick }: { view: View; here: boolean; changed: boolean; onPick: () => void }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.tab} data-here={here} aria-current={here} onClick={onPick}>
      <bdi className={styles.name}>{view.name}</bdi>
      {view.isDefault && <StarFilled className={styles.mark ?? ''} title={t('views.isDefault')} aria-label={t('views.isDefault')} />}
      {view.shared && <Tooltip title={view.mine || !view.by ? t('views.shared') : t('views.by', { name: view.by })}><TeamOutlined className={styles.mark ?? ''} aria-label={t('views.shared')} /></Tooltip>}
      {changed && <i className={styles.dot} role="img" title={t('views.changed')} aria-label={t('views.changed')} />}
    </button>
  );
}

function ViewMenu({ view, views, changes, onRename }: { view: View; views: PageViews; changes: ReturnType<typeof useViewChanges>; onRename: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const canChange = useMayChange()(view);
  const remove = () => changes.remove.mutate(view.id, { onSuccess: () => {
    views.apply(undefined);
    toast(t('views.removed', { name: view.name }), { label: t('views.undo'), run: () => changes.restore.mutate(view.id, { onSuccess: (back) => views.apply(back) }) });
  } });
  const acts: Record<string, () => void> = {
    rename: onRename, remove,
    share: () => changes.change.mutate({ id: view.id, shared: !view.shared }),
    default: () => changes.change.mutate({ id: view.id, isDefault: !view.isDefault }),
    link: () => void navigator.clipboard.writeText(location.href).then(() => toast(t('views.linkCopied'))),
  };
  const items: MenuProps['items'] = [
    { key: 'default', label: t(view.isDefault ? 'views.clearDefault' : 'views.makeDefault') },
    { key: 'link', label: t('views.copyLink') },
    { type: 'divider' },
    { key: 'rename', label: t('views.rename'), disabled: !canChange },
    { key: 'share', label: t(view.shared ? 'views.unshare' : 'views.share'), disabled: !canChange || !may('views.share') },
    { key: 'remove', label: t('views.remove'), danger: true, disabled: !canChange },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => acts[key]?.() }}>
      <Button type="text" size="small" icon={<EllipsisOutlined />} aria-label={t('views.menu', { name: view.name })} />
    </Dropdown>
  );
}
