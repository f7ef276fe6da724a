import type { WorkspaceSettings } from '@homefield/contract';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BrandMark } from '../../app/brand-mark.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useSetLogo } from './account-queries.ts';
import styles from './settings.module.css';

const bytesMax = 524_288;

/** The brand's picture; the mark that stands for it everywhere while it has none. */
export function BrandLogo({ id, name, url }: { id: string; name: string; url: string | null }) {
  return url ? <span className={styles.logoPicture}><img src={url} alt={name} /></span> : <BrandMark id={id} name={name} sizePx={72} label={name} />;
}

/** Saved at once: a picture is no field of the form beside it. */
export function LogoField({ settings }: { settings: WorkspaceSettings }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const set = useSetLogo();
  const choose = (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > bytesMax);
    if (file.size <= bytesMax) set.mutate(file);
  };
  return (
    <>
      <div className={styles.logo}>
        <BrandLogo id={settings.id} name={settings.name} url={set.data ? set.data.logoUrl : settings.logoUrl} />
        <div>
          <div className={styles.actions}>
            <Button loading={set.isPending} onClick={() => input.current?.click()}>{t('accounts.brand.chooseLogo')}</Button>
            {settings.logoUrl && <Button type="text" disabled={set.isPending} onClick={() => set.mutate(null)}>{t('common.remove')}</Button>}
          </div>
          <span className={styles.hint} style={{ marginTop: 6 }}>{t('accounts.brand.logoHint')}</span>
          {tooLarge && <span role="alert" style={{ color: 'var(--red)', fontSize: 12 }}>{t('accounts.brand.logoTooLarge')}</span>}
        </div>
        <input ref={input} type="file" accept="image/png,image/jpeg,image/webp" style={{ display: 'none' }} onChange={(event) => { choose(event.target.files?.[0]); event.target.value = ''; }} />
      </div>
      {set.error ? <div style={{ marginTop: 12 }}><ProblemAlert error={set.error} /></div> : null}
    </>
  );
}
