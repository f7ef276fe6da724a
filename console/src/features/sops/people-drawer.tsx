import type { Sop } from '@homefield/contract';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../design/loading.tsx';
import { SideDrawer } from '../../design/side-drawer.tsx';
import type { PeopleOf } from './people-of.ts';
import { runningOf } from './sop-draft.ts';
import { useStepTitle } from './sop-words.ts';

const People = lazy(async () => ({ default: (await import('./people-table.tsx')).PeopleTable }));

/** Who stands at a step now, or whom its message reached or missed. The table comes with the drawer: most visits look at no names. */
export function PeopleDrawer({ sop, people, onClose }: { sop: Sop; people: PeopleOf | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const title = useStepTitle();
  const step = runningOf(sop).steps.find((one) => one.id === people?.step);
  const names = { step: step ? title(step) : '' };
  const heading = !step || !people ? t('sops.people')
    : people.reason ? t('sops.peopleMissed', { ...names, reason: t(`sops.misses.${people.reason}`) })
      : t(`sops.peopleOf.${people.outcome ?? 'here'}`, names);
  return (
    <SideDrawer wide open={people !== undefined} onClose={onClose} title={heading}>
      {people && <Suspense fallback={<Loading rows={8} />}><People sopId={sop.id} people={people} waits={step?.kind === 'wait'} /></Suspense>}
    </SideDrawer>
  );
}
