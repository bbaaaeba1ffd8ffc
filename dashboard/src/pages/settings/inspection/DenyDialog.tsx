import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core';
import {
  type InspectionView,
  inspectionSchema,
} from '../../../../../src/contract/inspection-endpoints.ts';
import { useForm } from '../../../api/use-form.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import classes from '../Settings.module.css';
import { linesOf } from './lines.ts';
import { nameComplaint } from './named-complaints.ts';
import { namesTaken, rowComplaint } from './named-dialog.ts';

type DenyList = InspectionView['deny'][number];

interface DenyDialogProps {
  /** Undefined for a new one. */
  readonly edited: DenyList | undefined;
  readonly inspection: InspectionView;
  readonly place: number;
  readonly onSave: (list: DenyList) => Promise<void>;
  readonly onClose: () => void;
}

const { terms: termsSchema } = inspectionSchema.shape.deny.element.shape;

export function DenyDialog({ edited, inspection, place, onSave, onClose }: DenyDialogProps) {
  const words = useText();
  const { deny: text } = words.inspection;
  const taken = namesTaken(inspection, edited);
  const form = useForm({
    schema: inspectionSchema.shape.deny.element,
    read: ({ name = '', terms = '' }) => ({ name, terms: linesOf(terms) }),
    check: ({ name = '', terms = '' }) => ({
      ...(name === '' ? { name: words.validation.required } : {}),
      ...nameComplaint(name, taken, words.inspection),
      ...termsComplaint(linesOf(terms), words),
    }),
    send: onSave,
  });
  const row = `deny.${place}`;
  const nameError = form.errorOf('name') ?? rowComplaint(form.answer, row, 'name');
  const termsError = form.errorOf('terms') ?? rowComplaint(form.answer, row, 'terms');
  return (
    <Dialog
      title={edited === undefined ? text.add : text.editTitle(edited.name)}
      onClose={form.isPending ? undefined : onClose}
      size={520}
    >
      <form onSubmit={form.onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            name="name"
            label={text.name}
            description={text.nameHint}
            defaultValue={edited?.name}
            error={nameError}
            spellCheck={false}
            data-autofocus={edited === undefined || undefined}
          />
          <Textarea
            name="terms"
            label={text.terms}
            description={text.termsHint}
            classNames={{ input: classes['code'] ?? '' }}
            defaultValue={edited?.terms.join('\n')}
            autosize
            minRows={5}
            maxRows={14}
            error={termsError}
            spellCheck={false}
            data-autofocus={edited !== undefined || undefined}
          />
          {form.error !== undefined && <ErrorNotice error={form.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={form.isPending}>
              {words.action.cancel}
            </Button>
            <Button type="submit" loading={form.isPending}>
              {edited === undefined ? text.submitAdd : text.submitEdit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function termsComplaint(
  terms: readonly string[],
  words: ReturnType<typeof useText>,
): { readonly terms?: string } {
  if (terms.length === 0) return { terms: words.validation.required };
  const [issue] = termsSchema.safeParse(terms).error?.issues ?? [];
  if (issue === undefined) return {};
  return { terms: words.inspection.lineRule(Number(issue.path[0] ?? 0) + 1) };
}
