import { InboxOutlined } from '@ant-design/icons';
import { Button, Modal, Progress, Radio, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../api/client.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useFormat } from '../../app/session.ts';
import { ProblemAlert } from '../../design/problem-alert.tsx';
import { useJob } from '../jobs/queries.ts';
import { ImportProgress } from './import-progress.tsx';
import styles from './imports.module.css';
import { published, useImportOrders, type Mapping } from './queries.ts';

const accepted = /\.(csv|txt|tsv)(\.gz)?$/i;
const spreadsheet = /\.(xls|xlsx|xlsm|xlsb)$/i;

/** Choose a file and its format, watch it leave, then watch the job; closing leaves the job running. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = usePreferences((state) => state.language);
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Mapping>('auto');
  const sending = useImportOrders();
  const job = useJob(sending.data?.id ?? null).data ?? sending.data;
  const stopped = sending.error instanceof DOMException;
  const close = () => { sending.stop(); onClose(); };
  const again = () => { setFile(null); sending.reset(); };
  return (
    <Modal open title={t('imports.title')} width={560} onCancel={close} footer={null} mask={{ closable: !sending.isPending }}>
      {job ? <ImportProgress job={job} onClose={onClose} onAgain={again} /> : (
        <div className={styles.form}>
          {!stopped && <ProblemAlert error={sending.error} />}
          <FileChoice file={file} onChoose={setFile} disabled={sending.isPending} />
          <p className={styles.amounts}>{t('imports.amounts')} <a href={addressOf('/imports/orders/template', { language })} download>{t('imports.template')}</a></p>
          <MappingChoice mapping={mapping} onChange={setMapping} disabled={sending.isPending} />
          {sending.isPending
            ? <div className={styles.sending}><div><Progress percent={Math.floor(sending.share * 100)} size="small" showInfo={false} /><span>{t('imports.uploading', { percent: format.percent(sending.share, 0) })}</span></div><Button onClick={sending.stop}>{t('imports.stop')}</Button></div>
            : <Button type="primary" size="large" block disabled={!file} onClick={() => file && sending.mutate({ file, mapping })}>{t('imports.start')}</Button>}
        </div>
      )}
    </Modal>
  );
}

function FileChoice({ file, onChoose, disabled }: { file: File | null; onChoose: (file: File | null) => void; disabled: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [wrong, setWrong] = useState<'wrongType' | 'spreadsheet' | null>(null);
  return (
    <div className={styles.choice}>
      <Upload.Dragger
        disabled={disabled} showUploadList={false} accept=".csv,.txt,.tsv,.gz" multiple={false}
        beforeUpload={(chosen) => {
          const right = accepted.test(chosen.name);
          setWrong(right ? null : spreadsheet.test(chosen.name) ? 'spreadsheet' : 'wrongType');
          onChoose(right ? chosen : null);
          return false;
        }}
      >
        <div className={styles.drop}>
          <InboxOutlined aria-hidden="true" />
          <strong>{file ? t('imports.chosen', { name: file.name, size: format.bytes(file.size) }) : t('imports.drop')}</strong>
          <span>{file ? t('imports.other') : t('imports.dropHint')}</span>
        </div>
      </Upload.Dragger>
      {wrong && <p className={styles.wrong} role="alert">{t(`imports.${wrong}`)}</p>}
    </div>
  );
}

function MappingChoice({ mapping, onChange, disabled }: { mapping: Mapping; onChange: (mapping: Mapping) => void; disabled: boolean }) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.mapping} disabled={disabled}>
      <legend>{t('imports.mapping')}</legend>
      <Radio.Group value={mapping} onChange={(event) => onChange(event.target.value as Mapping)} vertical>
        <MappingRadio name="auto" />
        <strong className={styles.published} id="published">{t('imports.published')}</strong>
        {published.map((name) => <MappingRadio key={name} name={name} describedBy="published" />)}
      </Radio.Group>
    </fieldset>
  );
}

function MappingRadio({ name, describedBy }: { name: Mapping; describedBy?: string }) {
  const { t } = useTranslation();
  return <Radio value={name} {...(describedBy ? { 'aria-describedby': describedBy } : {})}><span className={styles.format}>{t(`imports.mappings.${name}`)}<small>{t(`imports.mappingHints.${name}`)}</small></span></Radio>;
}
