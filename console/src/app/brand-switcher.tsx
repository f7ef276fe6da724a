import { DownOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withMoreTexts } from '../i18n/index.ts';
import styles from './layout.module.css';

const BrandPanel = lazy(async () => ({ default: (await withMoreTexts(import('./brand-list.tsx'))).BrandPanel }));

/** Whose console this is, and the way to the other brands of this browser. */
export function BrandSwitcher({ name, logoUrl }: { name: string; logoUrl: string | null | undefined }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.brand} title={name} aria-haspopup="dialog" aria-expanded={open} aria-label={t('app.brands.present', { name })} onClick={() => setOpen(!open)}>
        <img src={logoUrl ?? '/mark.svg'} width="26" height="26" alt="" style={{ objectFit: 'contain' }} />
        <bdi>{name}</bdi>
        <DownOutlined aria-hidden="true" className={styles.brandMark ?? ''} />
      </button>
      {open && <Suspense><BrandPanel onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
