import type { Audience } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { Tooltip } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import type { Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day, Relative } from '../../design/values.tsx';
import styles from './audiences.module.css';

/** The columns of the list of audiences. */
export function useAudienceColumns(): Column<Audience>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  return useMemo(() => [
    { key: 'name', title: t('audiences.name'), width: 236, sort: 'name', phone: 'head', render: (row) => <Name audience={row} notRefreshed={t('audiences.notRefreshed')} /> },
    { key: 'live', title: t('audiences.kind'), definition: t('audiences.kindDefinition'), width: 116, phone: 'line', render: (row) => (row.live ? <Tooltip title={t('audiences.liveHint')}><span><Tag tone={row.refreshError ? 'amber' : 'accent'} dot>{t('audiences.live')}</Tag></span></Tooltip> : <Tooltip title={t('audiences.dynamicHint')}><span><Tag>{t('audiences.dynamic')}</Tag></span></Tooltip>) },
    { key: 'rule', title: t('audiences.rule'), width: 420, phone: 'text', render: (row) => <span className={styles.says} title={sentence(row.sentence)}>{sentence(row.sentence)}</span> },
    { key: 'size', title: t('audiences.size'), width: 108, sort: 'size', align: 'right', phone: 'end', render: (row) => (row.size === null ? <span className={styles.quiet}>{t('audiences.notCounted')}</span> : format.count(row.size)) },
    { key: 'countedAt', title: t('audiences.countedAt'), width: 128, sort: 'countedAt', align: 'right', phone: 'line', render: (row) => <Relative ms={row.countedAtMs} /> },
    { key: 'createdAt', title: t('audiences.createdAt'), width: 128, sort: 'createdAt', align: 'right', phone: 'none', render: (row) => <Day ms={row.createdAtMs} /> },
  ], [t, format, sentence]);
}

function Name({ audience, notRefreshed }: { audience: Audience; notRefreshed: string }) {
  return (
    <span className={styles.nameCell}>
      <Link to="/audiences/$audienceId" params={{ audienceId: audience.id }} onClick={(event) => event.stopPropagation()}><bdi>{audience.name}</bdi></Link>
      {audience.live && audience.refreshError && <Tag tone="amber">{notRefreshed}</Tag>}
    </span>
  );
}
