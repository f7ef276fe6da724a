import styles from './brand-mark.module.css';
import { brandHue } from './brand-hue.ts';

/** A brand by its logo, and where it has none by its first letter on a color of its own: of two brands one sees which one is in. `label` where the name does not stand beside it. */
export function BrandMark({ id, name, logoUrl, sizePx = 26, label }: { id: string; name: string; logoUrl?: string | null | undefined; sizePx?: number; label?: string }) {
  const size = { width: sizePx, height: sizePx };
  if (logoUrl) return <img className={styles.logo} src={logoUrl} {...size} alt={label ?? ''} />;
  return <span className={styles.mark} data-hue={brandHue(id)} data-letter={[...name.trim()][0]?.toUpperCase() ?? '–'} style={{ ...size, fontSize: Math.round(sizePx * 0.5) }} {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })} />;
}
