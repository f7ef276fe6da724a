import type { Audience } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { Tag } from '../../design/tag.tsx';
import styles from './audiences.module.css';

export function AudienceHeading({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  return <span className={styles.heading}>{audience.name}{audience.live ? <Tag tone="accent" dot>{t('audiences.live')}</Tag> : <Tag>{t('audiences.dynamic')}</Tag>}</span>;
}
