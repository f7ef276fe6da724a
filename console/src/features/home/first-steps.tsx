import { ImportOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../design/empty-state.tsx';
import styles from './home.module.css';

/** A brand without a customer: two ways to fill it. */
export function FirstSteps() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <>
      <EmptyState picture="start" title={t('home.emptyTitle')} text={t('home.emptyText')} />
      <div className={styles.ways}>
        <section>
          <h3>{t('home.importTitle')}</h3>
          <p>{t('home.importText')}</p>
          <Button type="primary" icon={<ImportOutlined />} onClick={() => void navigate({ to: '/customers', search: { dialog: 'import' } })}>{t('home.importAction')}</Button>
        </section>
        <section>
          <h3>{t('home.sampleTitle')}</h3>
          <p>{t('home.sampleText')}</p>
          <Typography.Text code copyable className={styles.command}>npm run demo</Typography.Text>
        </section>
      </div>
    </>
  );
}
