import { VisuallyHidden } from '@mantine/core';
import { ArrowRight } from 'lucide-react';
import type { AuditedChange } from '../../../../src/domain/audit/fact-parts.ts';
import type { Dictionary } from '../../app/i18n/en.ts';
import { useText } from '../../app/i18n/Language.tsx';
import classes from './Audit.module.css';
import type { FactChange } from './fact-reader.ts';

/** What was changed: old → new, one field a line. */
export function ChangeList({ changes }: { readonly changes: readonly FactChange[] }) {
  const text = useText().audit;
  return (
    <dl className={classes['fields']}>
      {changes.map((change) => (
        <ChangeLine key={change.field} change={change} text={text} />
      ))}
    </dl>
  );
}

function ChangeLine({
  change: { field, old, new: next },
  text,
}: {
  readonly change: FactChange;
  readonly text: Dictionary['audit'];
}) {
  return (
    <>
      <dt className={classes['changed']}>
        {isKnown(field, text.changedFields) ? text.changedFields[field] : field}
      </dt>
      <dd>
        <VisuallyHidden>{text.changedFrom} </VisuallyHidden>
        {old === undefined ? <Nothing text={text} /> : <del className={classes['old']}>{old}</del>}
        <ArrowRight size={13} className={classes['arrow']} aria-hidden />
        <VisuallyHidden> {text.changedTo} </VisuallyHidden>
        {next === undefined ? (
          <Nothing text={text} />
        ) : (
          <ins className={classes['new']}>{next}</ins>
        )}
      </dd>
    </>
  );
}

function Nothing({ text }: { readonly text: Dictionary['audit'] }) {
  return <span className={classes['nothing']}>{text.nothing}</span>;
}

function isKnown(
  field: string,
  names: Readonly<Record<AuditedChange['field'], string>>,
): field is AuditedChange['field'] {
  return Object.hasOwn(names, field);
}
