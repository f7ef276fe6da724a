import type { Sop, SopDefinition } from '@homefield/contract';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../../api/client.ts';
import { useFormat } from '../../app/session.ts';
import { MergeDialog } from '../../forms/merge-dialog.tsx';
import { useAudience } from '../audiences/queries.ts';
import { durationParts } from './sop-draft.ts';
import styles from './sops.module.css';

export type SopText = Readonly<{ name: string; definition: SopDefinition }>;
type Merged = SopText & Readonly<{ revision: number }>;
type MergeProps = Readonly<{ base: Sop; mine: SopText; onMerge: (merged: Merged) => void; onClose: () => void }>;

const parts = ['trigger', 'holdOut', 'steps', 'goal', 'entry', 'quietHours'] as const;
type Part = (typeof parts)[number];
const labels = { trigger: 'sops.audience', holdOut: 'sops.holdOutName', steps: 'sops.stepsTitle', goal: 'sops.goalTitle', entry: 'sops.againTitle', quietHours: 'sops.quietTitle' } as const;

/** Somebody saved this SOP meanwhile: theirs as it is now, beside mine, part by part. Where I changed nothing, theirs stays unless I say otherwise. */
export function SopMerge({ base, mine, onMerge, onClose }: MergeProps) {
  const { t } = useTranslation();
  const { data: theirs } = useQuery({ queryKey: ['sops', 'conflict', base.id], queryFn: ({ signal }) => get<Sop>(`/sops/${base.id}`, undefined, signal), staleTime: 0, gcTime: 0 });
  if (!theirs) return null;
  const side = (key: 'name' | Part, one: SopText): ReactNode => (key === 'name' ? one.name : <PartText part={key} definition={one.definition} />);
  const valueOf = (key: 'name' | Part, one: SopText) => JSON.stringify(key === 'name' ? one.name : one.definition[key]);
  return (
    <MergeDialog
      onClose={onClose}
      fields={(['name', ...parts] as const).map((key) => ({
        key, label: t(key === 'name' ? 'sops.name' : labels[key]), mine: side(key, mine), theirs: side(key, theirs),
        same: valueOf(key, mine) === valueOf(key, theirs), start: valueOf(key, mine) === valueOf(key, base) ? 'theirs' as const : 'mine' as const,
      }))}
      onMerge={(choice) => onMerge({
        name: choice.name === 'mine' ? mine.name : theirs.name, revision: theirs.revision,
        definition: { ...theirs.definition, ...Object.fromEntries(parts.filter((key) => choice[key] === 'mine').map((key) => [key, mine.definition[key]])) },
      })}
    />
  );
}

function PartText({ part, definition }: { part: Part; definition: SopDefinition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { holdOut, goal, entry, quietHours } = definition;
  if (part === 'trigger') return <AudienceName id={definition.trigger.audienceId} />;
  if (part === 'steps') return <StepList definition={definition} />;
  if (part === 'holdOut') return format.percent(holdOut, 0);
  if (part === 'goal') return `${t('sops.goalBefore')} ${goal.withinDays} ${t('sops.goalAfter')}`;
  if (part === 'entry') return t(`sops.again.${entry.again}`);
  return `${quietHours.from}–${quietHours.to}`;
}

function AudienceName({ id }: { id: string }) {
  return useAudience(id).data?.name ?? id;
}

function StepList({ definition: { steps } }: { definition: SopDefinition }) {
  const { t } = useTranslation();
  const format = useFormat();
  const lasting = (duration: string) => {
    const { number, unit } = durationParts(duration);
    return t(`sops.durations.${unit}`, { formatted: format.count(number) });
  };
  return (
    <ol className={styles.mergeSteps}>
      {steps.map((step) => <li key={step.id}>{step.kind === 'wait' ? t('sops.waitFor', { duration: lasting(step.for) }) : step.text || '–'}</li>)}
    </ol>
  );
}
