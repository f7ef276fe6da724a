import type { WecomCheck, WecomConnection } from '@homefield/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nowMs, useFormat, useSentence } from '../../app/session.ts';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { toast } from '../../design/toast.tsx';
import { Day, Relative } from '../../design/values.tsx';
import { useCheckWecom, useConnectWecom, useWecom, type NewWecom } from './queries.ts';
import styles from './settings.module.css';
import { WecomForm } from './wecom-form.tsx';

const guide = ['app', 'contacts', 'ip', 'secret'] as const;
const tones = { working: 'accent', syncing: 'plain', troubled: 'amber', resting: 'amber' } as const;

export function Wecom() {
  const { t } = useTranslation();
  const { data, error, refetch } = useWecom();
  const connect = useConnectWecom();
  const check = useCheckWecom();
  const [changing, setChanging] = useState(false);
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={6} />;
  const connected = data.state !== 'missing';
  const save = async (values: NewWecom) => {
    await connect.mutateAsync(values);
    toast(t('common.saved'));
    setChanging(false);
    check.mutate();
  };
  return (
    <div className={styles.columns}>
      <div className={styles.narrow}>
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!connected && <><h2 className={styles.head}>{t('organization.wecom.emptyTitle')}</h2><p className={styles.lead}>{t('organization.wecom.emptyText')}</p></>}
        {connected && <Standing connection={data} check={check} onChange={() => setChanging(true)} changing={changing} />}
        {(changing || !connected) && (
          <WecomForm stored={data} {...(connected && { onCancel: () => setChanging(false) })} onSave={save} />
        )}
      </div>
      <Guide />
    </div>
  );
}

type Check = ReturnType<typeof useCheckWecom>;

function Standing({ connection, check, onChange, changing }: { connection: WecomConnection; check: Check; onChange: () => void; changing: boolean }) {
  const { t } = useTranslation();
  const state = stateOf(connection, check.data);
  return (
    <>
      <h2 className={styles.head}>{t('organization.wecom.connectedTitle')}<Tag tone={tones[state]} dot>{t(`organization.wecom.states.${state}`)}</Tag></h2>
      <ProblemAlert error={check.error} onRetry={() => check.mutate()} />
      <Outcome connection={connection} check={check.data} />
      <dl className={styles.facts}>
        <div><dt>{t('organization.wecom.corpId')}</dt><dd><code>{connection.corpId}</code></dd></div>
        <div><dt>{t('organization.wecom.agentIdShort')}</dt><dd>{connection.agentId ?? '–'}</dd></div>
        <div><dt>{t('organization.wecom.secret')}</dt><dd>{t('organization.wecom.secretStored')}</dd></div>
        <div>
          <dt>{t('organization.wecom.syncedAt')}</dt>
          <dd>{connection.syncedAtMs === null ? t('organization.wecom.notSynced') : <Relative ms={connection.syncedAtMs} />}<span className={styles.hint}>{t('organization.wecom.syncNote')}</span></dd>
        </div>
        {connection.restUntilMs !== null && <div><dt>{t('organization.wecom.restUntil')}</dt><dd><Day ms={connection.restUntilMs} withTime /></dd></div>}
      </dl>
      {!changing && (
        <div className={styles.actions}>
          <Button type="primary" loading={check.isPending} onClick={() => check.mutate()}>{t('organization.wecom.check')}</Button>
          <Button onClick={onChange}>{t('organization.wecom.change')}</Button>
        </div>
      )}
    </>
  );
}

/** What WeCom said a moment ago counts more than the fault that is on record. */
function Outcome({ connection: { lastError }, check }: { connection: WecomConnection; check: WecomCheck | undefined }) {
  const { t } = useTranslation();
  const sentence = useSentence();
  const format = useFormat();
  if (check) {
    return (
      <div className={styles.outcome} data-tone={check.ok ? 'accent' : 'amber'} role={check.ok ? 'status' : 'alert'}>
        <strong>{sentence(check.sentence)}</strong>
        {check.code !== null && <p>{t('organization.wecom.errorCode', { code: check.code })}</p>}
      </div>
    );
  }
  if (!lastError) return null;
  return (
    <div className={styles.outcome} data-tone="amber" role="alert">
      <strong>{sentence(lastError.sentence)}</strong>
      <p>{t('organization.wecom.errorSince', { code: lastError.code, time: format.relative(lastError.atMs, nowMs()) })}</p>
    </div>
  );
}

/** A check that fails is not on record; a connection that rests stays so until it is mended. */
function stateOf({ state, syncedAtMs }: WecomConnection, check: WecomCheck | undefined): keyof typeof tones {
  if (state === 'resting' || state === 'troubled') return state;
  if (check && !check.ok) return 'troubled';
  return syncedAtMs === null ? 'syncing' : 'working';
}

function Guide() {
  const { t } = useTranslation();
  return (
    <aside className={styles.guide}>
      <h2>{t('organization.wecom.guideTitle')}</h2>
      <ol>{guide.map((step) => <li key={step}>{t(`organization.wecom.guide.${step}`)}</li>)}</ol>
    </aside>
  );
}
