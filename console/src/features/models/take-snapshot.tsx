import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useSentence } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { isActive, useJob } from '../jobs/queries.ts';
import { useTakeSnapshot } from './queries.ts';

/** Starts a snapshot as of now; the button stays busy until its job has ended, then the picture is read anew. */
export function TakeSnapshot({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const sentence = useSentence();
  const client = useQueryClient();
  const take = useTakeSnapshot();
  const job = useJob(take.data?.id ?? null).data ?? take.data;
  const working = take.isPending || (job !== undefined && isActive(job));
  const state = job?.state;
  useEffect(() => {
    if (state === 'done') void client.invalidateQueries({ queryKey: ['models'] });
  }, [state, client]);
  if (!may('models.run')) return null;
  return (
    <div>
      <Button type={primary ? 'primary' : 'default'} loading={working} onClick={() => take.mutate()}>{t('models.take')}</Button>
      {take.error && <div style={{ marginTop: 8 }}><ProblemAlert error={take.error} /></div>}
      {state === 'failed' && job?.problem && <p style={{ marginTop: 8, color: 'var(--red)' }}>{sentence(job.problem)}</p>}
    </div>
  );
}
