import { userChange, type Account, type SessionEntry } from '@homefield/contract';
import { Button, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, usePreferences } from '../../app/preferences.ts';
import { ConfirmButton } from '../../design/confirm.tsx';
import { DataTable, type Column } from '../../design/data-table.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { toast } from '../../design/toast.tsx';
import { Day, Relative } from '../../design/values.tsx';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import type { Language } from '../../i18n/language.ts';
import { useAccount, useChangeOwn, useEndOtherSessions, useEndSession, useOwnSessions } from './account-queries.ts';
import { PasswordLine } from './password-line.tsx';
import styles from './settings.module.css';
import { TotpLine } from './totp-line.tsx';

/** Everybody's own page: who they are here, how they prove it, where they are signed in. */
export function AccountPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useAccount();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={6} />;
  return (
    <>
      <div className={styles.narrow} style={{ maxWidth: 680 }}>
        <NameForm account={data} />
        <LanguageLine />
        <PasswordLine account={data} />
        <TotpLine account={data} />
      </div>
      <h3 className={`${styles.head} ${styles.block}`}>{t('accounts.ownSessions.title')}</h3>
      <p className={styles.lead}>{t('accounts.ownSessions.lead')}</p>
      <OwnSessions />
    </>
  );
}

function NameForm({ account }: { account: Account }) {
  const { t } = useTranslation();
  const change = useChangeOwn();
  const [form] = Form.useForm<{ name: string }>();
  const { busy, error, send } = useSending(form);
  const name = Form.useWatch('name', form) ?? account.name;
  return (
    <Form form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} initialValues={{ name: account.name }} onFinish={({ name: next }) => void send(() => change.mutateAsync({ name: next.trim() }).then(() => toast(t('common.saved'))))}>
      <ProblemAlert error={error} />
      <div className={styles.pair}>
        <Form.Item name="name" label={t('organization.name')} extra={t('accounts.nameHint')} rules={[ruleOf(userChange.shape.name, t, { needed: t('organization.nameNeeded') })]}><Input autoComplete="name" /></Form.Item>
        <Form.Item label={t('organization.email')} extra={t(`organization.roles.${account.role}`)}><span style={{ overflowWrap: 'anywhere' }}>{account.email}</span></Form.Item>
      </div>
      {name.trim() !== account.name && <div className={styles.actions} style={{ marginBottom: 16 }}><Button type="primary" htmlType="submit" loading={busy}>{t('common.save')}</Button><Button onClick={() => form.resetFields()}>{t('common.cancel')}</Button></div>}
    </Form>
  );
}

/** The console's language is this browser's; the server's answers and files follow the account's. Here both change at once. */
function LanguageLine() {
  const { t } = useTranslation();
  const language = usePreferences((state) => state.language);
  const change = useChangeOwn();
  const choose = (next: Language) => {
    void chooseLanguage(next);
    change.mutate({ language: next });
  };
  return (
    <div className={styles.line}>
      <div><strong>{t('accounts.language')}</strong><p>{t('accounts.languageHint')}</p><ProblemAlert error={change.error} /></div>
      <Segmented<Language> value={language} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} onChange={choose} />
    </div>
  );
}

function OwnSessions() {
  const { t } = useTranslation();
  const { data, error, refetch } = useOwnSessions();
  const end = useEndSession();
  const endOthers = useEndOtherSessions();
  const device = (row: SessionEntry) => `${t(`accounts.browsers.${row.browser}`)} · ${t(`accounts.systems.${row.system}`)}`;
  const columns: Column<SessionEntry>[] = [
    { key: 'device', title: t('accounts.ownSessions.device'), phone: 'head', render: (row) => <>{device(row)} {row.current && <Tag tone="accent">{t('accounts.ownSessions.current')}</Tag>} {row.method === 'sso' && <Tag>{t('accounts.sections.sso')}</Tag>}</> },
    { key: 'address', title: t('accounts.ownSessions.address'), render: (row) => <code>{row.address ?? '–'}</code> },
    { key: 'seen', title: t('accounts.ownSessions.seen'), render: (row) => (row.current ? t('accounts.ownSessions.now') : <Relative ms={row.seenAtMs} />) },
    { key: 'created', title: t('accounts.ownSessions.created'), render: (row) => <Day ms={row.createdAtMs} withTime /> },
    {
      key: 'actions', title: <span className="visually-hidden">{t('common.actions')}</span>, align: 'right', phone: 'end', render: (row) => !row.current && (
        <ConfirmButton label={t('accounts.ownSessions.end')} button={{ size: 'small' }} danger okText={t('accounts.ownSessions.end')} title={t('accounts.ownSessions.endTitle', { device: device(row) })} consequences={[t('accounts.ownSessions.endConsequence')]} action={() => end.mutateAsync(row.id)} />
      ),
    },
  ];
  const others = data?.data.filter(({ current }) => !current).length ?? 0;
  return (
    <>
      {others > 0 && <div className={styles.toolbar}><ConfirmButton label={t('accounts.ownSessions.endOthers')} danger okText={t('accounts.ownSessions.endOthers')} title={t('accounts.ownSessions.endOthersTitle', { number: others })} consequences={[t('accounts.ownSessions.endConsequence'), t('accounts.ownSessions.thisStays')]} action={() => endOthers.mutateAsync(undefined)} /></div>}
      <DataTable label={t('accounts.ownSessions.title')} columns={columns} rows={data?.data} rowKey={(row) => row.id} error={error} onRetry={() => void refetch()} empty={null} />
    </>
  );
}
