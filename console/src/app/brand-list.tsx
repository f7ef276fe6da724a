import { CheckOutlined, LoginOutlined, PlusOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useMay } from './access.ts';
import { BrandMark } from './brand-mark.tsx';
import styles from './brand-list.module.css';
import { addBrand, peopleDiffer, useBrands, useSwitchBrand, type HeldBrand } from './brand-switch.ts';
import { Panel } from './panel.tsx';

/** Under the brand's name at the top of the navigation. */
export function BrandPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return <Panel side="start" label={t('accounts.brands.title')} onClose={onClose}><BrandList onDone={onClose} /></Panel>;
}

/** The brands of this browser, and the ways to one that it does not hold yet; the same in the panel and in a phone's drawer. */
export function BrandList({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const brands = useBrands();
  const { go, busy } = useSwitchBrand();
  const people = peopleDiffer(brands);
  const choose = (brand: HeldBrand) => {
    onDone();
    if (!brand.present) void go(brand);
  };
  const add = (dialog: 'brand-sign-in' | 'brand-new') => () => {
    onDone();
    void addBrand(dialog);
  };
  return (
    <>
      <ul className={styles.brands} aria-label={t('accounts.brands.title')}>
        {brands.map((brand) => (
          <li key={brand.id}>
            <button type="button" className={styles.line} aria-current={brand.present ? 'true' : undefined} disabled={busy} onClick={() => choose(brand)}>
              <BrandMark id={brand.id} name={brand.name} />
              <span className={styles.words}><bdi>{brand.name}</bdi>{people && <span className={styles.who}>{t('accounts.brands.who', { name: brand.userName, role: t(`organization.roles.${brand.role}`) })}</span>}</span>
              {brand.present && <CheckOutlined aria-label={t('accounts.brands.here')} className={styles.tick ?? ''} />}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles.more}>
        <button type="button" className={styles.line} onClick={add('brand-sign-in')}><LoginOutlined aria-hidden="true" /><span className={styles.words}>{t('app.brands.signIn')}</span></button>
        {may('workspaces.open') && <button type="button" className={styles.line} onClick={add('brand-new')}><PlusOutlined aria-hidden="true" /><span className={styles.words}>{t('app.brands.open')}</span></button>}
      </div>
    </>
  );
}
