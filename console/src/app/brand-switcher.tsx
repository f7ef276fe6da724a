import { DownOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withMoreTexts } from '../i18n/index.ts';
import { BrandMark } from './brand-mark.tsx';
import styles from './layout.module.css';

const BrandPanel = lazy(async () => ({ default: (await withMoreTexts(import('./brand-list.tsx'))).BrandPanel }));

export type ShownBrand = Readonly<{ id: string; name: string; logoUrl?: string | null | undefined }>;

/** Whose console this is, and the way to the other brands of this browser. */
export function BrandSwitcher({ brand: { id, name, logoUrl } }: { brand: ShownBrand }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles.brand} title={name} aria-haspopup="dialog" aria-expanded={open} aria-label={t('app.brands.present', { name })} onClick={() => setOpen(!open)}>
        <BrandMark id={id} name={name} logoUrl={logoUrl} />
        <bdi>{name}</bdi>
        <DownOutlined aria-hidden="true" className={styles.brandMark ?? ''} />
      </button>
      {open && <Suspense><BrandPanel onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
