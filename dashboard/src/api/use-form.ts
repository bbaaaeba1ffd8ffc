import { type FormEvent, type ReactNode, useState } from 'react';
import type { z } from 'zod';
import type { ErrorCode } from '../../../src/domain/error-table.ts';
import { useText } from '../app/i18n/Language.tsx';
import { useErrorMessage } from '../components/ErrorNotice.tsx';
import type { ApiError } from './api-error.ts';
import { useSubmission } from './use-submission.ts';
import { complaints, type FieldErrors, fieldsOf, serverComplaints } from './validation.ts';

type Fields = Readonly<Record<string, string>>;

interface FormOptions<Schema extends z.ZodType> {
  readonly schema: Schema;
  /** From the fields as typed to what the schema expects; by default the fields themselves. */
  readonly read?: (fields: Fields) => unknown;
  /** Complaints that the schema cannot express. */
  readonly check?: (fields: Fields) => FieldErrors;
  /** The field that an error code is about; any other error stands above the buttons. */
  readonly fieldOf?: Partial<Readonly<Record<ErrorCode, string>>>;
  readonly send: (values: z.output<Schema>) => Promise<void>;
}

export interface Form {
  readonly isPending: boolean;
  /** The error that belongs to no field. */
  readonly error: ApiError | undefined;
  /** The failed answer, whether or not a field shows it. */
  readonly answer: ApiError | undefined;
  errorOf(field: string): ReactNode;
  /** Forgets every complaint, for a form that has become another. */
  clear(): void;
  onSubmit(event: FormEvent<HTMLFormElement>): void;
}

/** A form of uncontrolled inputs: the contract's own schema checks it, the answer's errors land on their fields. */
export function useForm<Schema extends z.ZodType>(options: FormOptions<Schema>): Form {
  const text = useText().validation;
  const messageOf = useErrorMessage();
  const sending = useSubmission();
  const [local, setLocal] = useState<FieldErrors>({});
  const errors = { ...fieldErrorsOf(sending.error, options.fieldOf ?? {}, messageOf), ...local };

  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = fieldsOf(form);
    const parsed = options.schema.safeParse(options.read?.(fields) ?? fields);
    const found = {
      ...(parsed.success ? {} : complaints(parsed.error.issues, text)),
      ...options.check?.(fields),
    };
    setLocal(found);
    sending.clear();
    const [first] = Object.keys(found);
    if (first !== undefined) return focusField(form, first);
    if (parsed.success) sending.run(() => options.send(parsed.data));
  };
  const isShownByField = Object.keys(errors).length > 0;
  return {
    isPending: sending.isPending,
    error: isShownByField ? undefined : sending.error,
    answer: sending.error,
    errorOf: (field) => errors[field],
    clear: () => {
      setLocal({});
      sending.clear();
    },
    onSubmit,
  };
}

function fieldErrorsOf(
  error: ApiError | undefined,
  fieldOf: Partial<Readonly<Record<ErrorCode, string>>>,
  messageOf: (error: ApiError) => string,
): FieldErrors {
  if (error === undefined) return {};
  const field = error.code === 'unreachable' ? undefined : fieldOf[error.code];
  return field === undefined ? serverComplaints(error.errors) : { [field]: messageOf(error) };
}

function focusField(form: HTMLFormElement, name: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLElement) field.focus();
}
