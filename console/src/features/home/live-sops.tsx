import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { Tag } from '../../design/tag.tsx';
import { useSops } from '../sops/queries.ts';
import styles from './home.module.css';

const shownMax = 6;

/** The SOPs that work now. */
export function LiveSops({ count }: { count: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data } = useSops({ state: 'live' }, shownMax);
  if (count === 0) return <p className={styles.quiet}>{t('home.noLiveSop')} {may('sops.write') && <Link to="/sops/$sopId" params={{ sopId: 'new' }}>{t('home.makeSop')}</Link>}</p>;
  return (
    <ul className={styles.sopList}>
      {/* As many lines as will come, so that nothing below moves when they do. */}
      {!data && Array.from({ length: Math.min(count, shownMax) }, (_, index) => <li key={index} aria-hidden="true">{'\u00a0'}</li>)}
      {data?.data.map((sop) => (
        <li key={sop.id}>
          <Link to="/sops/$sopId" params={{ sopId: sop.id }}>{sop.name}</Link>
          <Tag tone="accent" dot>{t('sops.state.live')}</Tag>
        </li>
      ))}
    </ul>
  );
}
