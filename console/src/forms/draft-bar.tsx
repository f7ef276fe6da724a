import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../api/problem.ts';
import { useFormat, useSignedIn } from '../app/session.ts';
import styles from './forms.module.css';
import type { Draft } from './use-draft.ts';

/** Above a form: what was left behind last time, or whether what stands in the form now is kept. */
export function DraftBar<Value>({ draft, onRestore }: { draft: Draft<Value>; onRestore: (value: Value) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nowMs } = useSignedIn();
  // The line is there before it is needed: nothing moves under the hand that types.
  if (!draft.found) {
    return (
      <p className={styles.kept} role="status" data-warns={draft.failure !== null}>
        {draft.keptAtMs !== null && t('forms.draftKept', { time: format.time(draft.keptAtMs) })}
        {draft.keeping && <span aria-hidden="true">{t('forms.draftKeeping')}</span>}
        {draft.failure !== null && (isApiProblem(draft.failure) && draft.failure.code === 'draft_too_large' ? draft.failure.detail : t('forms.draftNotKept'))}
      </p>
    );
  }
  const { value, savedAtMs, outdated } = draft.found;
  return (
    <div className={styles.bar} role="status">
      <span>{t(outdated ? 'forms.draftOutdated' : 'forms.draftFound', { time: format.dayTime(savedAtMs, nowMs) })}</span>
      <Button size="small" type="primary" onClick={() => { onRestore(value); draft.settle(true); }}>{t('forms.draftRestore')}</Button>
      <Button size="small" onClick={() => draft.settle(false)}>{t('forms.draftForget')}</Button>
    </div>
  );
}
