import { EllipsisOutlined } from '@ant-design/icons';
import { Link, useRouterState } from '@tanstack/react-router';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './layout.module.css';
import { phonePlaces, usePlaces, type Place } from './places.tsx';

const MoreDrawer = lazy(async () => ({ default: (await import('./more-drawer.tsx')).MoreDrawer }));

function useIsHere(): (place: Place) => boolean {
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (place) => (place.to === '/' ? path === '/' : path === place.to || path.startsWith(`${place.to}/`));
}

export function SideNavigation({ brand, logoUrl }: { brand: string; logoUrl?: string | null | undefined }) {
  const { t } = useTranslation();
  const isHere = useIsHere();
  const places = usePlaces();
  return (
    <nav className={styles.sideNav} aria-label={t('app.navigation')}>
      <Link to="/" className={styles.brand}>
        <img src={logoUrl ?? '/mark.svg'} width="26" height="26" alt="" style={{ objectFit: 'contain' }} />
        <span>{brand}</span>
      </Link>
      <ul>
        {places.map((place, index) => (
          <Fragment key={place.name}>
            {places[index - 1]?.group !== place.group && <li className={styles.groupName} aria-hidden="true">{t(`app.groups.${place.group}`)}</li>}
            <li>
              <Link to={place.to} className={styles.navLink} data-here={isHere(place)} aria-current={isHere(place) ? 'page' : undefined}>
                {place.icon}<span>{t(`app.places.${place.name}`)}</span>
              </Link>
            </li>
          </Fragment>
        ))}
      </ul>
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
      <button type="button" className={styles.bottomLink} data-here={rest.some(isHere)} onClick={() => { setOpened(true); setOpen(true); }}>
        <EllipsisOutlined /><span>{t('app.more')}</span>
      </button>
      {opened && <Suspense><MoreDrawer open={open} places={rest} onClose={() => setOpen(false)} /></Suspense>}
    </nav>
  );
}
