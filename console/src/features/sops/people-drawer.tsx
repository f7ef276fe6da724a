import type { Sop } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { useNarrow } from '../../design/media.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useEnrollments } from './queries.ts';
import { useStepTitle } from './sop-words.ts';
import styles from './sops.module.css';

/** Who stands at a step now. */
export function PeopleDrawer({ sop, stepId, onClose }: { sop: Sop; stepId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const title = useStepTitle();
  const step = sop.definition.steps.find((one) => one.id === stepId);
  return (
    <Drawer open={stepId !== undefined} onClose={onClose} size={narrow ? '100%' : 420} title={step ? t('sops.peopleAt', { step: title(step) }) : t('sops.people')} destroyOnHidden>
      {stepId !== undefined && <People sopId={sop.id} stepId={stepId} />}
    </Drawer>
  );
}

function People({ sopId, stepId }: { sopId: string; stepId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useEnrollments(sopId, stepId);
  if (error && !data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  const rows = data.pages.flatMap((page) => page.data);
  if (rows.length === 0) return <p className={styles.faint}>{t('sops.nobodyHere')}</p>;
  return (
    <>
      <ul className={styles.people}>
        {rows.map((row) => (
          <li key={row.id}>
            <Link to="/customers/$customerId" params={{ customerId: row.customer.id }}>{row.customer.name || t('customers.noName')}</Link>
            <span>{t('sops.enteredAt', { time: format.relative(row.enteredAtMs, nowMs()) })}</span>
            <span>{row.wakeAtMs === null ? '' : t('sops.nextAt', { time: format.dayTime(row.wakeAtMs, nowMs()) })}</span>
          </li>
        ))}
      </ul>
      {hasNextPage && <Button block loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('sops.morePeople')}</Button>}
    </>
  );
}
