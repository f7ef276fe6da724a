import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirstFocus } from './first-focus.ts';
import { guardLeaving } from './leaving.ts';

type Answer = (leave: boolean) => void;

/** Asks before a page with unsaved changes is left, in the console, for another brand, and by the browser. `tabsToo`: where a tab is a form of its own, as in the settings. `kept`: a draft of it is offered when one comes back. */
export function LeaveGuard({ when, tabsToo = false, kept = false }: { when: boolean; tabsToo?: boolean; kept?: boolean }) {
  const { t } = useTranslation();
  const first = useFirstFocus(true);
  const [asked, setAsked] = useState<{ answer: Answer } | null>(null);
  const blocker = useBlocker({
    // Elsewhere a change of tab or search on the same page loses nothing.
    shouldBlockFn: ({ current, next }) => when && (current.pathname !== next.pathname || (tabsToo && JSON.stringify(current.search) !== JSON.stringify(next.search))),
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  useEffect(() => (when ? guardLeaving(() => new Promise((answer) => { setAsked({ answer }); })) : undefined), [when]);
  const answer: Answer = (leave) => {
    asked?.answer(leave);
    setAsked(null);
    if (leave) blocker.proceed?.();
    else blocker.reset?.();
  };
  return (
    <Modal open={blocker.status === 'blocked' || asked !== null} title={t('common.leaveTitle')} okText={t('common.leave')} cancelText={t('common.stay')} okButtonProps={{ danger: true }} width={420} {...first.modal}
      onOk={() => answer(true)} onCancel={() => answer(false)}>
      <p>{t(kept ? 'common.leaveKept' : 'common.leaveText')}</p>
    </Modal>
  );
}
