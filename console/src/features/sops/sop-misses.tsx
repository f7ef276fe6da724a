import type { MissReason, Sop, SopResult } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { useFormat } from '../../app/session.ts';
import { Section } from '../../design/page.tsx';
import { useSample } from '../home/queries.ts';
import { missesOf } from './result-math.ts';
import styles from './sops.module.css';

/** Where what keeps messages back can be changed; nowhere for what is the customer's own will or WeCom's rule. */
const mendedIn: Readonly<Partial<Record<MissReason, 'wecom' | 'messages' | 'edit'>>> = {
  not_a_contact: 'wecom', not_accepted: 'wecom', cap: 'messages', not_confirmed: 'edit', text: 'edit',
};

/** Why messages reached nobody, how many, and what to do about each. */
export function Misses({ sop, result }: { sop: Sop; result: SopResult }) {
  const { t } = useTranslation();
  const format = useFormat();
  const misses = missesOf(result);
  if (misses.length === 0) return null;
  return (
    <Section title={t('sops.missesTitle')} extra={<Link to="/sops/$sopId" params={{ sopId: sop.id }} search={{ tab: 'flow' }}>{t('sops.missesWho')}</Link>}>
      <ul className={styles.missList}>
        {misses.map(({ reason, count }) => (
          <li key={reason}>
            <strong>{format.count(count)}</strong>
            <span>{t(`sops.misses.${reason}`)}<small>{t(`sops.mend.${reason}`)} <Mend sop={sop} reason={reason} /></small></span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Mend({ sop, reason }: { sop: Sop; reason: MissReason }) {
  const { t } = useTranslation();
  const may = useMay();
  const place = mendedIn[reason];
  if (reason === 'sample') return <SampleResult sop={sop} />;
  if (place === 'wecom' && may('channels.manage')) return <Link to="/settings" search={{ section: 'wecom' }}>{t('sops.mendIn.wecom')}</Link>;
  if (place === 'messages' && may('messages.settings')) return <Link to="/settings" search={{ section: 'messages' }}>{t('sops.mendIn.messages')}</Link>;
  if (place === 'edit' && sop.state !== 'ended' && may('sops.write')) return <Link to="/sops/$sopId" params={{ sopId: sop.id }} search={{ tab: 'edit' }}>{t('sops.mendIn.edit')}</Link>;
  return null;
}

/** The way to the sample's SOP, which ended with a result. */
function SampleResult({ sop }: { sop: Sop }) {
  const { t } = useTranslation();
  const { data } = useSample();
  if (!data?.sopId || data.sopId === sop.id) return null;
  return <Link to="/sops/$sopId" params={{ sopId: data.sopId }} search={{ tab: 'result' }}>{t('sops.mendIn.sample')}</Link>;
}

/** Without a message there is nothing to compare: says so, and whether one may still come; none does once the SOP has ended. */
export function NothingSent({ result, ended }: { result: SopResult; ended: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const missed = missesOf(result).length > 0;
  const left = missed ? 'endedMissed' as const : 'ended' as const;
  const text = ended ? t(`sops.nothingSent.${left}`) : result.waiting > 0 ? t('sops.nothingSent.waiting', { formatted: format.count(result.waiting) }) : t(result.enrolled === 0 ? 'sops.nothingSent.nobody' : missed ? 'sops.nothingSent.missed' : 'sops.nothingSent.notYet');
  return <div className={styles.verdictBox}><p className={styles.verdict}>{t('sops.nothingSent.title')}</p><p className={styles.verdictNote}>{text}</p></div>;
}
