import type { Sop, SopDefinition, SopStep } from '@homefield/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat, useSignedIn } from '../../app/session.ts';
import { useAudience } from '../audiences/queries.ts';
import { apart, isSame, orderStart, stepDifferences, type Side, type Three } from './sop-merging.ts';
import { useDurationText, useStepTitle } from './sop-words.ts';
import styles from './sops.module.css';

export type SopText = Readonly<{ name: string; definition: SopDefinition }>;
export type SopDifference = Readonly<{ key: string; label: string; mine: ReactNode; theirs: ReactNode; start: Side }>;

export const sopParts = ['trigger', 'entry', 'holdOut', 'goal', 'quietHours'] as const;
type Part = (typeof sopParts)[number];
const labels = { trigger: 'sops.audience', holdOut: 'sops.holdOutName', goal: 'sops.goalTitle', entry: 'sops.againTitle', quietHours: 'sops.quietTitle' } as const;

export const stepsOf = ({ base, mine, theirs }: Three<SopText>): Three<readonly SopStep[]> => {
  const steps = { base: base.definition.steps, mine: mine.definition.steps, theirs: theirs.definition.steps };
  return { ...steps, mine: apart(steps) };
};

/** What differs between mine and theirs: name and settings part by part, steps one by one. */
export function useSopDifferences(): (three: Three<SopText>) => SopDifference[] {
  const { t } = useTranslation();
  const title = useStepTitle();
  return (three) => {
    const { base, mine, theirs } = three;
    const steps = stepsOf(three);
    const order = orderStart(steps);
    const startOf = (kept: boolean): Side => (kept ? 'theirs' : 'mine');
    const list = (of: readonly SopStep[]) => <ol className={styles.mergeSteps}>{of.map((step) => <li key={step.id}>{title(step)}</li>)}</ol>;
    return [
      ...(mine.name === theirs.name ? [] : [{ key: 'name', label: t('sops.name'), mine: mine.name, theirs: theirs.name, start: startOf(mine.name === base.name) }]),
      ...sopParts.filter((part) => !isSame(mine.definition[part], theirs.definition[part])).map((part) => ({
        key: part, label: t(labels[part]), mine: <PartText part={part} definition={mine.definition} />, theirs: <PartText part={part} definition={theirs.definition} />, start: startOf(isSame(mine.definition[part], base.definition[part])),
      })),
      ...stepDifferences(steps).map(({ id, kind, number, added, start, ...sides }) => ({
        key: `step:${id}`, label: t(added ? sides.mine ? 'sops.merging.stepMine' : 'sops.merging.stepTheirs' : 'sops.merging.step', { number, kind: t(kind === 'wait' ? 'sops.addWait' : 'sops.addSend') }),
        mine: <StepText step={sides.mine} added={added} />, theirs: <StepText step={sides.theirs} added={added} />, start,
      })),
      ...(order ? [{ key: 'order', label: t('sops.merging.order'), mine: list(steps.mine), theirs: list(steps.theirs), start: order }] : []),
    ];
  };
}

/** Who saved it last and when, in a sentence. */
export function useSavedBy(): (sop: Sop) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs } = useSignedIn();
  return ({ changedBy, changedAtMs }) => t(changedBy === null ? 'sops.merging.savedAt' : 'sops.merging.savedBy', { name: changedBy, time: format.dayTime(changedAtMs, nowMs) });
}

function PartText({ part, definition }: { part: Part; definition: SopDefinition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { holdOut, goal, entry, quietHours } = definition;
  if (part === 'trigger') return <AudienceName id={definition.trigger.audienceId} />;
  if (part === 'holdOut') return format.percent(holdOut, 0);
  if (part === 'goal') return `${t('sops.goalBefore')} ${goal.withinDays} ${t('sops.goalAfter')}`;
  if (part === 'entry') return t(`sops.again.${entry.again}`);
  return `${quietHours.from}–${quietHours.to}`;
}

function AudienceName({ id }: { id: string }) {
  const { data } = useAudience(id);
  return id === '' ? '–' : data?.name ?? id;
}

function StepText({ step, added }: { step: SopStep | undefined; added: boolean }) {
  const { t } = useTranslation();
  const title = useStepTitle();
  const duration = useDurationText();
  if (!step) return <span className={styles.faint}>{t(added ? 'sops.merging.without' : 'sops.merging.removed')}</span>;
  if (step.kind === 'wait') return title(step);
  return <><span className={styles.mergeText}>{step.text || '–'}</span><small className={styles.faint}>{t('sops.confirmWithin')} {duration(step.confirmWithin)}</small></>;
}
