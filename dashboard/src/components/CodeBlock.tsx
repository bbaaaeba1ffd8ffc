import { Box } from '@mantine/core';
import classes from './CodeBlock.module.css';
import { CopyIcon } from './CopyButton.tsx';

/** Text to copy into a terminal or an editor. Wraps, so that nothing is out of sight on a phone. */
export function CodeBlock({ code, what }: { readonly code: string; readonly what: string }) {
  return (
    <Box className={classes['block']}>
      <pre className={classes['code']}>{code}</pre>
      <div className={classes['copy']}>
        <CopyIcon read={() => code} what={what} />
      </div>
    </Box>
  );
}
