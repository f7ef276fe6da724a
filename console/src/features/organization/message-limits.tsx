import type { MessageSettings } from '@homefield/contract';
import { mayDo } from '@homefield/contract/access';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat, useSignedIn } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useMessageSettings } from './queries.ts';
import styles from './settings.module.css';

/** Its time picker is 40 kB that the other sections of the settings do not need. */
const MessageLimitsForm = lazy(async () => ({ default: (await import('./message-limits-form.tsx')).MessageLimitsForm }));

/** What holds for every message of the brand. Whoever may only read it sees it as text. */
export function MessageLimits() {
  const may = useMay();
  const { data, error, refetch } = useMessageSettings();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={6} />;
  return (
    <div className={styles.narrow}>
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {may('messages.settings') ? <Suspense fallback={<Loading rows={6} />}><MessageLimitsForm settings={data} /></Suspense> : <Limits settings={data} />}
    </div>
  );
}

function Limits({ settings: { perDay, perWeek, quietHours } }: { settings: MessageSettings }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { user } = useSignedIn();
  return (
    <>
      <p className={styles.lead}>{t(mayDo(user.role, 'messages.settings') ? 'organization.messages.readOnlyNarrow' : 'organization.messages.readOnly')}</p>
      <dl className={styles.facts}>
        <div><dt>{t('organization.messages.perDay')}</dt><dd>{format.count(perDay)}</dd></div>
        <div><dt>{t('organization.messages.perWeek')}</dt><dd>{format.count(perWeek)}</dd></div>
        <div><dt>{t('organization.messages.quietTitle')}</dt><dd>{quietHours ? `${quietHours.from}–${quietHours.to}` : t('organization.messages.quietNone')}</dd></div>
      </dl>
    </>
  );
}
