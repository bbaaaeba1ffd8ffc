import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { logAddress } from './fetch-log-file.ts';
import { recallLog, rememberLog } from './log-memory.ts';
import { type Trust, TrustChoice, trustOf } from './TrustChoice.tsx';
import { useVerification, type VerificationState } from './use-verification.ts';
import { VerifyResult } from './VerifyResult.tsx';
import type { VerifiedLog } from './verify-log.ts';

/** Reads the whole log and checks it here, against the key that somebody chose to trust. */
export function VerifyDialog({
  origin,
  onClose,
  onShow,
}: {
  readonly origin: string;
  readonly onClose: () => void;
  readonly onShow: (index: number) => void;
}) {
  const text = useText().audit.verify;
  const [memory] = useState(() => recallLog(origin));
  const [trust, setTrust] = useState<Trust>(
    memory === undefined ? { kind: 'first' } : { kind: 'remembered', memory },
  );
  const remember = (log: VerifiedLog) => {
    const { verification, areSignaturesChecked, policy, checkpoint } = log;
    if (verification.verdict !== 'verified' || !areSignaturesChecked) return;
    const verifiedAt = new Date().toISOString();
    const since = memory?.policy === policy ? memory.since : verifiedAt;
    rememberLog(origin, { policy, checkpoint, size: verification.size, since, verifiedAt });
  };
  const { state, start, stop } = useVerification(remember);
  const trusted = trustOf(trust, origin);
  const run = () => {
    if (trusted.problem !== undefined) return;
    // What was verified under another key is nothing to compare with.
    const kept = memory !== undefined && trust.kind !== 'first' ? memory.checkpoint : undefined;
    start({ base: logAddress(origin), policy: trusted.policy, kept });
  };
  return (
    <Dialog title={text.title} onClose={onClose} size={640}>
      <Stack gap="md">
        {state.kind === 'idle' && (
          <>
            <Text size="sm">{text.intro}</Text>
            <TrustChoice
              trust={trust}
              memory={memory}
              problem={trusted.problem}
              onChange={setTrust}
            />
          </>
        )}
        {state.kind === 'running' && <Running state={state} />}
        {state.kind === 'failed' && (
          <Alert role="alert" color="red" title={text.failed[state.reason]}>
            <span lang="en">{state.detail}</span>
          </Alert>
        )}
        {state.kind === 'done' && <VerifyResult done={state} trust={trust} onShow={onShow} />}
        <Text size="xs" c="dimmed">
          {text.honest}
        </Text>
        <Group justify="flex-end" gap="sm">
          {state.kind === 'idle' && (
            <Button onClick={run} disabled={trusted.problem !== undefined}>
              {text.start}
            </Button>
          )}
          {state.kind === 'running' && (
            <Button variant="default" onClick={stop}>
              {text.stop}
            </Button>
          )}
          {(state.kind === 'done' || state.kind === 'failed') && (
            <Button variant="default" onClick={run}>
              {text.again}
            </Button>
          )}
        </Group>
      </Stack>
    </Dialog>
  );
}

function Running({ state }: { readonly state: VerificationState & { readonly kind: 'running' } }) {
  const text = useText().audit.verify;
  const { number } = useFormats();
  const { read, total, perSecond } = state;
  const label =
    total === 0 ? text.starting : text.progress(number(read), number(total), number(perSecond));
  return (
    <div>
      <Progress value={total === 0 ? 0 : (100 * read) / total} aria-label={text.title} />
      <Text size="sm" mt={6}>
        {label}
      </Text>
    </div>
  );
}
