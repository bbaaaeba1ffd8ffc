import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Download } from 'lucide-react';
import { controlEndpoints } from '../../../../src/contract/endpoints.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Dialog } from '../../components/Dialog.tsx';

const exportPath = controlEndpoints['audit.export'].path;
const verifyCommand = 'npx monago audit verify <file>';

/** Downloads the evidence bundle and says how to verify it without Monago. */
export function ExportButton() {
  const text = useText().audit;
  const [isOpen, dialog] = useDisclosure(false);
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
      <Dialog title={text.exportTitle} opened={isOpen} onClose={dialog.close}>
        <Stack gap="md">
          <Text>{text.exportText}</Text>
          <CodeBlock code={verifyCommand} what={text.exportLabel} />
          <Text size="sm" c="dimmed">
            {text.exportAgain}{' '}
            <Anchor href={exportPath} download inherit underline="always">
              {text.exportLink}
            </Anchor>
          </Text>
        </Stack>
      </Dialog>
    </>
  );
}
