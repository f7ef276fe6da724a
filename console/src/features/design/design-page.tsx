import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { chooseDensity, chooseLanguage, chooseTheme, usePreferences } from '../../app/preferences.ts';
import { Page, Section } from '../../design/page.tsx';
import type { Density } from '../../design/tokens.ts';
import type { Language } from '../../i18n/language.ts';
import { ActionPieces, ConfirmPieces, EmptyPieces, StatePieces } from './feedback-pieces.tsx';
import styles from './design.module.css';
import { ChartPieces, ColorPieces, FigurePieces, ValuePieces } from './number-pieces.tsx';
import { TablePieces } from './table-pieces.tsx';

/** The living style page: every piece of the house as it is, in the language, appearance and density that are chosen. Compared with pictures by a test. */
export function DesignPage() {
  const { t } = useTranslation();
  const { language, theme, density } = usePreferences();
  return (
    <Page title={t('design.style.title')} lead={t('design.style.lead')} loop={['keep', 'engage']}>
      <div className={styles.switches}>
        <Segmented<Language> value={language} onChange={(value) => void chooseLanguage(value)} options={[{ value: 'zh', label: '中文' }, { value: 'en', label: 'English' }]} aria-label={t('design.style.language')} />
        <Segmented value={theme === 'dark' ? 'dark' : 'light'} onChange={chooseTheme} options={(['light', 'dark'] as const).map((value) => ({ value, label: t(`app.theme.${value}`) }))} aria-label={t('design.style.theme')} />
        <Segmented<Density> value={density} onChange={chooseDensity} options={(['comfortable', 'compact'] as const).map((value) => ({ value, label: t(`app.density.${value}`) }))} aria-label={t('app.density.label')} />
      </div>
      <div data-piece="colors"><Section title={t('design.style.colors')}><ColorPieces /></Section></div>
      <div data-piece="values"><Section title={t('design.style.values')}><ValuePieces /></Section></div>
      <div data-piece="actions"><Section title={t('design.style.actions')}><ActionPieces /></Section></div>
      <div data-piece="figures"><Section title={t('design.style.figures')}><FigurePieces /></Section></div>
      <div data-piece="table"><Section title={t('design.style.table')}><TablePieces /></Section></div>
      <div data-piece="states"><Section title={t('design.style.states')}><StatePieces /></Section></div>
      <div data-piece="confirm"><Section title={t('design.style.confirm')}><ConfirmPieces /></Section></div>
      <div data-piece="empty"><Section title={t('design.style.empty')}><EmptyPieces /></Section></div>
      <div data-piece="charts"><Section title={t('design.style.charts')}><ChartPieces /></Section></div>
    </Page>
  );
}
