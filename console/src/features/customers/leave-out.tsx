import { StopOutlined } from '@ant-design/icons';
import type { CustomerBulk } from '@homefield/contract';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import type { Selecting } from '../../design/data-table-selection.ts';
import type { FilterValues } from '../../design/filters.ts';
import { useStartedJob } from '../jobs/start-export.tsx';
import { chosenOf } from './chosen.ts';

const reasonMax = 200;

type Props = Readonly<{ selecting: Selecting; values: FilterValues }>;

/** Leaves the chosen customers out of every count, for a reason. A job, which can be undone. */
export function LeaveOut({ selecting, values }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const [reason, setReason] = useState('');
  const { startAsync } = useStartedJob<CustomerBulk>('/customers/bulk');
  const chosen = chosenOf(selecting, values);
  if (!may('customers.write')) return null;
  const start = async () => {
    await startAsync({ action: 'exclude', reason: reason.trim(), ...('ids' in chosen ? chosen : { q: '', ...chosen }) });
    setReason('');
    selecting.clear();
  };
  return (
    <ConfirmButton
      label={t('customers.leaveOut.action')} title={t('customers.leaveOut.title')} okText={t('customers.leaveOut.ok')} consequences={[t('customers.leaveOut.gone'), t('customers.leaveOut.undo')]}
      impact={selecting.count === null ? undefined : t('customers.leaveOut.impact', { formatted: format.count(selecting.count) })} ready={reason.trim() !== ''} action={start}
      button={{ size: 'small', icon: <StopOutlined /> }}
      choice={<Input value={reason} maxLength={reasonMax} onChange={(event) => setReason(event.target.value)} placeholder={t('customers.leaveOut.reason')} aria-label={t('customers.leaveOut.reason')} />}
    />
  );
}

/** Takes chosen customers in again who are left out. */
export function TakeIn({ selecting, values }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { startAsync } = useStartedJob<CustomerBulk>('/customers/bulk');
  const chosen = chosenOf(selecting, values);
  if (!may('customers.write')) return null;
  const start = async () => {
    await startAsync({ action: 'include', ...('ids' in chosen ? chosen : { q: '', ...chosen }) });
    selecting.clear();
  };
  return (
    <ConfirmButton
      label={t('customers.takeIn.action')} title={t('customers.takeIn.title')} okText={t('customers.takeIn.ok')} consequences={[t('customers.takeIn.back'), t('customers.leaveOut.undo')]}
      impact={selecting.count === null ? undefined : t('customers.leaveOut.impact', { formatted: format.count(selecting.count) })} action={start} button={{ size: 'small' }}
    />
  );
}
