import { FileButton, Group, Radio, Stack, Text, Textarea, UnstyledButton } from '@mantine/core';
import { utf8 } from '../../../../../src/domain/audit/bytes.ts';
import { originOf, parsePolicy } from '../../../../../src/domain/audit/policy.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from '../Audit.module.css';
import type { LogMemory } from './log-memory.ts';

/** Whose signature counts. */
export type Trust =
  | { readonly kind: 'remembered'; readonly memory: LogMemory }
  | { readonly kind: 'first' }
  | { readonly kind: 'given'; readonly policy: string };

export type TrustProblem = 'missing' | 'malformed' | 'other_log';

/** The policy to verify with, undefined for the one that the server names; or why there is none. */
export function trustOf(
  trust: Trust,
  origin: string,
): { readonly policy: string | undefined; readonly problem?: TrustProblem } {
  if (trust.kind === 'first') return { policy: undefined };
  const policy = trust.kind === 'given' ? trust.policy : trust.memory.policy;
  if (policy.trim() === '') return { policy, problem: 'missing' };
  try {
    const parsed = parsePolicy(utf8(policy));
    return originOf(parsed) === origin ? { policy } : { policy, problem: 'other_log' };
  } catch {
    return { policy, problem: 'malformed' };
  }
}

/** Each way says what it is worth: a key that the server itself names proves little the first time. */
export function TrustChoice({
  trust,
  memory,
  problem,
  onChange,
}: {
  readonly trust: Trust;
  readonly memory: LogMemory | undefined;
  readonly problem: TrustProblem | undefined;
  readonly onChange: (trust: Trust) => void;
}) {
  const text = useText().audit.verify.trust;
  const formats = useFormats();
  const choose = (kind: string) => {
    if (kind === 'remembered' && memory !== undefined) onChange({ kind, memory });
    if (kind === 'first') onChange({ kind });
    if (kind === 'given') onChange({ kind, policy: '' });
  };
  return (
    <Radio.Group label={text.label} value={trust.kind} onChange={choose}>
      <Stack gap="sm" mt="xs">
        {memory !== undefined && (
          <Radio
            value="remembered"
            label={text.remembered(formats.day(memory.since))}
            description={text.rememberedHint(
              formats.number(memory.size),
              formats.moment(memory.verifiedAt),
            )}
          />
        )}
        <Radio value="first" label={text.first} description={text.firstHint} />
        <Radio value="given" label={text.given} description={text.givenHint} />
        {trust.kind === 'given' && (
          <GivenPolicy policy={trust.policy} problem={problem} onChange={onChange} />
        )}
      </Stack>
    </Radio.Group>
  );
}

function GivenPolicy({
  policy,
  problem,
  onChange,
}: {
  readonly policy: string;
  readonly problem: TrustProblem | undefined;
  readonly onChange: (trust: Trust) => void;
}) {
  const text = useText().audit.verify.trust;
  const take = (file: File | null) => {
    void file?.text().then((read) => onChange({ kind: 'given', policy: read }));
  };
  const isWrong = problem === 'malformed' || problem === 'other_log';
  return (
    <div>
      <Textarea
        label={text.policy}
        placeholder={'log audit.example/log/01J…+8f2a91c4+A…\nquorum none'}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        classNames={{ input: classes['mono'] ?? '' }}
        value={policy}
        onChange={(event) => onChange({ kind: 'given', policy: event.currentTarget.value })}
        error={isWrong ? text.problems[problem] : undefined}
      />
      <Group gap={6} mt={6}>
        <FileButton onChange={take} accept=".policy,.txt,text/plain">
          {(props) => (
            <UnstyledButton {...props} className={classes['link']}>
              {text.upload}
            </UnstyledButton>
          )}
        </FileButton>
        <Text size="xs" c="dimmed">
          {text.uploadHint}
        </Text>
      </Group>
    </div>
  );
}
