import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, Download, TriangleAlert } from 'lucide-react';
import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from '../Audit.module.css';
import { fetchLogFile, logAddress } from '../verify/fetch-log-file.ts';
import { recallLog } from '../verify/log-memory.ts';
import { askWebCrypto } from '../verify/signatures.ts';
import { type EntryProof, verifyEntry } from '../verify/verify-entry.ts';

/** Proof that the entry is in the log, made here; and the same to take away. */
export function EntryProofSection({ entry }: { readonly entry: AuditEntryView }) {
  const text = useText().audit.proof;
  // An entry of an earlier log is proven under the checkpoint of that one.
  const origin = entry.leaf.split('\n')[1] ?? '';
  const head = useQuery(queries.auditHead()).data;
  const memory = recallLog(origin);
  const proof = useMutation({
    mutationFn: () =>
      verifyEntry(entry, {
        fetchFile: (name) => fetchLogFile(logAddress(origin), name),
        ask: askWebCrypto,
        policy: memory?.policy,
      }),
  });
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={proof.isPending}
          disabled={head === undefined}
          onClick={() => proof.mutate()}
        >
          {text.verify}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          component="a"
          href={`/api/audit/entries/${entry.id}/receipt`}
          download
          leftSection={<Download size={14} />}
        >
          {text.receipt}
        </Button>
      </Group>
      {proof.isSuccess && <ProofResult proof={proof.data} isRemembered={memory !== undefined} />}
      {proof.isError && (
        <Alert role="alert" color="red" icon={<CircleX size={18} />} title={text.failed}>
          <span lang="en">{proof.error.message}</span>
        </Alert>
      )}
    </Stack>
  );
}

function ProofResult({
  proof,
  isRemembered,
}: {
  readonly proof: EntryProof;
  readonly isRemembered: boolean;
}) {
  const text = useText().audit.proof;
  const { number } = useFormats();
  if (!proof.isIncluded) {
    return (
      <Alert role="status" color="red" icon={<CircleX size={18} />} title={text.notIncluded}>
        {text.notIncludedText}
      </Alert>
    );
  }
  const isSigned = proof.areSignaturesChecked;
  return (
    <Alert
      role="status"
      color={isSigned ? 'green' : 'orange'}
      icon={isSigned ? <CircleCheck size={18} /> : <TriangleAlert size={18} />}
      title={isSigned ? text.included : text.unsigned}
    >
      <Text size="sm">{text.includedText(number(proof.hashes.length), number(proof.size))}</Text>
      <Text size="sm">{isRemembered ? text.rememberedKey : text.namedKey}</Text>
      <details className={classes['checks']}>
        <summary>{text.hashes}</summary>
        <ol className={classes['hashes']}>
          {proof.hashes.map((hash) => (
            <li key={hash}>{hash}</li>
          ))}
          <li>{text.root(proof.root)}</li>
        </ol>
      </details>
    </Alert>
  );
}
