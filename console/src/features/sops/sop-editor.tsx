import type { Sop, SopDefinition } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { DraftBar } from '../../forms/draft-bar.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { useSaveSop } from './queries.ts';
import { Entry, Goal, QuietHours } from './sop-fields.tsx';
import { SopMerge } from './sop-merge.tsx';
import { StepEditor } from './step-editor.tsx';
import { StepPreview } from './step-preview.tsx';
import { useFirstMistake, useSopEditing } from './use-sop-editing.ts';
import styles from './sops.module.css';

type EditorProps = Readonly<{ sop: Sop | undefined; audienceId: string; refusal: unknown; onDirty?: (dirty: boolean) => void; /** Something was typed: what was refused before is over. */ onEdited?: () => void }>;

/** The definition as a form, with the chat that it makes beside it. Saving keeps a draft; customers on their way stay on their version. */
export function SopEditor({ sop, audienceId, refusal, onDirty, onEdited }: EditorProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const form = useRef<HTMLFieldSetElement>(null);
  const save = useSaveSop(sop);
  const [tried, setTried] = useState(0);
  const conflict = isApiProblem(save.error) && save.error.code === 'sop_changed';
  const refused = save.error ?? refusal;
  const { name, definition, set, changed, lacks, problems, audienceProblem } = useSopEditing({ sop, audienceId, refused, onChange: () => {
    if (save.isError && !conflict) save.reset();
    onEdited?.();
  } });
  const dirty = !save.isSuccess && changed;
  useEffect(() => onDirty?.(dirty), [dirty, onDirty]);
  useFirstMistake(form, refusal);
  useFirstMistake(form, tried);
  const draft = useDraft<{ name: string; definition: SopDefinition }>({ name: `sop:${sop?.id ?? 'new'}`, base: String(sop?.revision ?? ''), value: { name, definition }, dirty });
  const ended = sop?.state === 'ended';
  const nameWrong = tried > 0 && lacks.name;
  const left = lacks.texts.length + (lacks.audience ? 1 : 0);
  // Asked for quietly while it is a draft, in red once publishing was refused for it.
  const lacking = refusal ? 'wrong' as const : sop || tried > 0 ? 'quiet' as const : 'none' as const;
  const store = (input: { name: string; definition: SopDefinition; revision?: number }) => save.mutate(input, {
    onSuccess: (saved) => {
      draft.forget();
      onEdited?.();
      toast(left === 0 ? t('common.saved') : t('sops.savedLacking', { count: left }));
      if (!sop) void navigate({ to: '/sops/$sopId', params: { sopId: saved.id }, search: { tab: 'edit' }, replace: true, ignoreBlocker: true });
    },
  });
  const submit = () => {
    if (lacks.name) setTried(tried + 1);
    else store({ name: name.trim(), definition });
  };
  return (
    <div className={styles.flowColumns}>
      <LeaveGuard when={dirty} kept={draft.keptAtMs !== null} />
      <fieldset ref={form} className={styles.form} disabled={ended}>
        <DraftBar draft={draft} onRestore={set} />
        {conflict && sop
          ? <SopMerge base={sop} mine={{ name: name.trim(), definition }} onMerge={store} onClose={() => save.reset()} />
          : <ProblemAlert error={refused} kept={save.error ? t('audiences.editsKept') : ''} />}
        <label className={styles.field} data-wrong={nameWrong}>
          <span>{t('sops.name')}</span>
          <Input value={name} maxLength={100} placeholder={t('sops.nameExample')} status={nameWrong ? 'error' : ''} aria-invalid={nameWrong} onChange={(event) => set({ name: event.target.value })} />
          {nameWrong && <small className={styles.lack} role="alert">{t('sops.nameNeeded')}</small>}
        </label>
        <Entry definition={definition} onChange={(next) => set({ definition: next })} lacking={lacks.audience ? lacking : 'none'} problem={audienceProblem} />
        <StepEditor steps={definition.steps} onChange={(steps) => set({ definition: { ...definition, steps } })} problems={problems} lacking={lacking} />
        <Goal definition={definition} onChange={(next) => set({ definition: next })} />
        <QuietHours definition={definition} onChange={(next) => set({ definition: next })} />
        <div className={styles.saveBar}>
          <Button type="primary" loading={save.isPending} onClick={submit} disabled={ended || (sop !== undefined && !dirty)}>{t(sop ? 'common.save' : 'sops.create')}</Button>
          <span className={styles.faint}>{t(ended ? 'sops.endedNote' : sop?.publishedVersion ? 'sops.saveNoteLive' : 'sops.saveNote')}</span>
        </div>
      </fieldset>
      <aside className={styles.flowAside}><StepPreview definition={definition} /></aside>
    </div>
  );
}
