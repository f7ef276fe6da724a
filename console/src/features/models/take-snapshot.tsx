import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useSentence } from '../../app/session.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { isActive, useJob } from '../jobs/queries.ts';
import { useTakeSnapshot } from './queries.ts';

const route = getRouteApi('/models/rfm');

/**
 * Asks, and starts a snapshot as of now; the button stays busy until its job has ended, then the picture is read anew. The address can
 * open the question (`?dialog=snapshot`): the palette does.
 */
export function TakeSnapshot({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation();
  const may = useMay();
  const sentence = useSentence();
  const client = useQueryClient();
  const { dialog } = route.useSearch();
  const navigate = route.useNavigate();
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
      <ConfirmButton label={t('models.take')} title={t('models.takeTitle')} okText={t('models.take')} button={{ type: primary ? 'primary' : 'default', loading: working }} consequences={[t('models.takeOrders'), t('models.takeChanges'), t('models.takeWork')]}
        asked={dialog === 'snapshot' && !working} onClose={() => { if (dialog) void navigate({ search: {}, replace: true }); }} action={() => take.mutateAsync()} />
      {state === 'failed' && job?.problem && <p style={{ marginTop: 8, color: 'var(--red)' }}>{sentence(job.problem)}</p>}
    </div>
  );
}
