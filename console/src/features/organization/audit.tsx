import { DownloadOutlined } from '@ant-design/icons';
import type { AuditLine } from '@homefield/contract';
import { auditGroups, auditPrefix } from '@homefield/contract/audit-words';
import { getRouteApi } from '@tanstack/react-router';
import { Button, DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../api/client.ts';
import { useMay } from '../../app/access.ts';
import { usePreferences } from '../../app/preferences.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import { useAudit } from './account-queries.ts';
import { useAuditWords } from './audit-words.ts';
import { useApiKeys } from './queries.ts';
import styles from './settings.module.css';
import { useAllUsers } from './store-queries.ts';

const route = getRouteApi('/settings');
const dayFormat = 'YYYY-MM-DD';

/** Who did what. A click on a person or an object shows everything about it; the address is the state. */
export function Audit() {
  const { t } = useTranslation();
  const { actor, action, object, from, to, cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const words = useAuditWords();
  const language = usePreferences((state) => state.language);
  const trail = useRef<(string | undefined)[]>([]);
  const filter = { actor, action, object, from, to };
  const { data, error, refetch, isPlaceholderData } = useAudit({ ...filter, cursor });
  const choose = (change: Partial<typeof filter>) => {
    trail.current = [];
    void navigate({ search: { section: 'audit', ...defined({ ...filter, ...change }) } });
  };
  const columns = useColumns(words, choose);
  const goTo = (next: string | undefined) => void navigate({ search: { section: 'audit', ...defined({ ...filter, cursor: next }) } });
  const pages = {
    onNext: data?.nextCursor ? () => { trail.current.push(cursor); goTo(data.nextCursor ?? undefined); } : null,
    onPrevious: cursor ? () => goTo(trail.current.pop()) : null,
  };
  const first = data?.data.find((line) => line.actor.id === actor)?.actor;
  const named = first && words.who(first);
  return (
    <>
      <div className={styles.filters}>
        <Select allowClear placeholder={t('accounts.audit.anyAction')} value={action} onChange={(value: string | undefined) => choose({ action: value })} style={{ minWidth: 160 }} aria-label={t('accounts.audit.action')}
          options={auditGroups.map((group) => ({ value: auditPrefix(group), label: words.group(group) }))} />
        <ActorSelect actor={actor} name={named} onChoose={(value) => choose({ actor: value })} />
        <DatePicker.RangePicker value={[from ? dayjs(from) : null, to ? dayjs(to) : null]} allowEmpty={[true, true]} onChange={(days) => choose({ from: days?.[0]?.format(dayFormat), to: days?.[1]?.format(dayFormat) })} />
        {object && <Chip onClear={() => choose({ object: undefined })}>{t('accounts.audit.object')}{t('accounts.colon')}{data?.data.find((line) => line.object?.id === object)?.object?.name ?? object}</Chip>}
        <Button icon={<DownloadOutlined />} href={addressOf('/audit/export', { ...filter, language })} download>{t('accounts.audit.export')}</Button>
      </div>
      <DataTable label={t('accounts.sections.audit')} columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} refreshing={isPlaceholderData} pages={pages} empty={<NothingFound onClear={() => void navigate({ search: { section: 'audit' } })} />} />
    </>
  );
}

function defined<Search extends object>(search: Search): Partial<Search> {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined && value !== '')) as Partial<Search>;
}

function Chip({ children, onClear }: { children: React.ReactNode; onClear: () => void }) {
  const { t } = useTranslation();
  return <Tag tone="accent">{children} <button type="button" className={styles.plainButton} onClick={onClear} aria-label={t('common.remove')}>×</button></Tag>;
}

/** Everybody who may have done something; who may not see the accounts chooses by a click in the list. */
function ActorSelect({ actor, name, onChoose }: { actor: string | undefined; name: string | null | undefined; onChoose: (actor: string | undefined) => void }) {
  const { t } = useTranslation();
  const words = useAuditWords();
  const may = useMay();
  const { data: users } = useAllUsers(may('users.manage'));
  const people = (users ?? []).map((user) => ({ value: user.id, label: user.name }));
  const keys = (useApiKeys(may('api_keys.manage')).data?.data ?? []).map(({ id, name: purpose, tail, createdBy }) => ({ value: id, label: words.who({ kind: 'apiKey', name: purpose, tail, madeBy: createdBy?.name ?? null }) }));
  const system = { value: 'system', label: words.actor('system') };
  // A key that is gone, or somebody whom this reader may not look up: as the list names them.
  const other = actor === undefined || actor === 'system' || [...people, ...keys].some(({ value }) => value === actor) ? [] : [{ value: actor, label: name ?? actor }];
  return (
    <Select allowClear showSearch={{ optionFilterProp: 'label' }} placeholder={t('accounts.audit.anybody')} value={actor} onChange={onChoose} style={{ minWidth: 150 }} aria-label={t('accounts.audit.who')} popupMatchSelectWidth={false}
      options={[...other, ...people, ...(keys.length === 0 ? [] : [{ label: t('accounts.audit.keys'), options: keys }]), system]} />
  );
}

function useColumns(words: ReturnType<typeof useAuditWords>, choose: (change: { actor?: string; object?: string }) => void): Column<AuditLine>[] {
  const { t } = useTranslation();
  const pick = (text: string, onClick: () => void) => <button type="button" className={styles.plainButton} onClick={onClick}>{text}</button>;
  return [
    { key: 'at', title: t('accounts.audit.at'), phone: 'end', render: (row) => <Day ms={row.atMs} withTime /> },
    {
      key: 'who', title: t('accounts.audit.who'), phone: 'head', render: ({ actor }) => (actor.kind === 'system'
        ? pick(words.actor('system'), () => choose({ actor: 'system' }))
        : actor.id ? <>{pick(actor.name ?? actor.id, () => choose({ actor: actor.id ?? '' }))}{actor.kind === 'apiKey' && <> <Tag>{words.actor('apiKey')}</Tag><span className={styles.detail}>{words.keyOf(actor)}</span></>}</> : '–'),
    },
    { key: 'action', title: t('accounts.audit.action'), render: (row) => <>{words.action(row.action)}<span className={styles.detail}>{words.detail(row.detail)}</span></> },
    { key: 'object', title: t('accounts.audit.object'), render: ({ object }) => (object ? pick(words.object(object), () => choose({ object: object.id })) : '–') },
  ];
}
