import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks before a page with unsaved changes is left, in the console and by the browser. */
export function LeaveGuard({ when }: { when: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    // A change of tab or search on the same page loses nothing.
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  return (
    <Modal open={blocker.status === 'blocked'} title={t('common.leaveTitle')} okText={t('common.leave')} cancelText={t('common.stay')} okButtonProps={{ danger: true }} width={420}
      onOk={() => blocker.proceed?.()} onCancel={() => blocker.reset?.()}>
      <p>{t('common.leaveText')}</p>
    </Modal>
  );
}
