import { useTranslation } from 'react-i18next';
import { loopStages } from '../../design/loop-mark.tsx';

const radius = 132;

/** The customer's loop, drawn large: the picture of what is done here. */
export function DoorPicture() {
  const { t } = useTranslation();
  return (
    <svg viewBox="-230 -190 460 380" width="100%" style={{ maxWidth: 460 }} role="img" aria-label={t('app.loop.all')}>
      <circle r={radius} fill="none" stroke="var(--line-strong)" strokeWidth="1" strokeDasharray="2 6" />
      <path d={`M ${radius * Math.cos(-2.2)} ${radius * Math.sin(-2.2)} A ${radius} ${radius} 0 1 1 ${radius * Math.cos(2.6)} ${radius * Math.sin(2.6)}`} fill="none" stroke="var(--accent)" strokeWidth="2" strokeLinecap="round" />
      <circle r="46" fill="var(--accent-soft)" />
      <g fill="none" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round"><circle cy="-10" r="10" /><path d="M-20 24c0-14 8-22 20-22s20 8 20 22" /></g>
      {loopStages.map((stage, index) => {
        const angle = ((index * 60 - 90) * Math.PI) / 180;
        const x = radius * Math.cos(angle);
        const y = radius * Math.sin(angle);
        return (
          <g key={stage} transform={`translate(${x} ${y})`}>
            <circle r="30" fill="var(--raised)" stroke="var(--line-strong)" />
            <text textAnchor="middle" dy="5" fontSize="13" fill="var(--text)" fontWeight="500">{t(`app.loop.${stage}`)}</text>
          </g>
        );
      })}
    </svg>
  );
}
