import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
const shown: Readonly<Record<string, string>> = { mod: isMac ? '⌘' : 'Ctrl', esc: 'Esc' };

/** Keys as they are printed on a keyboard. */
export function Keys({ keys }: { keys: readonly string[] }) {
  const { t } = useTranslation();
  const between = keys[0] === 'mod' ? '' : t('app.keys.then');
  return <>{keys.map((key, index) => <Fragment key={key}>{index > 0 && between}<kbd className="key">{shown[key] ?? key.toUpperCase()}</kbd></Fragment>)}</>;
}
