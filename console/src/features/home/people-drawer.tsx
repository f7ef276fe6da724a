import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { nowMs, useFormat } from '../../app/session.ts';
import { SideDrawer } from '../../design/side-drawer.tsx';
import { PreviewPanel } from '../audiences/preview-panel.tsx';
import { customersOf, presets, type PresetName } from '../audiences/presets.ts';
import { useRulePreview } from '../audiences/queries.ts';

const dayMs = 86_400_000;
const route = getRouteApi('/');

/** The people behind the number that the address names: how many, who, and the way to all of them. */
export function PeopleDrawer() {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { people } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = may('customers.read') ? people : undefined;
  if (!shown) return null;
  const list = customersOf(shown, (days) => format.dayKey(nowMs() - days * dayMs));
  return (
    <SideDrawer open title={t(`home.peopleTitle.${shown}`)} onClose={() => void navigate({ search: {}, resetScroll: false })} footer={list && <Link to="/customers" search={list}>{t('home.peopleList')}</Link>}>
      <PeopleBehind preset={shown} />
    </SideDrawer>
  );
}

/** The live answer to the rule behind a number. */
function PeopleBehind({ preset }: { preset: PresetName }) {
  const { data, error, refetch, isPlaceholderData } = useRulePreview(presets[preset]);
  return <PreviewPanel preview={isPlaceholderData ? undefined : data} stale={false} error={error} onRetry={() => void refetch()} missing={[]} />;
}
