import type { SopRow } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { BulkBar } from '../../design/bulk-bar.tsx';
import { ConfirmEach } from '../../design/confirm-each.tsx';
import { useChosenRows, type LoadedList, type Selecting } from '../../design/data-table-selection.ts';
import { toast } from '../../design/toast.tsx';
import { useSopMoves } from './queries.ts';

/** Pauses those of the chosen SOPs that run, or resumes those that are paused. Each is in the audit log. */
export function MoveChosen({ rows, list, selecting }: { rows: readonly SopRow[]; list: LoadedList; selecting: Selecting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { chosen, complete } = useChosenRows(rows, list, selecting);
  const { move, settled } = useSopMoves();
  const done = (refused: readonly SopRow[], text: string) => {
    selecting.clear();
    selecting.set(refused.map(({ id }) => id), true);
    void settled();
    if (text) toast(text);
  };
  const moving = (action: 'pause' | 'resume') => (sop: SopRow) => move.mutateAsync({ id: sop.id, action });
  const button = { size: 'small', loading: !complete } as const;
  const live = chosen.filter(({ state }) => state === 'live');
  const paused = chosen.filter(({ state }) => state === 'paused');
  const others = (asked: readonly SopRow[]) => (chosen.length > asked.length ? [t('sops.othersStay', { formatted: format.count(chosen.length - asked.length) })] : []);
  const impact = (asked: readonly SopRow[]) => t('sops.movesImpact', { formatted: format.count(asked.length), names: asked.slice(0, namedMax).map(({ name }) => name).join(t('app.guard.between')) + (asked.length > namedMax ? '…' : '') });
  return (
    <BulkBar selecting={selecting}>
      <ConfirmEach label={t('sops.pause')} okText={t('sops.pause')} button={button} rows={live} act={moving('pause')} onDone={(moved, refused) => done(refused, moved.length > 0 ? t('sops.pausedMany', { count: moved.length }) : '')}
        title={(asked) => t('sops.pauseMany', { count: asked.length })} impact={impact} consequences={(asked) => [t('sops.pauseEntry'), t('sops.pauseSteps'), t('sops.pauseGoals'), ...others(asked)]} />
      <ConfirmEach label={t('sops.resume')} okText={t('sops.resume')} button={button} rows={paused} act={moving('resume')} onDone={(moved, refused) => done(refused, moved.length > 0 ? t('sops.resumedMany', { count: moved.length }) : '')}
        title={(asked) => t('sops.resumeMany', { count: asked.length })} impact={impact} consequences={(asked) => [t('sops.resumeSteps'), t('sops.resumeEntry'), ...others(asked)]} />
    </BulkBar>
  );
}

const namedMax = 3;
