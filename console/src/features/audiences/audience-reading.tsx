import type { Audience } from '@homefield/contract';
import { useTranslation } from 'react-i18next';
import { useFormat, useSentence } from '../../app/session.ts';
import { AsOf } from '../../design/as-of.tsx';
import { Figure, Figures } from '../../design/figure.tsx';
import { Page, Section } from '../../design/page.tsx';
import { AudienceHeading } from './audience-heading.tsx';
import styles from './audiences.module.css';
import { MembersButton } from './members-button.tsx';
import { RefreshFailed } from './refresh-failed.tsx';

/** An audience for who may look at it and not change it: what the rule says and how many it selects. */
export function AudienceReading({ audience }: { audience: Audience }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sentence = useSentence();
  return (
    <Page title={audience.name} heading={<AudienceHeading audience={audience} />} back={{ to: '/audiences', label: t('audiences.title') }} loop={['engage', 'convert']} actions={<MembersButton audience={audience} />}>
      <RefreshFailed audience={audience} />
      <Figures>
        <Figure label={t('audiences.size')} definition={t('audiences.sizeDefinition')} value={audience.size === null ? t('audiences.notCounted') : format.count(audience.size)} note={audience.countedAtMs !== null && <AsOf ms={audience.countedAtMs} />} />
      </Figures>
      <Section plain title={t('audiences.rule')}><blockquote className={styles.sentence}>{sentence(audience.sentence)}</blockquote></Section>
    </Page>
  );
}
