import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat, useSentence } from '../../app/session.ts';
import { DataTable, NothingFound, type Column } from '../../design/data-table.tsx';
import { Percent } from '../../design/values.tsx';
import { useRfmName } from '../customers/rfm-name.ts';
import styles from './rfm.module.css';
import { rfmMarks, type RfmClassRow, type Snapshot } from './rfm-math.ts';

/** The eight classes: who they are, how many, what they bring, what to do with them. */
export function ClassTable({ snapshot }: { snapshot: Snapshot }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  const name = useRfmName();
  const may = useMay();
  const navigate = useNavigate();
  const sales = snapshot.classes.reduce((sum, row) => sum + row.salesMinor, 0);
  const most = Math.max(1, ...snapshot.classes.map((row) => row.customers));
  const toAudience = (row: RfmClassRow) => void navigate({ to: '/audiences/$audienceId', params: { audienceId: 'new' }, search: { class: row.class } });
  const columns: Column<RfmClassRow>[] = [
    { key: 'class', title: t('models.class'), phone: 'head', render: (row) => <span className={styles.className}><strong>{name(row.class)}</strong><Marks row={row} /></span> },
    {
      key: 'customers', title: t('models.customers'), phone: 'end', width: 210, render: (row) => (
        <span className={styles.size}><i><b style={{ width: `${(row.customers / most) * 100}%` }} data-key={row.class.startsWith('key')} /></i>{may('customers.read') && row.customers > 0 ? <Link to="/customers" search={{ class: row.class }} title={t('models.inList')}>{format.count(row.customers)}</Link> : <span>{format.count(row.customers)}</span>}</span>
      ),
    },
    { key: 'share', title: t('models.share'), align: 'right', render: (row) => <Percent part={row.customers} base={snapshot.buyers} /> },
    { key: 'sales', title: t('models.sales'), definition: t('models.definitions.sales'), align: 'right', render: (row) => ofPeople(row, format.compactMoney(row.salesMinor)) },
    { key: 'salesShare', title: t('models.salesShare'), align: 'right', render: (row) => (sales === 0 || row.customers === 0 ? '–' : format.percent(row.salesMinor / sales)) },
    { key: 'recency', title: t('models.averageR'), definition: t('models.definitions.averageR'), align: 'right', render: (row) => ofPeople(row, t('models.days', { value: format.count(Math.round(row.averageRecencyDays)) })) },
    { key: 'frequency', title: t('models.averageF'), definition: t('models.definitions.averageF'), align: 'right', render: (row) => ofPeople(row, format.decimal(row.averageFrequency)) },
    { key: 'amount', title: t('models.averageM'), definition: t('models.definitions.averageM'), align: 'right', render: (row) => ofPeople(row, format.money(Math.round(row.averageAmountMinor))) },
    { key: 'play', title: t('models.play'), render: (row) => sentence(row.play) },
    ...(may('audiences.write') ? [{ key: 'action', title: <span className="visually-hidden">{t('common.actions')}</span>, align: 'right', render: (row) => <Button size="small" disabled={row.customers === 0} onClick={(event) => { event.stopPropagation(); toAudience(row); }}>{t('models.toAudience')}</Button> } satisfies Column<RfmClassRow>] : []),
  ];
  return <DataTable label={t('models.classesTitle')} columns={columns} rows={snapshot.classes} rowKey={(row) => row.class} empty={<NothingFound />} />;
}

/** A class without anybody has no average: zero days would read as bought today. */
const ofPeople = (row: RfmClassRow, text: string) => (row.customers === 0 ? '–' : text);

/** R F M, each filled when high. */
function Marks({ row }: { row: RfmClassRow }) {
  const { t } = useTranslation();
  const marks = rfmMarks[row.class];
  const text = marks.map((high, index) => `${'RFM'[index]}${t(high ? 'models.high' : 'models.low')}`).join(' ');
  return <span className={styles.marks} role="img" aria-label={text} title={text}>{marks.map((high, index) => <i key={index} data-high={high}>{'RFM'[index]}</i>)}</span>;
}
