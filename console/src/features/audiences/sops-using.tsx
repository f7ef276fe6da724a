import { useQuery } from '@tanstack/react-query';
import type { SopRow } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { get, type Page } from '../../api/client.ts';
import { Loading } from '../../design/loading.tsx';
import styles from './audiences.module.css';

type Named = Readonly<{ id: string; name: string }>;
/** As many the API takes in one question. */
const askedMax = 50;
const shownMax = 8;

/** The SOPs that customers enter through one of the audiences: those cannot be archived before it is taken out there. Draws nothing when there are none. */
export function SopsUsing({ audiences }: { audiences: readonly Named[] }) {
  const { t } = useTranslation();
  const audience = audiences.slice(0, askedMax).map(({ id }) => id).join(',');
  const { data, isPending } = useQuery({
    queryKey: ['sops', 'list', 'using', audience],
    queryFn: ({ signal }) => get<Page<SopRow>>('/sops', { audience, state: 'draft,live,paused', limit: 200 }, signal),
  });
  if (isPending) return <Loading rows={1} />;
  const users = data?.data ?? [];
  if (users.length === 0) return null;
  return (
    <div className={styles.using}>
      <p>{t('audiences.usedBySops', { formatted: users.length })}</p>
      <ul>
        {users.slice(0, shownMax).map((sop) => (
          <li key={sop.id}><Link to="/sops/$sopId" params={{ sopId: sop.id }}>{sop.name}</Link> <small>{t(`sops.state.${sop.state}`)}{sop.audienceName && ` · ${sop.audienceName}`}</small></li>
        ))}
        {users.length > shownMax && <li>{t('audiences.moreSops', { formatted: users.length - shownMax })}</li>}
      </ul>
    </div>
  );
}
