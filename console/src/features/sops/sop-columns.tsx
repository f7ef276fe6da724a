import type { SopRow } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import type { Column } from '../../design/data-table.tsx';
import { Tag } from '../../design/tag.tsx';
import { Day } from '../../design/values.tsx';
import type { useSopFigures } from './queries.ts';
import { runningOf } from './sop-draft.ts';
import { stateTones } from './sop-words.ts';
import styles from './sops.module.css';

type Figures = ReturnType<typeof useSopFigures>;

/** The columns of the list of SOPs: what runs of each, and a mark where its draft says something else. `figures` come after the rows. */
export function useSopColumns(figures: Figures): Column<SopRow>[] {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => [
    { key: 'name', title: t('sops.name'), width: 220, sort: 'name', phone: 'head', render: (row) => <Name sop={row} changed={t('sops.unpublished.short')} /> },
    { key: 'state', title: t('sops.stateTitle'), width: 104, phone: 'end', render: (row) => <Tag tone={stateTones[row.state]} dot>{t(`sops.state.${row.state}`)}</Tag> },
    { key: 'audience', title: t('sops.audience'), width: 184, render: (row) => <AudienceLink sop={row} /> },
    { key: 'entered', title: t('sops.counts.enrolled'), definition: t('sops.definitions.enrolled'), width: 96, align: 'right', render: (row) => <FigureCell sop={row} figures={figures} of="entered" /> },
    { key: 'sent', title: t('sops.counts.sent'), definition: t('sops.definitions.sent'), width: 92, align: 'right', render: (row) => <FigureCell sop={row} figures={figures} of="sent" /> },
    { key: 'steps', title: t('sops.stepsTitle'), width: 76, align: 'right', phone: 'none', render: (row) => t('sops.stepCount', { formatted: format.count(runningOf(row).steps.length) }) },
    { key: 'holdOut', title: t('sops.heldOutShort'), width: 88, align: 'right', phone: 'none', hidden: true, render: (row) => format.percent(runningOf(row).holdOut, 0) },
    { key: 'goal', title: t('sops.goalTitle'), width: 120, phone: 'none', render: (row) => t('sops.goalShort', { days: runningOf(row).goal.withinDays }) },
    { key: 'version', title: t('sops.version'), width: 84, align: 'right', phone: 'none', hidden: true, render: (row) => (row.publishedVersion === null ? '–' : t('sops.versionNumber', { number: row.publishedVersion })) },
    { key: 'publishedAt', title: t('sops.publishedAt'), width: 116, sort: 'publishedAt', align: 'right', render: (row) => <Day ms={row.publishedAtMs} /> },
    { key: 'createdAt', title: t('sops.createdAt'), width: 116, sort: 'createdAt', align: 'right', phone: 'none', render: (row) => <Day ms={row.createdAtMs} /> },
  ], [t, format, figures]);
}

function Name({ sop, changed }: { sop: SopRow; changed: string }) {
  return (
    <span className={styles.nameCell}>
      <Link to="/sops/$sopId" params={{ sopId: sop.id }} className={styles.rowName} onClick={(event) => event.stopPropagation()}><bdi>{sop.name}</bdi></Link>
      {sop.unpublishedChanges && sop.state !== 'ended' && <Tag tone="amber">{changed}</Tag>}
    </span>
  );
}

function AudienceLink({ sop }: { sop: SopRow }) {
  if (sop.audienceName === null) return <>–</>;
  return <Link to="/audiences/$audienceId" params={{ audienceId: runningOf(sop).trigger.audienceId }} onClick={(event) => event.stopPropagation()} className={styles.quietLink}><bdi>{sop.audienceName}</bdi></Link>;
}

/** Nothing for a draft, a quiet mark while the number is on its way. */
function FigureCell({ sop, figures, of }: { sop: SopRow; figures: Figures; of: 'entered' | 'sent' }) {
  const format = useFormat();
  if (sop.publishedVersion === null) return <>–</>;
  const found = figures(sop.id);
  if (found === undefined) return <span className={styles.coming} aria-hidden="true" />;
  return <>{found === null ? '–' : format.count(found[of])}</>;
}
