import type { Sop, SopStep } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import type { Tone } from '../../design/tag.tsx';
import { durationParts } from './sop-draft.ts';

export const stateTones: Readonly<Record<Sop['state'], Tone>> = { draft: 'plain', live: 'accent', paused: 'amber', ended: 'plain' };

/** "1 天", "4 小时". */
export function useDurationText(): (text: string) => string {
  const { t } = useTranslation();
  return (text) => {
    const { number, unit } = durationParts(text);
    return t(`sops.durations.${unit}`, { formatted: number });
  };
}

/** The name of a step, as it is spoken of. */
export function useStepTitle(): (step: SopStep) => string {
  const { t } = useTranslation();
  const duration = useDurationText();
  return (step) => (step.kind === 'wait' ? t('sops.waitFor', { duration: duration(step.for) }) : t('sops.sendBroadcast'));
}
