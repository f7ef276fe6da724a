import type { Audience } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { BulkBar } from '../../design/bulk-bar.tsx';
import { ConfirmEach } from '../../design/confirm-each.tsx';
import { useChosenRows, type LoadedList, type Selecting } from '../../design/data-table-selection.ts';
import { SopsUsing } from './sops-using.tsx';
import { useArchive } from './use-archive.ts';

/** Archives the chosen audiences. Those that something uses are refused one by one, and stay chosen. */
export function ArchiveChosen({ rows, list, selecting }: { rows: readonly Audience[]; list: LoadedList; selecting: Selecting }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { chosen, complete } = useChosenRows(rows, list, selecting);
  const { archive, tell } = useArchive();
  const done = (archived: readonly Audience[], refused: readonly Audience[]) => {
    selecting.clear();
    selecting.set(refused.map(({ id }) => id), true);
    tell(archived);
  };
  return (
    <BulkBar selecting={selecting}>
      <ConfirmEach label={t('audiences.archive')} okText={t('audiences.archive')} danger button={{ size: 'small', loading: !complete }} rows={chosen} act={archive} onDone={done}
        title={(asked) => t('audiences.archiveMany', { count: asked.length })} impact={(asked) => t('audiences.archiveImpact', { formatted: format.count(asked.length), names: namesOf(asked.map(({ name }) => name), t('app.guard.between')) })}
        consequences={() => [t('audiences.archiveList'), t('audiences.archiveKept'), t('audiences.archiveUndo')]} more={(asked) => <SopsUsing audiences={asked} />} />
    </BulkBar>
  );
}

const namedMax = 3;

/** The first names, and that there are more. */
function namesOf(names: readonly string[], between: string): string {
  return `${names.slice(0, namedMax).join(between)}${names.length > namedMax ? '…' : ''}`;
}
