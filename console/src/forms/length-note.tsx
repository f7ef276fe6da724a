import { useTranslation } from 'react-i18next';
import { nearlyFull, tooLong } from './length.ts';
import styles from './forms.module.css';

/** Under a field: how much of its length is used once the end is near, and the refusal once it is passed. Nothing that is typed or pasted is ever cut. */
export function LengthNote({ text, max }: { text: string; max: number }) {
  const { t } = useTranslation();
  if (tooLong(text, max)) return <small className={styles['tooLong']} role="alert">{t('forms.textLong', { max, length: text.length })}</small>;
  return nearlyFull(text, max) ? <small className={styles['lengthLeft']}>{text.length} / {max}</small> : null;
}
