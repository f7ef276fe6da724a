import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isApiProblem } from '../api/problem.ts';
import { shortReference } from '../api/random.ts';
import styles from './feedback.module.css';

const ownCodes = ['server_unreachable', 'answer_late', 'server_unwell', 'answer_unreadable', 'console_mistake'] as const;
type OwnCode = (typeof ownCodes)[number];

const isOwnCode = (code: string): code is OwnCode => (ownCodes as readonly string[]).includes(code);

/** The sentence of any failure in the reader's language: the server's own, or ours for what happened on this side. */
export function useProblemSentence(): (error: unknown) => { sentence: string; code: string; reference: string } {
  const { t } = useTranslation();
  return (error) => {
    if (!isApiProblem(error)) return { sentence: t('problems.console_mistake'), code: 'console_mistake', reference: referenceOf(error) };
    if (error.detail) return { sentence: error.detail, code: error.code, reference: error.reference };
    const code = isOwnCode(error.code) ? error.code : 'server_unwell';
    return { sentence: t(`problems.${code}`), code: error.code, reference: error.reference };
  };
}

const references = new WeakMap<object, string>();

/** The same mistake keeps its reference however often it is drawn. */
function referenceOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const known = references.get(error) ?? shortReference();
  // `reportError` shows it to whoever listens for errors of the page (and in the browser's console), with the reference that the person has.
  if (!references.has(error)) reportError(new Error(`[${known}] ${String(error)}`, { cause: error }));
  references.set(error, known);
  return known;
}

/** Asking again helps where the server, the net or a moment was the reason; not where the question was. */
function isWorthRetrying(error: unknown): boolean {
  return !isApiProblem(error) || error.status === 0 || error.status >= 500 || [401, 409, 429].includes(error.status);
}

/** Whether somebody has to look into it, with the code and the reference: a fault of the server or of the console. What a person did wrong its sentence says. */
function isFault(error: unknown): boolean {
  return !isApiProblem(error) || error.status === 0 || error.status >= 500 || !error.detail;
}

/** The dialog over the page tells it, and once somebody has signed in again it is not so any more. */
const isSessionLoss = (error: unknown): boolean => isApiProblem(error) && error.code === 'sign_in_needed';

/** Tells what happened and what to do; of a fault the reference to quote as well. Draws nothing without an error. */
export function ProblemAlert({ error, onRetry, kept }: { error: unknown; onRetry?: (() => void) | undefined; kept?: string }) {
  const { t } = useTranslation();
  const tell = useProblemSentence();
  if (!error || isSessionLoss(error)) return null;
  const { sentence, code, reference } = tell(error);
  const places = isApiProblem(error) ? error.places : [];
  return (
    <div className={styles['problem']} role="alert">
      <div className={styles['problemText']}>
        <strong>{sentence}</strong>
        {places.length > 0 && <ul>{places.slice(0, 5).map((place) => <li key={`${place.pointer}${place.detail}`}>{place.detail}</li>)}</ul>}
        {kept && <p>{kept}</p>}
        {isFault(error) && <p className={styles['problemFoot']}>{t('problems.reference', { code, reference })}</p>}
      </div>
      {onRetry && isWorthRetrying(error) && <Button size="small" onClick={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
}
