import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const sources = ['import', 'api', 'wecom', 'model', 'audience', 'sops', 'messages', 'console'] as const;

/** What people call the place where an event or a customer came from; a source of the brand's own keeps its name. */
export function useSourceName(): (source: string | null) => string {
  const { t } = useTranslation();
  return useCallback((source) => {
    const known = sources.find((candidate) => candidate === source);
    return known ? t(`customers.sources.${known}`) : source ?? '–';
  }, [t]);
}
