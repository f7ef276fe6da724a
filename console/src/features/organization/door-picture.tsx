import { useTranslation } from 'react-i18next';
import { loopStages } from '../../design/loop-mark.tsx';

const radius = 138;

/** The customer's loop, drawn large: the picture of what is done here. */
export function DoorPicture() {
  const { t } = useTranslation();
  return (
    <svg viewBox="-230 -190 460 380" width="100%" style={{ maxWidth: 460 }} role="img" aria-label={t('app.loop.all')}>
      <circle r={radius} fill="none" stroke="var(--accent)" strokeWidth="1.6" />
      {loopStages.map((stage, index) => <path key={stage} d="M-4 -5 3 0-4 5" transform={`rotate(${index * 60 - 60}) translate(${radius} 0) rotate(90)`} fill="var(--sunken)" stroke="var(--accent)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" />)}
      <circle r="46" fill="var(--accent-soft)" />
      <g fill="none" stroke="var(--accent)" strokeWidth="2.4" strokeLinecap="round"><circle cy="-10" r="10" /><path d="M-20 24c0-14 8-22 20-22s20 8 20 22" /></g>
      {loopStages.map((stage, index) => {
        const angle = ((index * 60 - 90) * Math.PI) / 180;
        const x = radius * Math.cos(angle);
        const y = radius * Math.sin(angle);
        return (
          <g key={stage} transform={`translate(${x} ${y})`}>
            <circle r="42" fill="var(--raised)" stroke="var(--line-strong)" />
            <text textAnchor="middle" dy="4.5" fontSize="12.5" fill="var(--text)" fontWeight="500">{t(`app.loop.${stage}`)}</text>
          </g>
        );
      })}
    </svg>
  );
}
