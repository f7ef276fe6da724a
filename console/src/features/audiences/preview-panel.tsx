import type { AudiencePreview } from '@homefield/contract';
import { LoadingOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { Loading } from '../../design/loading.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useChannelName } from './channel-name.ts';
import type { Missing } from './rule-draft.ts';
import styles from './audiences.module.css';

type PreviewProps = Readonly<{ preview: AudiencePreview | undefined; stale: boolean; error: unknown; onRetry: () => void; /** What the rule still lacks; nothing is asked until that is filled in. */ missing: readonly Missing[] }>;

/** How many, how many of them each channel reaches, the rule as a sentence, and some of the people. */
export function PreviewPanel({ preview, stale, error, onRetry, missing }: PreviewProps) {
  const { t } = useTranslation();
  const sentence = useSentence();
  if (!preview && error) return <ProblemAlert error={error} onRetry={onRetry} />;
  const incomplete = missing.length > 0;
  if (!preview) return incomplete ? <Unfinished missing={missing} /> : <Loading rows={5} />;
  return (
    <div className={styles.preview} aria-live="polite" aria-busy={stale}>
      {incomplete && <Unfinished missing={missing} kept />}
      {error && !incomplete ? <ProblemAlert error={error} onRetry={onRetry} kept={t('audiences.oldNumberKept')} /> : null}
      <div className={styles.dimmable} data-stale={stale}>
        <CountLine preview={preview} stale={stale} />
        <Reach preview={preview} />
        <blockquote className={styles.sentence}>{sentence(preview.sentence)}</blockquote>
        <Sample preview={preview} />
      </div>
    </div>
  );
}

/** What is missing, in quiet words: the answer comes by itself once it is filled in. */
function Unfinished({ missing, kept = false }: { missing: readonly Missing[]; kept?: boolean }) {
  const { t } = useTranslation();
  const named = [...new Set(missing.filter((lack) => lack !== 'members'))];
  if (named.length === 0) return <p className={styles.quiet}>{t('audiences.previewWaits')}</p>;
  return <p className={styles.unfinished} role="status">{t(kept ? 'audiences.unfinishedKept' : 'audiences.unfinished', { list: named.map((lack) => t(`audiences.missing.${lack}`)).join(t('audiences.listSeparator')) })}</p>;
}

function CountLine({ preview, stale }: { preview: AudiencePreview; stale: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div>
      <div className={styles.count}>
        <strong>{format.count(preview.count)}</strong><span>{t('audiences.people')}</span>{stale && <LoadingOutlined aria-hidden="true" />}
      </div>
      <div className={styles.base}>
        {t('audiences.shareOfBase', { percent: format.percent(preview.base === 0 ? null : preview.count / preview.base), base: format.count(preview.base) })} · <AsOf ms={preview.asOfMs} />
      </div>
    </div>
  );
}

function Reach({ preview }: { preview: AudiencePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const channelName = useChannelName();
  return (
    <div>
      <h3 className={styles.smallHead}>{t('audiences.reach')}</h3>
      <ul className={styles.reach}>
        {preview.reach.map(({ channel, count }) => {
          const share = preview.count === 0 ? 0 : count / preview.count;
          return (
            <li key={channel}>
              <span>{channelName(channel)}</span>
              <span className={styles.reachNumber}>{format.count(count)} <small>{preview.count === 0 ? '–' : format.percent(share, 0)}</small></span>
              <i style={{ inlineSize: `${share * 100}%` }} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Sample({ preview }: { preview: AudiencePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (preview.sample.length === 0) return null;
  return (
    <div>
      <h3 className={styles.smallHead}>{t('audiences.sample')}</h3>
      <ul className={styles.sample}>
        {preview.sample.map((row) => (
          <li key={row.id}>
            <Link to="/customers/$customerId" params={{ customerId: row.id }} target="_blank">{row.name || t('customers.noName')}</Link>
            <span>{row.city ?? '–'}</span>
            <span>{t('audiences.sampleOrders', { formatted: format.count(row.orders) })}</span>
            <span>{format.compactMoney(row.netSalesMinor)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
