import type { WorkspaceSettings } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '../../design/confirm.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { toast } from '../../design/toast.tsx';
import { useAccount, useChangeWorkspace, useWorkspace } from './account-queries.ts';
import styles from './settings.module.css';
import { useAllUsers } from './store-queries.ts';

/** As many as one line of the question holds. */
const namesMax = 5;
const rules = ['password', 'attempts', 'session', 'invites'] as const;

/** What holds for everybody who signs in: the one thing that can be chosen, and what is always so. */
export function Security() {
  const { t } = useTranslation();
  const { data, error, refetch } = useWorkspace();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={4} />;
  return (
    <div className={styles.narrow} style={{ maxWidth: 680 }}>
      <RequireTotp settings={data} onRefused={() => void refetch()} />
      <h3 className={`${styles.head} ${styles.block}`}>{t('accounts.security.always')}</h3>
      <dl className={styles.facts}>{rules.map((rule) => <div key={rule}><dt>{t(`accounts.security.rules.${rule}`)}</dt><dd>{t(`accounts.security.ruleTexts.${rule}`)}</dd></div>)}</dl>
    </div>
  );
}

/** Asking it of everybody meets people at their next click: before it is asked, it is said how many, and who. */
function RequireTotp({ settings: { requireTotp, revision }, onRefused }: { settings: WorkspaceSettings; onRefused: () => void }) {
  const { t } = useTranslation();
  const { data: account } = useAccount();
  const { data: users } = useAllUsers();
  const change = useChangeWorkspace();
  const without = users?.filter(({ disabled, totp, password }) => !disabled && !totp && password !== false) ?? [];
  const ownMissing = !requireTotp && account?.totp.onSinceMs === null;
  const count = without.length;
  const names = without.slice(0, namesMax).map(({ name }) => name).join(t('accounts.security.between'));
  const ask = (next: boolean) => () => change.mutateAsync({ revision, requireTotp: next }).then(() => toast(t('common.saved')), (error: unknown) => { onRefused(); throw error; });
  return (
    <div className={styles.line}>
      <div>
        <strong>{t('accounts.security.require')}{requireTotp ? <Tag tone="accent">{t('accounts.totp.on')}</Tag> : <Tag>{t('accounts.totp.off')}</Tag>}</strong>
        <p>{t('accounts.security.requireHint')}</p>
        {ownMissing && <p style={{ color: 'var(--amber)' }}>{t('accounts.security.ownFirst')} <Link to="/settings" search={{ section: 'account' }}>{t('accounts.security.toAccount')}</Link></p>}
        {count > 0 && <p>{t(requireTotp ? 'accounts.security.willBeAsked' : 'accounts.security.withoutIt', { number: count })}</p>}
      </div>
      {requireTotp
        ? <ConfirmButton label={t('accounts.security.stop')} danger okText={t('accounts.security.stop')} title={t('accounts.security.stopTitle')} action={ask(false)} consequences={[t('accounts.security.stopKeeps'), t('accounts.security.stopOpens')]} />
        : <ConfirmButton label={t('accounts.security.start')} button={{ disabled: ownMissing || !users }} okText={t('accounts.security.start')} title={t('accounts.security.startTitle')} action={ask(true)}
            impact={count > 0 && t('accounts.security.startImpact', { number: count, names: count > namesMax ? t('accounts.security.andOthers', { names }) : names })}
            consequences={[t(count > 0 ? 'accounts.security.startNext' : 'accounts.security.startNobody'), t('accounts.security.startNew'), t('accounts.security.startSso')]} />}
    </div>
  );
}
