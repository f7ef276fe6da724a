import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../design/empty-state.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  return <EmptyState alone picture="search" title={t('app.notFound.title')} text={t('app.notFound.text')} actions={<Link to="/">{t('app.notFound.home')}</Link>} />;
}
