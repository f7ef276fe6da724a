import { EllipsisOutlined, MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withMoreTexts } from '../i18n/index.ts';
import { BrandSwitcher, type ShownBrand } from './brand-switcher.tsx';
import styles from './layout.module.css';
import { phonePlaces, placeAt, usePlaces, type Place } from './places.tsx';
import { toggleNavigation, usePreferences } from './preferences.ts';

const MoreDrawer = lazy(async () => ({ default: (await withMoreTexts(import('./more-drawer.tsx'))).MoreDrawer }));

function useIsHere(): (place: Place) => boolean {
  const here = useRouterState({ select: (state) => placeAt(state.location.pathname)?.name });
  return (place) => place.name === here;
}

export function SideNavigation({ brand }: { brand: ShownBrand }) {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const places = usePlaces();
  const collapsed = usePreferences((state) => state.collapsed);
  const fold = t(collapsed ? 'app.expand' : 'app.collapse');
  return (
    <nav className={styles.sideNav} data-collapsed={collapsed} aria-label={t('app.navigation')}>
      <BrandSwitcher brand={brand} />
      <ul>
        {places.map((place, index) => (
          <Fragment key={place.name}>
            {places[index - 1]?.group !== place.group && <li className={styles.groupName} aria-hidden="true">{t(`app.groups.${place.group}`)}</li>}
            <li>
              <Link to={place.to} className={styles.navLink} data-here={isHere(place)} aria-current={isHere(place) ? 'page' : undefined} title={collapsed ? t(`app.places.${place.name}`) : undefined}>
                {place.icon}<span>{t(`app.places.${place.name}`)}</span>
              </Link>
            </li>
          </Fragment>
        ))}
      </ul>
      <button type="button" className={styles.fold} onClick={toggleNavigation} title={`${fold}  [`} aria-expanded={!collapsed}>
        {collapsed ? <MenuUnfoldOutlined aria-hidden="true" /> : <MenuFoldOutlined aria-hidden="true" />}<span>{fold}</span>
      </button>
    </nav>
  );
}

export function BottomNavigation() {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const [opened, setOpened] = useState(false);
  const [open, setOpen] = useState(false);
  const places = usePlaces();
  const rest = places.filter((place) => !phonePlaces.includes(place.name));
  return (
    <nav className={styles.bottomNav} aria-label={t('app.navigation')}>
      {places.filter((place) => phonePlaces.includes(place.name)).map((place) => (
        <Link key={place.name} to={place.to} className={styles.bottomLink} data-here={isHere(place)} aria-current={isHere(place) ? 'page' : undefined}>
          {place.icon}<span>{t(`app.places.${place.name}`)}</span>
        </Link>
      ))}
      <button type="button" className={styles.bottomLink} data-here={rest.some(isHere)} aria-expanded={open} onClick={() => { setOpened(true); setOpen(true); }}>
        <EllipsisOutlined aria-hidden="true" /><span>{t('app.more')}</span>
      </button>
      {opened && <Suspense><MoreDrawer open={open} places={rest} onClose={() => setOpen(false)} /></Suspense>}
    </nav>
  );
}
