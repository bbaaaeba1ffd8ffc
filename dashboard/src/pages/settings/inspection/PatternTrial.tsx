import { Text, Textarea, Title } from '@mantine/core';
import { useDeferredValue, useState } from 'react';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from './PatternTrial.module.css';
import { type RecogniserDraft, recogniserOf } from './recogniser-draft.ts';
import { type Trial, type TriedMatch, tryPattern } from './try-pattern.ts';

const sampleMax = 20_000;

/** Tries a pattern out on a text that stays in the browser. */
export function PatternTrial({ draft }: { readonly draft: RecogniserDraft }) {
  const text = useText().inspection.recognisers;
  const [sample, setSample] = useState('');
  const tried = useDeferredValue(sample);
  const trial = draft.pattern === '' || tried === '' ? undefined : trialOf(draft, tried);
  return (
    <section className={classes['box']} aria-labelledby="pattern-trial">
      <Title order={3} id="pattern-trial">
        {text.tryOut}
      </Title>
      <Text size="xs" c="dimmed" mb={10}>
        {text.tryHint}
      </Text>
      <Textarea
        aria-label={text.sample}
        placeholder={text.samplePlaceholder}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={sampleMax}
        spellCheck={false}
        value={sample}
        onChange={({ currentTarget }) => setSample(currentTarget.value)}
      />
      <div role="status">{trial !== undefined && <Findings trial={trial} sample={tried} />}</div>
    </section>
  );
}

function trialOf(draft: RecogniserDraft, sample: string): Trial {
  const { checksum, ...recogniser } = recogniserOf(draft);
  return tryPattern({ ...recogniser, checksum: checksum ?? undefined }, sample, () =>
    performance.now(),
  );
}

function Findings({ trial, sample }: { readonly trial: Trial; readonly sample: string }) {
  const text = useText().inspection.recognisers;
  const formats = useFormats();
  if (trial.outcome === 'broken') {
    return (
      <div className={classes['broken']}>
        {text.broken}
        {trial.fields.map(({ field, message }) => (
          <div key={field}>{message}</div>
        ))}
      </div>
    );
  }
  if (trial.outcome === 'too_long') return <div className={classes['broken']}>{text.tooLong}</div>;
  const { matches } = trial;
  return (
    <>
      <Text size="sm" fw={550} mt={10}>
        {matches.length === 0 ? text.foundNone : text.found(formats.number(matches.length))}
      </Text>
      {matches.length > 0 && (
        <>
          <p className={classes['sample']}>{marked(sample, matches)}</p>
          <ul className={classes['matches']}>
            {matches.slice(0, listedMax).map(({ start, text: value, percent, near }) => (
              <li key={start}>
                <code>{value}</code> {text.sure(percent)}
                {near !== undefined && `, ${text.near(near)}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const listedMax = 10;

/** The sample with what was found set off. */
function marked(sample: string, matches: readonly TriedMatch[]) {
  const ends = [0, ...matches.map(({ end }) => end)];
  return [
    ...matches.map(({ start, text }, at) => (
      <span key={start}>
        {sample.slice(ends[at], start)}
        <mark>{text}</mark>
      </span>
    )),
    <span key="rest">{sample.slice(ends.at(-1))}</span>,
  ];
}
