import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFirstFocus } from './first-focus.ts';

/** Asks before a page with unsaved changes is left, in the console and by the browser. `tabsToo`: where a tab is a form of its own, as in the settings. `kept`: a draft of it is offered when one comes back. */
export function LeaveGuard({ when, tabsToo = false, kept = false }: { when: boolean; tabsToo?: boolean; kept?: boolean }) {
  const { t } = useTranslation();
  const first = useFirstFocus(true);
  const blocker = useBlocker({
    // Elsewhere a change of tab or search on the same page loses nothing.
    shouldBlockFn: ({ current, next }) => when && (current.pathname !== next.pathname || (tabsToo && JSON.stringify(current.search) !== JSON.stringify(next.search))),
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  return (
    <Modal open={blocker.status === 'blocked'} title={t('common.leaveTitle')} okText={t('common.leave')} cancelText={t('common.stay')} okButtonProps={{ danger: true }} width={420} {...first.modal}
      onOk={() => blocker.proceed?.()} onCancel={() => blocker.reset?.()}>
      <p>{t(kept ? 'common.leaveKept' : 'common.leaveText')}</p>
    </Modal>
  );
}
