import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, type Reply } from '../../../api/client.ts';
import { useSubmission } from '../../../api/use-submission.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { EraseConfirm } from './EraseConfirm.tsx';
import { EraseForm } from './EraseForm.tsx';
import { EraseResult } from './EraseResult.tsx';
import { type ErasureDraft, emptyDraft, scopeOf } from './erasure-draft.ts';
import { useReason } from './ReasonField.tsx';

type Step =
  | { readonly kind: 'form' }
  | { readonly kind: 'confirm'; readonly reason: string }
  | { readonly kind: 'result'; readonly erasure: Reply<'erasure.create'> };

/** What and why, then what that takes away, then how it went. */
export function EraseDialog({ onClose }: { readonly onClose: () => void }) {
  const text = useText().audit.erasures;
  const queryClient = useQueryClient();
  const erasing = useSubmission();
  const reason = useReason();
  const [draft, setDraft] = useState<ErasureDraft>(emptyDraft);
  const [step, setStep] = useState<Step>({ kind: 'form' });
  const erase = (why: string) =>
    erasing.run(async () => {
      const erasure = await call('erasure.create', {
        body: {
          ...scopeOf(draft),
          basis: draft.basis,
          reason: why,
          forget_person: draft.forgetsPerson,
        },
      });
      setStep({ kind: 'result', erasure });
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['evidence'] }),
        queryClient.invalidateQueries({ queryKey: ['users'] }),
      ]);
    });
  const title = { form: text.eraseTitle, confirm: text.confirmTitle, result: text.eraseTitle };
  return (
    <Dialog title={title[step.kind]} onClose={erasing.isPending ? undefined : onClose} size={560}>
      {step.kind === 'form' && (
        <EraseForm
          draft={draft}
          reason={reason}
          onChange={setDraft}
          onDone={(why) => setStep({ kind: 'confirm', reason: why })}
          onCancel={onClose}
        />
      )}
      {step.kind === 'confirm' && (
        <EraseConfirm
          draft={draft}
          erasing={erasing}
          onErase={() => erase(step.reason)}
          onBack={() => {
            erasing.clear();
            setStep({ kind: 'form' });
          }}
        />
      )}
      {step.kind === 'result' && <EraseResult begun={step.erasure} onClose={onClose} />}
    </Dialog>
  );
}
