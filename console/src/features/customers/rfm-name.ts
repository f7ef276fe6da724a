import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export const rfmNames = ['key_value', 'key_growth', 'key_retain', 'key_win_back', 'general_value', 'general_growth', 'general_retain', 'general_win_back'] as const;

/** The reader's word for an RFM class; null stands for whoever is in no class, buyers of long ago included. An unknown class keeps its own name. */
export function useRfmName(): (name: string | null) => string {
  const { t } = useTranslation();
  return useCallback((name) => {
    if (name === null) return t('models.noClass');
    const known = rfmNames.find((candidate) => candidate === name);
    return known ? t(`models.classes.${known}`) : name;
  }, [t]);
}
