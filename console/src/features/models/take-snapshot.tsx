import { useQueryClient } from '@tanstack/react-query';
import { Button, DatePicker, Space } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { isActive, useJob } from '../jobs/queries.ts';
import { useTakeSnapshot } from './queries.ts';

/** Starts a snapshot, now or as of a day; the button stays busy until its job has ended, then the picture is read anew. */
export function TakeSnapshot({ first }: { first: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const [day, setDay] = useState<Dayjs | null>(null);
  const take = useTakeSnapshot();
  const job = useJob(take.data?.id ?? null).data ?? take.data;
  const working = take.isPending || (job !== undefined && isActive(job));
  const state = job?.state;
  useEffect(() => {
    if (state === 'done') void client.invalidateQueries({ queryKey: ['models'] });
  }, [state, client]);
  const today = dayjs(format.dayKey(nowMs()));
  return (
    <div>
      <Space.Compact>
        <DatePicker value={day} onChange={(next) => setDay(next ? dayjs(next) : null)} placeholder={t('models.now')} disabledDate={(one) => dayjs(one).isAfter(today, 'day')} style={{ width: 128 }} disabled={working} />
        <Button type={first ? 'primary' : 'default'} loading={working} onClick={() => take.mutate(day ? day.format('YYYY-MM-DD') : null)}>{t(first ? 'models.takeFirst' : 'models.take')}</Button>
      </Space.Compact>
      {(take.error || state === 'failed') && <div style={{ marginTop: 8 }}><ProblemAlert error={take.error} /></div>}
    </div>
  );
}
