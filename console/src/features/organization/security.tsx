import { Switch } from 'antd';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { useAccount, useChangeWorkspace, useWorkspace } from './account-queries.ts';
import styles from './settings.module.css';
import { useAllUsers } from './store-queries.ts';

const rules = ['password', 'attempts', 'session', 'invites'] as const;

/** What holds for everybody who signs in: the one thing that can be chosen, and what is always so. */
export function Security() {
  const { t } = useTranslation();
  const { data, error, refetch } = useWorkspace();
  const { data: account } = useAccount();
  const { data: users } = useAllUsers();
  const change = useChangeWorkspace();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={4} />;
  const without = users?.filter(({ disabled, totp }) => !disabled && !totp).length ?? 0;
  const ownMissing = account?.totp.onSinceMs === null;
  return (
    <div className={styles.narrow} style={{ maxWidth: 680 }}>
      <ProblemAlert error={change.error} />
      <div className={styles.line}>
        <div>
          <strong id="require-totp">{t('accounts.security.require')}</strong>
          <p>{t('accounts.security.requireHint')}</p>
          {!data.requireTotp && ownMissing && <p style={{ color: 'var(--amber)' }}>{t('accounts.security.ownFirst')} <Link to="/settings" search={{ section: 'account' }}>{t('accounts.security.toAccount')}</Link></p>}
          {without > 0 && <p>{t(data.requireTotp ? 'accounts.security.willBeAsked' : 'accounts.security.withoutIt', { number: without })}</p>}
        </div>
        <Switch aria-labelledby="require-totp" checked={data.requireTotp} loading={change.isPending} disabled={!data.requireTotp && ownMissing}
          onChange={(requireTotp) => change.mutate({ revision: data.revision, requireTotp }, { onSuccess: () => toast(t('common.saved')), onError: () => void refetch() })} />
      </div>
      <h3 className={`${styles.head} ${styles.block}`}>{t('accounts.security.always')}</h3>
      <dl className={styles.facts}>{rules.map((rule) => <div key={rule}><dt>{t(`accounts.security.rules.${rule}`)}</dt><dd>{t(`accounts.security.ruleTexts.${rule}`)}</dd></div>)}</dl>
    </div>
  );
}
