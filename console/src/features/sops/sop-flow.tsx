import { ClockCircleOutlined, FlagOutlined, LoginOutlined, MessageOutlined } from '@ant-design/icons';
import type { Sop, SopDefinition, SopResult, SopStep } from '@homefield/contract';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../app/session.ts';
import { useAudience } from '../audiences/queries.ts';
import { StepPreview } from './step-preview.tsx';
import type { PeopleOf } from './people-of.ts';
import { runningOf } from './sop-draft.ts';
import { StepNumbers } from './step-numbers.tsx';
import { useDurationText, useStepTitle } from './sop-words.ts';
import styles from './sops.module.css';

/** What runs, or the draft before anything does: the steps from top to bottom with how many came and what became of them. A click on a number shows who. */
export function SopFlow({ sop, result, onPeople }: { sop: Sop; result: SopResult | undefined; onPeople: ((people: PeopleOf) => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const definition = runningOf(sop);
  const { steps } = definition;
  const ofStep = (id: string) => result?.steps.find((one) => one.stepId === id);
  const treated = result ? result.enrolled - result.heldOut : undefined;
  return (
    <div className={styles.flowColumns}>
      <div className={styles.flow}>
        <EntryCard definition={definition} result={result} />
        {steps.map((step, index) => (
          <Fragment key={step.id}>
            <Edge count={index === 0 ? treated : ofStep(steps[index - 1]?.id ?? '')?.passed} />
            <StepCard step={step} numbers={ofStep(step.id)} onPeople={onPeople} />
          </Fragment>
        ))}
        <Edge count={ofStep(steps.at(-1)?.id ?? '')?.passed} />
        <Card icon={<FlagOutlined />} title={t('sops.goalWithin', { days: definition.goal.withinDays })} tone="goal">
          {result && <p>{t('sops.goalReached', { formatted: format.count(result.converted), percent: format.percent(treated ? result.converted / treated : null) })}</p>}
        </Card>
      </div>
      <aside className={styles.flowAside}><StepPreview definition={definition} /></aside>
    </div>
  );
}

function EntryCard({ definition, result }: { definition: SopDefinition; result: SopResult | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const audience = useAudience(definition.trigger.audienceId);
  const { holdOut, entry, quietHours, trigger } = definition;
  return (
    <>
      <Card icon={<LoginOutlined />} title={<>{t('sops.entersFrom')} {trigger.audienceId === '' ? <span className={styles.faint}>{t('sops.audienceNeeded')}</span> : <Link to="/audiences/$audienceId" params={{ audienceId: trigger.audienceId }}>{audience.data?.name ?? '–'}</Link>}</>} tone="entry">
        <p>{t(`sops.again.${entry.again}`)} · {t('sops.quiet', quietHours)}</p>
        {result && <p className={styles.stats}><span>{t('sops.enrolled')} <b>{format.count(result.enrolled)}</b></span></p>}
      </Card>
      {holdOut > 0 && (
        <div className={styles.heldOut}>{t('sops.heldOutBranch', { percent: format.percent(holdOut, 0) })}{result && <b>{format.count(result.heldOut)}</b>}</div>
      )}
    </>
  );
}

function StepCard({ step, numbers, onPeople }: { step: SopStep; numbers: SopResult['steps'][number] | undefined; onPeople: ((people: PeopleOf) => void) | undefined }) {
  const { t } = useTranslation();
  const title = useStepTitle();
  const duration = useDurationText();
  const isSend = step.kind === 'send';
  return (
    <Card icon={isSend ? <MessageOutlined /> : <ClockCircleOutlined />} title={title(step)}>
      {isSend && <><p className={step.text.trim() === '' ? styles.faint : styles.stepText}>{step.text.trim() || t('sops.textNeeded')}</p><p className={styles.faint}>{t('sops.confirmWithinText', { duration: duration(step.confirmWithin) })}</p></>}
      {numbers && <StepNumbers step={step} numbers={numbers} onPeople={onPeople} />}
    </Card>
  );
}

function Card({ icon, title, children, tone = 'step' }: { icon: ReactNode; title: ReactNode; children?: ReactNode; tone?: 'step' | 'entry' | 'goal' }) {
  return (
    <section className={styles.card} data-tone={tone}>
      <span className={styles.cardIcon} aria-hidden="true">{icon}</span>
      <div className={styles.cardBody}><h2>{title}</h2>{children}</div>
    </section>
  );
}

function Edge({ count }: { count: number | undefined }) {
  const format = useFormat();
  return <div className={styles.edge}>{count !== undefined && <span>{format.count(count)}</span>}</div>;
}
