import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { controlEndpoints } from '../../../../../src/contract/endpoints.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { CodeBlock } from '../../../components/CodeBlock.tsx';
import { ExportProgress, ExportStart } from './ExportProgress.tsx';
import { TarWatch } from './tar-watch.ts';
import { useExport } from './use-export.ts';

/** The whole log as a file, and how to verify it without Monago. */
export function ExportBundle() {
  const text = useText().audit.export;
  const head = useQuery(queries.auditHead()).data;
  const { state, start, stop } = useExport();
  const { path: address } = controlEndpoints['audit.export'];
  return (
    <>
      <Text size="sm">{text.text}</Text>
      <ExportProgress state={state} total={head?.size ?? 0} failedText={text.failedText} />
      <ExportStart
        state={state}
        label={text.start}
        onStart={() => start({ address, watch: new TarWatch() })}
        onStop={stop}
      />
      <div>
        <Text size="sm" mb={6}>
          {text.verify}
        </Text>
        <CodeBlock
          code={`npx monago audit verify ${state.kind === 'done' ? state.name : '<file>'} --policy <policy>`}
          what={text.command}
        />
      </div>
      {head !== undefined && (
        <div>
          <Text size="sm" mb={6}>
            {text.key}
          </Text>
          <CodeBlock code={head.vkey} what={text.keyWhat} />
        </div>
      )}
    </>
  );
}
