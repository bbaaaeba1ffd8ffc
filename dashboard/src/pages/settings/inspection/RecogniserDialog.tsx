import {
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { complaints, type FieldErrors } from '../../../api/validation.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import classes from '../Settings.module.css';
import { nameComplaint } from './named-complaints.ts';
import { namesTaken, rowComplaint } from './named-dialog.ts';
import { PatternTrial } from './PatternTrial.tsx';
import {
  draftOf,
  type RecogniserDraft,
  type RecogniserView,
  recogniserOf,
  recogniserSchema,
} from './recogniser-draft.ts';

interface RecogniserDialogProps {
  /** Undefined for a new one. */
  readonly edited: RecogniserView | undefined;
  readonly inspection: InspectionView;
  readonly place: number;
  readonly onSave: (recogniser: RecogniserView) => Promise<void>;
  readonly onClose: () => void;
}

const checksums = ['luhn', 'mod97', 'mod11'] as const;

/** A pattern, and a box to try it out in while it is being written. */
export function RecogniserDialog(props: RecogniserDialogProps) {
  const { edited, onClose } = props;
  const words = useText();
  const { recognisers: text } = words.inspection;
  const { draft, change, errorOf, saving, save } = useRecogniser(props);
  const isNew = edited === undefined;
  const hasFieldError = ['name', 'pattern', 'context', 'score'].some(
    (field) => errorOf(field) !== undefined,
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Dialog
      title={isNew ? text.add : text.editTitle(edited.name)}
      onClose={saving.isPending ? undefined : onClose}
      size={620}
    >
      <form onSubmit={onSubmit} autoComplete="off" noValidate>
        <Stack gap="md">
          <TextInput
            label={text.name}
            description={text.nameHint}
            value={draft.name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            error={errorOf('name')}
            spellCheck={false}
            data-autofocus={isNew || undefined}
          />
          <TextInput
            label={text.pattern}
            description={text.patternHint}
            placeholder="E-[0-9]{6}"
            classNames={{ input: classes['code'] ?? '' }}
            value={draft.pattern}
            onChange={({ currentTarget }) => change({ pattern: currentTarget.value })}
            error={errorOf('pattern')}
            spellCheck={false}
            data-autofocus={!isNew || undefined}
          />
          <Textarea
            label={text.context}
            description={text.contextHint}
            value={draft.context}
            onChange={({ currentTarget }) => change({ context: currentTarget.value })}
            error={errorOf('context')}
            autosize
            minRows={2}
            maxRows={6}
            spellCheck={false}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NumberInput
              label={text.score}
              description={text.scoreHint}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              value={draft.score}
              onChange={(score) => change({ score: typeof score === 'number' ? score : '' })}
              error={errorOf('score')}
              min={1}
              max={100}
              allowDecimal={false}
            />
            <Select
              label={text.checksum}
              data={[
                { value: 'none', label: text.checksums.none },
                ...checksums.map((value) => ({ value, label: text.checksums[value] })),
              ]}
              value={draft.checksum ?? 'none'}
              onChange={(chosen) =>
                change({ checksum: checksums.find((each) => each === chosen) ?? null })
              }
              allowDeselect={false}
            />
          </SimpleGrid>
          <PatternTrial draft={draft} />
          {saving.error !== undefined && !hasFieldError && <ErrorNotice error={saving.error} />}
          <Group justify="flex-end" gap="xs" mt={4}>
            <Button variant="default" onClick={onClose} disabled={saving.isPending}>
              {words.action.cancel}
            </Button>
            <Button type="submit" loading={saving.isPending}>
              {isNew ? text.submitAdd : text.submitEdit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

function useRecogniser({ edited, inspection, place, onSave }: RecogniserDialogProps) {
  const words = useText();
  const saving = useSubmission();
  const [draft, setDraft] = useState(() => draftOf(edited));
  const [local, setLocal] = useState<FieldErrors>({});
  const change = (part: Partial<RecogniserDraft>) => {
    setLocal({});
    saving.clear();
    setDraft({ ...draft, ...part });
  };
  const save = () => {
    const parsed = recogniserSchema.safeParse(recogniserOf(draft));
    const found = {
      ...complaints(parsed.error?.issues ?? [], words.validation),
      ...nameComplaint(draft.name.trim(), namesTaken(inspection, edited), words.inspection),
      ...(isScore(draft.score) ? {} : { score: words.inspection.scoreRule }),
    };
    setLocal(found);
    saving.clear();
    if (parsed.success && Object.keys(found).length === 0) saving.run(() => onSave(parsed.data));
  };
  const errorOf = (field: string) =>
    local[field] ?? rowComplaint(saving.error, `recognisers.${place}`, field);
  return { draft, change, errorOf, saving, save };
}

function isScore(score: number | ''): boolean {
  return score !== '' && Number.isSafeInteger(score) && score >= 1 && score <= 100;
}
