import type { Audience, Rule, RuleCatalog } from '@homefield/contract';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../../api/problem.ts';
import { useMay } from '../../app/access.ts';
import { DraftBar } from '../../forms/draft-bar.tsx';
import { useDraft } from '../../forms/use-draft.ts';
import { LengthNote } from '../../forms/length-note.tsx';
import { tooLong } from '../../forms/length.ts';
import { LeaveGuard } from '../../design/leave-guard.tsx';
import { Page } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { toast } from '../../design/toast.tsx';
import { ArchiveAudience } from './archive-audience.tsx';
import { AudienceHeading } from './audience-heading.tsx';
import { AudienceMerge } from './audience-merge.tsx';
import { MembersButton } from './members-button.tsx';
import styles from './audiences.module.css';
import { PreviewPanel } from './preview-panel.tsx';
import { useSaveAudience } from './queries.ts';
import { RefreshFailed } from './refresh-failed.tsx';
import { RuleBuilder } from './rule-builder.tsx';
import { RuleJson } from './rule-json.tsx';
import { useRuleEditing } from './use-rule-editing.ts';

type EditorProps = Readonly<{
  /** As it was when the editor was opened: what others save meanwhile is told by the save, and never wipes out what is typed. */
  audience: Audience | undefined;
  latest: Audience | undefined; catalog: RuleCatalog; initial: Rule | null;
  /** What a new one is called until somebody calls it otherwise. */
  called: string; onSaved: (saved: Audience) => void;
}>;

/** As the contract: it refuses longer ones. */
const nameMax = 100;

/** Name and rule on the left, the live answer on the right. */
export function AudienceEditor({ audience, latest, catalog, initial, called, onSaved }: EditorProps) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const save = useSaveAudience(audience);
  const editing = useRuleEditing(audience?.rule ?? initial, save.error);
  const [firstName] = useState(audience?.name ?? called);
  const [name, setName] = useState(firstName);
  const [view, setView] = useState<'builder' | 'json'>('builder');
  const [tried, setTried] = useState(false);
  const nameMissing = name.trim() === '';
  const nameLong = tooLong(name.trim(), nameMax);
  const dirty = !save.isSuccess && (name !== firstName || editing.changed);
  const draft = useDraft<{ name: string; rule: Rule }>({ name: `audience:${audience?.id ?? 'new'}`, base: String(audience?.version ?? ''), value: { name, rule: editing.rule }, dirty });
  const restore = (left: { name: string; rule: Rule }) => { setName(left.name); editing.setRule(left.rule); };
  const store = (input: { name: string; rule: Rule; version?: number }) => save.mutate(input, {
    onSuccess: (saved) => {
      draft.forget();
      toast(t('common.saved'));
      onSaved(saved);
      if (!audience) void navigate({ to: '/audiences/$audienceId', params: { audienceId: saved.id }, replace: true, ignoreBlocker: true });
    },
  });
  const submit = () => {
    setTried(true);
    if (!nameMissing && !nameLong && editing.complete) store({ name: name.trim(), rule: editing.rule });
  };
  const conflict = isApiProblem(save.error) && save.error.code === 'audience_changed';
  return (
    <Page title={audience?.name ?? t('audiences.new')} heading={audience ? <AudienceHeading audience={audience} /> : undefined} back={{ to: '/audiences', label: t('audiences.title') }} loop={['engage', 'convert']}
      actions={<>{audience && <ArchiveAudience audience={audience} />}{audience && <MembersButton audience={audience} />}{audience && may('sops.write') && <Button onClick={() => void navigate({ to: '/sops/$sopId', params: { sopId: 'new' }, search: { audience: audience.id } })}>{t('audiences.makeSop')}</Button>}<Button type="primary" loading={save.isPending} onClick={submit}>{t('common.save')}</Button></>}>
      <LeaveGuard when={dirty} kept={draft.keptAtMs !== null} />
      <DraftBar draft={draft} onRestore={restore} />
      <RefreshFailed audience={latest ?? audience} />
      {conflict && audience
        ? <AudienceMerge audienceId={audience.id} mine={{ name: name.trim(), rule: editing.rule, sentence: editing.preview?.sentence }} onMerge={store} onClose={() => save.reset()} />
        : <ProblemAlert error={save.error} kept={t('audiences.editsKept')} />}
      <div className={styles.editor}>
        <div className={styles.left}>
          <label className={styles.nameField}>
            <span>{t('audiences.name')}</span>
            <Input value={name} placeholder={t('audiences.nameExample')} status={nameLong || (tried && nameMissing) ? 'error' : ''} aria-invalid={nameLong || (tried && nameMissing)} onChange={(event) => setName(event.target.value)} />
            {tried && nameMissing && <small>{t('audiences.nameNeeded')}</small>}
            <LengthNote text={name.trim()} max={nameMax} />
          </label>
          <div className={styles.ruleHead}>
            <h2>{t('audiences.rule')}</h2>
            <Segmented size="small" value={view} onChange={setView} options={[{ value: 'builder', label: t('audiences.builder') }, { value: 'json', label: 'JSON' }]} />
          </div>
          {view === 'builder'
            ? <RuleBuilder catalog={catalog} root={editing.draft} onChange={editing.setDraft} missing={editing.missing} problems={editing.problems} showMissing={tried} ownId={audience?.id ?? null} />
            : <RuleJson rule={editing.rule} onChange={editing.setRule} />}
        </div>
        <aside className={styles.right}>
          <PreviewPanel preview={editing.preview} stale={editing.stale} error={editing.error} onRetry={editing.retry} missing={[...editing.missing.values()]} />
        </aside>
      </div>
    </Page>
  );
}
