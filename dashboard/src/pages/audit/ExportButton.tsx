import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';

const exportPath = controlEndpoints['audit.export'].path;
const verifyCommand = 'npx monago audit verify <file>';

/** Downloads the evidence bundle and says how to verify it without Monago. */
export function ExportButton() {
  const text = useText().audit;
  const [isOpen, dialog] = useDisclosure(false);
  const head = useQuery(queries.auditHead()).data;
  return (
    <>
      <Button
        component="a"
        href={exportPath}
        download
        variant="default"
        leftSection={<Download size={16} />}
        onClick={dialog.open}
      >
        {text.export}
      </Button>
      {isOpen && (
        <Dialog title={text.exportTitle} onClose={dialog.close}>
          <Stack gap="md">
            <Text>{text.exportText}</Text>
            <CodeBlock code={verifyCommand} what={text.exportLabel} />
            {head !== undefined && (
              <div>
                <Text mb={6}>{text.exportKey}</Text>
                <CodeBlock code={head.vkey} what={text.head.verifierKey} />
              </div>
            )}
            <Text size="sm" c="dimmed">
              {text.exportAgain}{' '}
              <Anchor href={exportPath} download inherit underline="always">
                {text.exportLink}
              </Anchor>
            </Text>
          </Stack>
        </Dialog>
      )}
    </>
  );
}
