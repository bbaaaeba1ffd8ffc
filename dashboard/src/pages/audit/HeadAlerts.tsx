import { Alert, Stack } from '@mantine/core';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { AuditHeadView, AuditStatusView } from '../../../../src/contract/schemas.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { useNow } from '../../components/Time.tsx';
import { type HeadWarning, headWarnings } from './head-warnings.ts';

/** A log that stands still, was cut or contradicts itself is not to be overlooked. */
export function HeadAlerts({
  head,
  status,
}: {
  readonly head: AuditHeadView | undefined;
  readonly status: AuditStatusView | undefined;
}) {
  const warnings = headWarnings(head, status, useNow());
  if (warnings.length === 0) return null;
  return (
    <Stack gap="xs" mb="md">
      {warnings.map((warning) => (
        <WarningAlert key={warning.kind} warning={warning} />
      ))}
    </Stack>
  );
}

function WarningAlert({ warning }: { readonly warning: HeadWarning }) {
  const words = useText().audit.warnings;
  const { number } = useFormats();
  const { title, text } = ((): { readonly title: string; readonly text: string } => {
    switch (warning.kind) {
      case 'frozen':
        return { title: words.frozen, text: words.frozenText(warning.reason) };
      case 'tampered':
        return { title: words.tampered, text: words.findingText(warning.finding) };
      case 'incomplete':
        return { title: words.incomplete, text: words.findingText(warning.finding) };
      case 'silent':
        return { title: words.silent, text: words.silentText };
      case 'failing':
        return { title: words.failing, text: words.failingText(warning.names.join(', ')) };
      case 'open':
        return { title: words.open(number(warning.count)), text: words.openText };
    }
  })();
  const isGrave = warning.kind === 'frozen' || warning.kind === 'tampered';
  return (
    <Alert
      role="alert"
      color={isGrave ? 'red' : 'orange'}
      icon={isGrave ? <CircleAlert size={18} /> : <TriangleAlert size={18} />}
      title={title}
    >
      {text}
    </Alert>
  );
}
