import { Link, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './layout.module.css';
import { usePageTitle } from './page-title.ts';
import { placeAt } from './places.tsx';
import { objectAt, rememberRecent } from './recent.ts';
import { useSignedIn } from './session.ts';

/** The way to the page that is open: its place, and what it is about. */
export function Breadcrumbs() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { title, path: titled } = usePageTitle();
  const place = placeAt(path);
  const name = titled === path && path !== place?.to ? title : '';
  if (!place) return null;
  const placeName = t(`app.places.${place.name}`);
  return (
    <nav aria-label={t('app.breadcrumbs')} className={styles.crumbs}>
      <ol>
        <li>{name ? <Link to={place.to}>{placeName}</Link> : <span aria-current="page">{placeName}</span>}</li>
        {name && <li><bdi aria-current="page" title={name}>{name}</bdi></li>}
      </ol>
    </nav>
  );
}

/** Notes what is looked at, once its name is known. */
export function useRecentPages(): void {
  const { t } = useTranslation();
  const { user: { id: userId } } = useSignedIn();
  const { title, path } = usePageTitle();
  // The title of the page before may still stand there: in another brand it is none of theirs.
  const isHere = useRouterState({ select: (state) => state.location.pathname }) === path;
  const isGeneric = [t('customers.one'), t('audiences.one'), t('sops.one')].includes(title);
  useEffect(() => {
    const object = objectAt(path);
    if (object && title && isHere && !isGeneric) rememberRecent(userId, { ...object, name: title });
  }, [userId, title, path, isHere, isGeneric]);
}
