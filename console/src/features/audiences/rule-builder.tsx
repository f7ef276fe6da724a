import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import type { RuleCatalog } from '@homefield/contract';
import { Button, Dropdown, Select } from 'antd';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { AttributeFields } from './attribute-fields.tsx';
import { EventFields } from './event-fields.tsx';
import { AudienceFields, ModelFields } from './other-fields.tsx';
import { addMember, changeNode, draftOf, newCondition, newGroup, removeNode, type ConditionKind, type DraftCondition, type DraftGroup, type GroupMode, type Missing } from './rule-draft.ts';
import styles from './rule.module.css';
import { starters } from './starters.ts';

const modes: readonly GroupMode[] = ['all', 'any', 'none', 'notAll'];
const kinds: readonly ConditionKind[] = ['attribute', 'event', 'model', 'audience'];

type Editing = Readonly<{
  catalog: RuleCatalog; root: DraftGroup; onChange: (root: DraftGroup) => void;
  missing: ReadonlyMap<string, Missing>; problems: ReadonlyMap<string, readonly string[]>; showMissing: boolean; ownId: string | null;
}>;
const EditingContext = createContext<Editing | null>(null);

function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('Parts of the rule editor stand inside RuleBuilder.');
  return editing;
}

/** The rule as groups and conditions. Problems of the server are shown at the place that they mean. */
export function RuleBuilder(props: Editing) {
  return <EditingContext value={props}><Group group={props.root} isRoot /></EditingContext>;
}

function Group({ group, isRoot = false }: { group: DraftGroup; isRoot?: boolean }) {
  const { t } = useTranslation();
  const { root, onChange } = useEditing();
  return (
    <div className={isRoot ? styles.root : styles.group}>
      <div className={styles.groupHead}>
        <Select<GroupMode> size="small" variant="filled" value={group.mode} popupMatchSelectWidth={false} aria-label={t('audiences.groupMode')}
          options={modes.map((mode) => ({ value: mode, label: t(`audiences.modes.${mode}`) }))}
          onChange={(mode) => onChange(changeNode(root, group.id, (node) => (node.kind === 'group' ? { ...node, mode } : node)))} />
        {!isRoot && <RemoveButton id={group.id} label={t('audiences.removeGroup')} />}
      </div>
      <div className={styles.members} data-mode={group.mode}>
        {group.members.map((member) => (
          <div key={member.id} className={styles.member}>
            {member.kind === 'group' ? <Group group={member} /> : <Condition condition={member} />}
          </div>
        ))}
        <Notes id={group.id} />
        <AddButton group={group} />
      </div>
      {isRoot && group.members.length === 0 && <Starters />}
    </div>
  );
}

function Condition({ condition }: { condition: DraftCondition }) {
  const { t } = useTranslation();
  const { catalog, root, onChange, problems, ownId } = useEditing();
  const change = (value: object) => onChange(changeNode(root, condition.id, (node) => ({ ...node, value }) as DraftCondition));
  return (
    <div className={styles.condition} data-wrong={problems.has(condition.id)}>
      <div className={styles.fields}>
        {condition.kind === 'attribute' && <AttributeFields value={condition.value} catalog={catalog} onChange={change} />}
        {condition.kind === 'event' && <EventFields value={condition.value} catalog={catalog} onChange={change} />}
        {condition.kind === 'model' && <ModelFields value={condition.value} catalog={catalog} onChange={change} />}
        {condition.kind === 'audience' && <AudienceFields value={condition.value} exceptId={ownId} onChange={change} />}
      </div>
      <RemoveButton id={condition.id} label={t('audiences.removeCondition')} />
      <Notes id={condition.id} />
    </div>
  );
}

/** A first rule to change, for those who face an empty one. */
function Starters() {
  const { t } = useTranslation();
  const { onChange } = useEditing();
  return (
    <div className={styles.starters}>
      <span>{t('audiences.startWith')}</span>
      {starters.map(({ name, rule }) => <button key={name} type="button" onClick={() => onChange(draftOf(rule))}>{t(`audiences.starters.${name}`)}</button>)}
    </div>
  );
}

/** What is wrong here (red, from the server) or not filled in yet (quiet, amber once saving was tried). */
function Notes({ id }: { id: string }) {
  const { t } = useTranslation();
  const { missing, problems, showMissing } = useEditing();
  const lack = missing.get(id);
  return (
    <>
      {problems.get(id)?.map((text) => <p key={text} className={styles.problem} role="alert">{text}</p>)}
      {lack && (showMissing || lack !== 'members') && <p className={styles.missing} data-strong={showMissing}>{t(`audiences.missing.${lack}`)}</p>}
    </>
  );
}

function RemoveButton({ id, label }: { id: string; label: string }) {
  const { root, onChange } = useEditing();
  return <Button type="text" size="small" className={styles.remove ?? ''} icon={<CloseOutlined />} aria-label={label} onClick={() => onChange(removeNode(root, id))} />;
}

function AddButton({ group }: { group: DraftGroup }) {
  const { t } = useTranslation();
  const { root, onChange } = useEditing();
  const items = [...kinds.map((kind) => ({ key: kind, label: t(`audiences.kinds.${kind}`) })), { type: 'divider' as const }, { key: 'group', label: t('audiences.kinds.group') }];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => onChange(addMember(root, group.id, key === 'group' ? newGroup('any') : newCondition(key as ConditionKind))) }}>
      <Button type="text" size="small" icon={<PlusOutlined />} className={styles.add ?? ''}>{t('audiences.addCondition')}</Button>
    </Dropdown>
  );
}
