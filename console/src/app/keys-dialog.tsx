import { CloseOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { Keys } from './keys.tsx';
import { Overlay } from './overlay.tsx';
import styles from './overlay.module.css';
import { usePlaces } from './places.tsx';
import { openOverlay } from './shell.ts';
import { shortcuts, type Shortcut } from './shortcuts.ts';

/** All keys, made of the list that the listener uses. */
export function KeysDialog() {
  const { t } = useTranslation();
  const places = usePlaces();
  const tell = ({ keys, does: deed }: Shortcut) => (keys[0] === '/' ? t('app.keys.slash') : deed.kind === 'go' ? t('app.keys.go', { place: t(`app.places.${deed.place.name}`) }) : t(`app.keys.${deed.kind}`));
  const close = () => openOverlay(null);
  const mine = shortcuts.filter(({ does }) => does.kind !== 'go' || places.includes(does.place));
  return (
    <Overlay wide label={t('app.keys.title')} onClose={close}>
      <div className={styles.keysHead}><h2>{t('app.keys.title')}</h2><button type="button" className={styles.close} onClick={close} aria-label={t('app.keys.close')}><CloseOutlined aria-hidden="true" /></button></div>
      <ul className={styles.keys}>{mine.map((one) => <li key={one.keys.join()}><span>{tell(one)}</span><span><Keys keys={one.keys} /></span></li>)}</ul>
    </Overlay>
  );
}
