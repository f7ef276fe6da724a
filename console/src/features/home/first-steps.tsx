import { ImportOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import type { SampleState } from '@homefield/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import styles from './home.module.css';
import { LoadSample, useMayChangeSample } from './sample.tsx';

/** A brand without a customer: the ways to fill it. */
export function FirstSteps({ sample }: { sample: SampleState | undefined }) {
  const { t } = useTranslation();
  const mayLoad = useMayChangeSample();
  return (
    <>
      <EmptyState picture="start" title={t('home.emptyTitle')} text={t('home.emptyText')} />
      <div className={styles.ways}>
        <section>
          <h3>{t('home.importTitle')}</h3>
          <p>{t('home.importText')}</p>
          <ImportOrders primary />
        </section>
        {(mayLoad || sample?.jobId) && (
          <section>
            <h3>{t('home.sampleTitle')}</h3>
            <p>{t('home.sampleText')}</p>
            {sample && <LoadSample sample={sample} />}
          </section>
        )}
      </div>
    </>
  );
}

/** To the customers, where the dialog opens and the imported people then appear; nothing for those who may not import. */
export function ImportOrders({ primary = false }: { primary?: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  if (!useMay()('orders.import')) return null;
  return <Button type={primary ? 'primary' : 'default'} icon={<ImportOutlined />} onClick={() => void navigate({ to: '/customers', search: { dialog: 'import' } })}>{t('home.importAction')}</Button>;
}
