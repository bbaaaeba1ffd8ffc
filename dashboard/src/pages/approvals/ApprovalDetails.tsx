import { Anchor, Box, Button, Collapse, Group, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import type { Reply } from '../../api/client.ts';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { CopyIcon } from '../../components/CopyButton.tsx';
import { providerNames } from '../../components/provider-choices.ts';
import { ExactTime } from '../../components/Time.tsx';
import { ApprovalBadge } from './ApprovalBadge.tsx';
import classes from './Approvals.module.css';
import { Countdown } from './Countdown.tsx';
import { PolicyLinks } from './PolicyLinks.tsx';
import { RiskBadge } from './RiskBadge.tsx';
import { riskReason } from './risk-reason.ts';
import { useApprovalNames } from './use-approval-names.ts';

/** Who asks for what, why it is held, and what was found in it. */
export function ApprovalDetails({ read }: { readonly read: Reply<'approval.read'> }) {
  const { approval, content } = read;
  const text = useText().approvals;
  return (
    <>
      <Group gap="sm">
        <ApprovalBadge status={approval.status} />
        {approval.status === 'pending' && (
          <Text size="sm">
            <Countdown until={approval.expires_at} />
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {text.since} <ExactTime value={approval.created_at} />
        </Text>
      </Group>
      <Section title={text.sections.request}>
        <RequestFields approval={approval} />
      </Section>
      <Section title={text.sections.policies}>
        <PolicyLinks policies={approval.policies} />
      </Section>
      <Section title={text.sections.findings}>
        <Findings findings={approval.findings} />
      </Section>
      <Section title={text.sections.risk}>
        <RiskBadge risk={approval.risk} />
        <Reasons reasons={approval.risk.reasons} />
      </Section>
      {content !== null && <Content content={content} />}
    </>
  );
}

function RequestFields({ approval }: { readonly approval: ApprovalView }) {
  const text = useText().approvals;
  const { fields } = text;
  const names = useApprovalNames();
  const approvers = approval.approvers.map(names.person).join(', ');
  const rows: readonly (readonly [string, ReactNode])[] = [
    [fields.key, names.key(approval.token_id)],
    [fields.workspace, names.workspace(approval.workspace_id)],
    [fields.provider, providerNames[approval.provider]],
    [fields.api, approval.api],
    [fields.kind, text.kinds[approval.kind]],
    [fields.approvers, approvers === '' ? text.anyApprover : approvers],
  ];
  return (
    <dl className={classes['fields']}>
      {rows.map(([label, value]) => (
        <Box key={label} className={classes['field']}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Box>
      ))}
    </dl>
  );
}

/** Where to read on, for whoever wants to know exactly. */
export function ApprovalReferences({ approval }: { readonly approval: ApprovalView }) {
  const { fields, auditLink } = useText().approvals;
  return (
    <Stack gap={2} fz="sm" c="dimmed">
      <Group gap={6}>
        {fields.audit}:
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link {...props} to="/audit" search={{ entry: approval.audit_id }} />
          )}
        >
          {auditLink}
        </Anchor>
      </Group>
      <Group gap={6} wrap="nowrap">
        {fields.id}:
        <Text span ff="monospace" size="xs" className={classes['name']}>
          {approval.id}
        </Text>
        <CopyIcon read={() => approval.id} what={fields.id} />
      </Group>
    </Stack>
  );
}

function Findings({ findings }: Pick<ApprovalView, 'findings'>) {
  const text = useText().approvals;
  const formats = useFormats();
  if (findings.length === 0) return <Text size="sm">{text.noFindings}</Text>;
  return (
    <ul className={classes['list']}>
      {findings.map(({ type, count }) => (
        <li key={type}>
          <Text span inherit ff="monospace" className={classes['name']}>
            {type}
          </Text>
          <Text span inherit c="dimmed">
            {text.occurrences(formats.number(count))}
          </Text>
        </li>
      ))}
    </ul>
  );
}

function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  const text = useText().approvals;
  if (reasons.length === 0) {
    return (
      <Text size="sm" mt={8}>
        {text.noReasons}
      </Text>
    );
  }
  return (
    <ul className={classes['reasons']}>
      {reasons.map((signal) => (
        <li key={signal}>{riskReason(signal, text)}</li>
      ))}
    </ul>
  );
}

/** Closed at first: whoever looks at a text decides to. */
function Content({ content }: { readonly content: string }) {
  const text = useText().approvals;
  const [isOpen, { toggle }] = useDisclosure(false);
  const boxId = useId();
  return (
    <Section title={text.sections.content}>
      <Stack gap={8} align="flex-start">
        <Text size="sm" c="dimmed">
          {text.textHint}
        </Text>
        <Button
          variant="default"
          size="xs"
          leftSection={<ChevronRight size={15} className={classes['turn']} data-open={isOpen} />}
          aria-expanded={isOpen}
          aria-controls={boxId}
          onClick={toggle}
        >
          {isOpen ? text.hideText : text.showText}
        </Button>
      </Stack>
      <Collapse expanded={isOpen} id={boxId}>
        {isOpen && <pre className={classes['content']}>{content}</pre>}
      </Collapse>
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb={8}>
        {title}
      </Title>
      {children}
    </section>
  );
}
