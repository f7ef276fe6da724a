import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { AccountActions } from './account-menu.tsx';
import { BrandList } from './brand-list.tsx';
import styles from './layout.module.css';
import type { Place } from './places.tsx';

/** What does not fit a phone's bar: the brands, the other places, language, appearance, account. */
export function MoreDrawer({ open, places, onClose }: { open: boolean; places: readonly Place[]; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} placement="bottom" size="auto" title={t('app.more')} styles={{ body: { padding: '4px 20px 28px' }, wrapper: { maxHeight: 'calc(100dvh - 24px)' }, section: { maxHeight: 'calc(100dvh - 24px)' } }}>
      <BrandList onDone={onClose} />
      {places.map((place) => (
        <Link key={place.name} to={place.to} className={styles.moreLink} onClick={onClose}>{place.icon}<span>{t(`app.places.${place.name}`)}</span></Link>
      ))}
      <AccountActions onDone={onClose} />
    </Drawer>
  );
}
