import type { Audience, Rule } from '@homefield/contract';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { NotAllowedPage } from '../../app/guard.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useRfmName } from '../customers/rfm-name.ts';
import { AudienceEditor } from './audience-editor.tsx';
import { AudienceReading } from './audience-reading.tsx';
import { presets, type PresetName } from './presets.ts';
import { useAudience, useCatalog } from './queries.ts';

const route = getRouteApi('/audiences/$audienceId');

/** A class of RFM, or the people behind a number, of an audience where the link names one. */
function initialRule({ class: rfmClass, preset, among }: { class?: string | undefined; preset?: PresetName | undefined; among?: string | undefined }): Rule | null {
  const rule = rfmClass ? { model: 'rfm', class: [rfmClass] } : preset ? presets[preset] : null;
  if (!rule) return null;
  const parts = 'all' in rule ? rule.all : [rule];
  return { all: [...(among ? [{ audience: among }] : []), ...parts] };
}

/** Loads what the editor needs; `new` opens an empty one, with a class of RFM or the people behind a number when the link names them. */
export function AudiencePage() {
  const { t } = useTranslation();
  const may = useMay();
  const { audienceId } = route.useParams();
  const search = route.useSearch();
  const isNew = audienceId === 'new';
  const audience = useAudience(audienceId);
  const catalog = useCatalog();
  const error = audience.error ?? catalog.error;
  const rfmName = useRfmName();
  const initial = initialRule(search);
  const [opened, setOpened] = useState<Audience>();
  if (audience.data && opened?.id !== audience.data.id) setOpened(audience.data);
  const shown = opened?.id === audienceId ? opened : undefined;
  if (isNew && !may('audiences.write')) return <NotAllowedPage needed="audiences.write" />;
  if (audience.data && !may('audiences.write')) return <AudienceReading audience={audience.data} />;
  if (catalog.data && (isNew || shown)) {
    return <AudienceEditor key={shown ? `${shown.id} ${shown.version}` : 'new'} audience={shown} latest={audience.data} catalog={catalog.data} initial={initial} called={search.class ? t('models.audienceName', { name: rfmName(search.class) }) : ''} onSaved={setOpened} />;
  }
  return (
    <Page title={t('audiences.one')} back={{ to: '/audiences', label: t('audiences.title') }}>
      {error ? <ProblemAlert error={error} onRetry={() => { void audience.refetch(); void catalog.refetch(); }} /> : <Loading rows={8} />}
    </Page>
  );
}
