import type { Sop } from '@homefield/contract';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../design/loading.tsx';
import { SideDrawer } from '../../design/side-drawer.tsx';
import { useStepTitle } from './sop-words.ts';

const People = lazy(async () => ({ default: (await import('./people-table.tsx')).PeopleTable }));

/** Who stands at a step now. The table comes with the drawer: most visits look at no names. */
export function PeopleDrawer({ sop, stepId, onClose }: { sop: Sop; stepId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const title = useStepTitle();
  const step = sop.definition.steps.find((one) => one.id === stepId);
  return (
    <SideDrawer wide open={stepId !== undefined} onClose={onClose} title={step ? t('sops.peopleAt', { step: title(step) }) : t('sops.people')}>
      {stepId !== undefined && <Suspense fallback={<Loading rows={8} />}><People sopId={sop.id} stepId={stepId} /></Suspense>}
    </SideDrawer>
  );
}
