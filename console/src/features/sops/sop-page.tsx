import type { Sop } from '@homefield/contract';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/access.ts';
import { NotAllowedPage } from '../../app/guard.tsx';
import { Loading } from '../../design/loading.tsx';
import { Page } from '../../design/page.tsx';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { Tag } from '../../design/tag.tsx';
import { useAudience } from '../audiences/queries.ts';
import { RefreshFailed } from '../audiences/refresh-failed.tsx';
import { CopySop } from './copy-sop.tsx';
import { PeopleDrawer } from './people-drawer.tsx';
import type { Unsaved } from './publish-sop.tsx';
import { useSop, useSopResult } from './queries.ts';
import { SopActions } from './sop-actions.tsx';
import { runningOf } from './sop-draft.ts';
import { SopEditor } from './sop-editor.tsx';
import { SopFlow } from './sop-flow.tsx';
import { SopChangedMeanwhile } from './sop-merge.tsx';
import { SopResultView } from './sop-result.tsx';
import { stateTones } from './sop-words.ts';
import { UnpublishedNote } from './unpublished.tsx';
import type { Refusal } from './use-sop-editing.ts';
import { WhoPublishes } from './who-publishes.tsx';
import styles from './sops.module.css';

const route = getRouteApi('/sops/$sopId');

export function SopPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { sopId } = route.useParams();
  const search = route.useSearch();
  const { data: sop, error, refetch } = useSop(sopId);
  const back = { to: '/sops' as const, label: t('sops.title') };
  if (sopId === 'new' && !may('sops.write')) return <NotAllowedPage needed="sops.write" />;
  if (sopId === 'new') {
    return <Page title={t('sops.new')} lead={t('sops.newLead')} back={back} loop={['engage', 'convert', 'repurchase']}><SopEditor sop={undefined} audienceId={search.audience ?? ''} /></Page>;
  }
  if (!sop) return <Page title={t('sops.one')} back={back}>{error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Loading rows={8} />}</Page>;
  return <Loaded key={sop.id} sop={sop} />;
}

function Loaded({ sop }: { sop: Sop }) {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [refusal, setRefusal] = useState<Refusal | undefined>();
  // What was about to be published when it turned out that somebody had changed it.
  const [unseen, setUnseen] = useState<Sop | null>(null);
  const client = useQueryClient();
  const editor = useRef<Unsaved>(null);
  const [dirty, setDirty] = useState(false);
  // What the editor began with: what others save while somebody types is told by their save, and never wipes out what is typed.
  const [opened, setOpened] = useState(sop);
  if (!dirty && opened.revision !== sop.revision) setOpened(sop);
  const started = sop.publishedVersion !== null;
  const audience = useAudience(runningOf(sop).trigger.audienceId);
  const result = useSopResult(sop.id, sop.state, started);
  const writes = may('sops.write');
  const wanted = search.tab ?? (started ? 'flow' : 'edit');
  const tab = wanted === 'edit' && !writes ? 'flow' : wanted;
  const { step, outcome, reason } = search;
  const people = step && may('customers.read') ? { step, outcome, reason } : undefined;
  const goTo = (key: string) => void navigate({ search: { tab: key as typeof tab } });
  const items = [
    { key: 'flow', label: t('sops.tabs.flow'), children: <SopFlow sop={sop} result={result.data} onPeople={may('customers.read') ? (people) => void navigate({ search: { tab: 'flow', ...people } }) : undefined} /> },
    ...(writes ? [{ key: 'edit', label: t(sop.state === 'ended' ? 'sops.tabs.content' : 'sops.tabs.edit'), children: <SopEditor key={opened.revision} sop={{ ...sop, name: opened.name, definition: opened.definition, revision: opened.revision }} audienceId="" refusal={refusal} unsaved={editor} onDirty={setDirty} onEdited={() => setRefusal(undefined)} /> }] : []),
    { key: 'result', label: t('sops.tabs.result'), children: <SopResultView sop={sop} result={result.data} error={result.error} onRetry={() => void result.refetch()} started={started} /> },
  ];
  return (
    <Page title={sop.name} heading={<Heading sop={sop} />} back={{ to: '/sops', label: t('sops.title') }} loop={['engage', 'convert', 'repurchase']}
      actions={<>
        {writes && <CopySop sop={sop} dirty={dirty} />}
        {may('sops.publish') && <SopActions sop={sop} unsaved={dirty ? () => editor.current : undefined} onUnseen={setUnseen} onRefused={(found) => { setRefusal(found); goTo('edit'); }} onDone={() => { setRefusal(undefined); goTo('flow'); }} />}
      </>}>
      {unseen && <SopChangedMeanwhile seen={unseen} onRead={(present) => { client.setQueryData(['sops', 'one', present.id], present); setUnseen(null); goTo('edit'); }} />}
      <RefreshFailed audience={audience.data} />
      {started && sop.unpublishedChanges && <UnpublishedNote sop={sop} tab={tab} dirty={dirty} />}
      <WhoPublishes sop={sop} />
      {sop.state === 'paused' && <p className={styles.pausedNote}>{t('sops.pausedNote')}</p>}
      <Tabs activeKey={tab} onChange={goTo} items={items} />
      <PeopleDrawer sop={sop} people={people} onClose={() => void navigate({ search: { tab } })} />
    </Page>
  );
}

function Heading({ sop }: { sop: Sop }) {
  const { t } = useTranslation();
  return (
    <span className={styles.heading}>
      {sop.name}<Tag tone={stateTones[sop.state]} dot>{t(`sops.state.${sop.state}`)}</Tag>
      {sop.publishedVersion !== null && <Tag>{t('sops.versionNumber', { number: sop.publishedVersion })}</Tag>}
      {sop.unpublishedChanges && <Tag tone="amber">{t('sops.unpublished.tag')}</Tag>}
    </span>
  );
}
