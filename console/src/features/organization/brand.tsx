import { workspaceChange, type WorkspaceSettings } from '@homefield/contract';
import { Button, Form, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useMay } from '../../app/access.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftBar } from '../../forms/draft-bar.tsx';
import { MergeDialog } from '../../forms/merge-dialog.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { useSending } from '../../forms/use-sending.ts';
import { ruleOf } from '../../forms/zod-rule.ts';
import { useChangeWorkspace, useWorkspace } from './account-queries.ts';
import { BrandLogo, LogoField } from './logo-field.tsx';
import styles from './settings.module.css';
import { ZoneAndCurrency } from './zone-and-currency.tsx';

const texts = ['mission', 'positioning', 'voice'] as const;
const fields = ['name', 'zone', 'currency', ...texts] as const;
const { shape } = workspaceChange;
type Values = Pick<WorkspaceSettings, (typeof fields)[number]>;

export function Brand() {
  const may = useMay();
  const { data, error, refetch } = useWorkspace();
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={8} />;
  return <div className={styles.narrow} style={{ maxWidth: 680 }}>{may('workspace.manage') ? <BrandForm settings={data} /> : <BrandFacts settings={data} />}</div>;
}

function BrandFacts({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  return (
    <>
      <BrandLogo id={settings.id} name={settings.name} url={settings.logoUrl} />
      <dl className={styles.facts}>
        {fields.map((field) => <div key={field}><dt>{t(`accounts.brand.${field}`)}</dt><dd style={{ whiteSpace: 'pre-wrap' }}>{settings[field] || '–'}</dd></div>)}
      </dl>
    </>
  );
}

/** Where the server's refusals belong that name no place. */
const where = { currency_unknown: 'currency', currency_fixed: 'currency', currency_fixed_by_sample: 'currency', zone_unknown: 'zone' };
const valuesOf = (settings: WorkspaceSettings) => Object.fromEntries(fields.map((field) => [field, settings[field]])) as Values;

function BrandForm({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  // As it was when the typing began: what others save meanwhile is told by the save and never wipes out what is typed.
  const [base, setBase] = useState(settings);
  const values: Values = { ...valuesOf(base), ...Form.useWatch([], form) };
  const dirty = fields.some((field) => values[field] !== base[field]);
  if (!dirty && base.revision !== settings.revision) setBase(settings);
  useEffect(() => form.setFieldsValue(valuesOf(base)), [base, form]);
  const draft = useDraft<Values>({ name: `workspace:${settings.id}`, base: String(base.revision), value: values, dirty });
  const change = useChangeWorkspace();
  const { busy, error, send } = useSending(form, where);
  const [theirs, setTheirs] = useState<WorkspaceSettings | null>(null);
  const save = (revision: number, typed: Values) => send(async () => {
    try {
      const saved = await change.mutateAsync({ revision, ...typed });
      draft.forget();
      setTheirs(null);
      setBase(saved);
      toast(t('common.saved'));
    } catch (failure) {
      const met = isApiProblem(failure) && failure.code === 'workspace_changed' ? (failure.present as WorkspaceSettings | undefined) : undefined;
      setTheirs(met ?? null);
      if (!met) throw failure;
    }
  });
  return (
    <Form<Values> form={form} className={styles.form ?? ''} noValidate layout="vertical" requiredMark={false} scrollToFirstError={{ focus: true }} initialValues={valuesOf(base)} onFinish={(typed) => void save(base.revision, typed)}>
      <LeaveGuard when={dirty} tabsToo kept={draft.keptAtMs !== null} />
      <DraftBar draft={draft} onRestore={(left) => form.setFieldsValue(left)} />
      {theirs && <BrandMerge key={theirs.revision} base={base} mine={values} theirs={theirs} onMerge={(merged) => void save(theirs.revision, merged)} onClose={() => setTheirs(null)} />}
      <Form.Item label={t('accounts.brand.logo')}><LogoField settings={settings} /></Form.Item>
      <Form.Item name="name" label={t('accounts.brand.name')} extra={t('accounts.brand.nameHint')} rules={[ruleOf(shape.name, t, { needed: t('organization.workspaceNameNeeded') })]}><Input /></Form.Item>
      <ZoneAndCurrency currencyFixed={settings.currencyFixed && settings.currencyFixedBySample ? 'sample' : settings.currencyFixed} />
      {texts.map((field) => (
        <Form.Item key={field} name={field} label={t(`accounts.brand.${field}`)} extra={t(`accounts.brand.${field}Hint`)} rules={[ruleOf(shape[field], t)]}><Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} /></Form.Item>
      ))}
      <ProblemAlert error={error} kept={t('accounts.brand.editsKept')} />
      <div className={styles.actions}><Button type="primary" htmlType="submit" disabled={!dirty} loading={busy}>{t('common.save')}</Button></div>
    </Form>
  );
}

type BrandMergeProps = Readonly<{ base: WorkspaceSettings; mine: Values; theirs: WorkspaceSettings; onMerge: (merged: Values) => void; onClose: () => void }>;

/** Somebody saved these settings meanwhile: theirs beside mine. Where I changed nothing, theirs stays unless I say otherwise. */
function BrandMerge({ base, mine, theirs, onMerge, onClose }: BrandMergeProps) {
  const { t } = useTranslation();
  const textOf = (text: string) => <span style={{ whiteSpace: 'pre-wrap' }}>{text || '–'}</span>;
  return (
    <MergeDialog onClose={onClose}
      fields={fields.map((key) => ({ key, label: t(`accounts.brand.${key}`), mine: textOf(mine[key]), theirs: textOf(theirs[key]), same: mine[key] === theirs[key], start: mine[key] === base[key] ? 'theirs' as const : 'mine' as const }))}
      onMerge={(choice) => onMerge(Object.fromEntries(fields.map((key) => [key, choice[key] === 'mine' ? mine[key] : theirs[key]])) as Values)} />
  );
}
