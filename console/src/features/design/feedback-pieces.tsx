import { DeleteOutlined } from '@ant-design/icons';
import { Button, Input, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Picture, pictureNames } from '../../design/illustrations.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { SideDrawer } from '../../design/side-drawer.tsx';
import { FiguresSkeleton, TableSkeleton } from '../../design/skeleton.tsx';
import { Tag } from '../../design/tag.tsx';
import styles from './design.module.css';

export function ActionPieces() {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.row}>
        <Button type="primary">{t('design.style.primary')}</Button><Button>{t('design.style.secondary')}</Button><Button type="link">{t('design.style.quiet')}</Button>
        <Button danger icon={<DeleteOutlined />}>{t('design.style.danger')}</Button><Button type="primary" disabled>{t('design.style.primary')}</Button>
        <Input style={{ width: 200 }} placeholder={t('design.style.name')} aria-label={t('design.style.name')} />
        <Select style={{ width: 120 }} defaultValue="a" options={[{ value: 'a', label: t('design.style.city') }]} aria-label={t('design.style.city')} /><Switch defaultChecked aria-label={t('design.style.accent')} />
      </div>
      <div className={styles.row}>{(['plain', 'accent', 'amber', 'red'] as const).map((tone) => <Tag key={tone} tone={tone} dot={tone !== 'plain'}>{t(`design.style.${tone}`)}</Tag>)}</div>
    </>
  );
}

export function StatePieces() {
  const { t } = useTranslation();
  const problem = new ApiProblem({ code: 'analytics_unavailable', status: 503, detail: t('design.style.exampleProblem'), reference: 'req_8k2m' });
  return (
    <>
      <ProblemAlert error={problem} onRetry={() => {}} />
      <FiguresSkeleton />
      <TableSkeleton columns={5} rows={3} />
    </>
  );
}

export function ConfirmPieces() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.row}>
      <ConfirmButton label={t('design.style.archive')} title={t('design.style.confirmTitle')} impact={t('design.style.impact')} consequences={[t('design.style.consequence'), t('design.style.consequenceHistory')]}
        okText={t('design.style.archive')} typed={t('design.style.word')} danger button={{ danger: true }} action={() => Promise.resolve()} />
      <Button onClick={() => setOpen(true)}>{t('design.style.drawer')}</Button>
      <SideDrawer open={open} title={t('design.style.drawerTitle')} onClose={() => setOpen(false)}>{t('design.style.drawerText')}</SideDrawer>
    </div>
  );
}

export function EmptyPieces() {
  const { t } = useTranslation();
  return (
    <>
      <EmptyState compact picture="people" title={t('customers.emptyTitle')} text={t('customers.emptyText')} actions={<Button type="primary">{t('imports.action')}</Button>} />
      <div className={styles.pictures}>{pictureNames.map((name) => <figure key={name}><Picture name={name} size={128} /><figcaption><code>{name}</code></figcaption></figure>)}</div>
    </>
  );
}
