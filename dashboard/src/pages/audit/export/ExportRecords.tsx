import { Select, Text } from '@mantine/core';
import { useState } from 'react';
import { controlEndpoints } from '../../../../../src/contract/endpoints.ts';
import {
  type RecordFormat,
  recordFormats,
} from '../../../../../src/domain/audit/export/record-format.ts';
import { addressOf } from '../../../api/client.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { type AuditSearch, queryOf } from '../audit-search.ts';
import { TimeFields } from '../evidence/TimeFields.tsx';
import { fieldTextOf, momentOf } from '../jakarta-time.ts';
import { ExportProgress, ExportStart } from './ExportProgress.tsx';
import { LineWatch } from './line-watch.ts';
import { useExport } from './use-export.ts';

/** Entries of a time, one record a line, in the format of another system. */
export function ExportRecords({ search }: { readonly search: AuditSearch }) {
  const words = useText().audit;
  const text = words.export;
  const { state, start, stop } = useExport();
  const [format, setFormat] = useState<RecordFormat>('jsonl');
  const [times, setTimes] = useState(() => timesIn(search));
  const [complaint, setComplaint] = useState<string>();
  const begin = () => {
    const [from, to] = [momentOf(times.from), momentOf(times.to)];
    if (from !== undefined && to !== undefined && from >= to) {
      return setComplaint(words.erasures.endsEarlier);
    }
    const query = { format, from, to, generation: search.generation };
    const address = addressOf(controlEndpoints['audit.records'].path, { query });
    start({ address, watch: new LineWatch() });
  };
  return (
    <>
      <Text size="sm">{text.recordsText}</Text>
      <Select
        label={text.format}
        description={text.formatHints[format]}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        data={recordFormats.map((value) => ({ value, label: text.formats[value] }))}
        value={format}
        onChange={(chosen) => setFormat(recordFormats.find((each) => each === chosen) ?? format)}
        allowDeselect={false}
      />
      <div>
        <TimeFields
          times={times}
          error={complaint}
          onChange={(typed) => {
            setComplaint(undefined);
            setTimes(typed);
          }}
        />
        <Text size="xs" c="dimmed" mt={4}>
          {text.recordTimes}
        </Text>
      </div>
      <ExportProgress state={state} total={undefined} failedText={text.failedRecords} />
      <ExportStart state={state} label={text.startRecords} onStart={begin} onStop={stop} />
    </>
  );
}

/** The time that the page is filtered by. */
function timesIn(search: AuditSearch) {
  const { from, to } = queryOf(search, Date.now());
  return { from: fieldTextOf(from), to: fieldTextOf(to) };
}
