import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../design/empty-state.tsx';

/** What a page becomes when it cannot be drawn: what happened, what was kept, what to do. */
export function CrashPage({ reference, onRetry }: { reference: string; onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      alone picture="broken"
      title={t('app.crash.title')}
      text={t('app.crash.text', { reference })}
      actions={<>
        <Button type="primary" onClick={onRetry}>{t('app.crash.retry')}</Button>
        <Button onClick={() => location.reload()}>{t('app.crash.reload')}</Button>
      </>}
    />
  );
}
