import { useEffect, useRef } from 'react';
import classes from './CodeBlock.module.css';
import { CopyIcon } from './CopyButton.tsx';
import type { HeldSecret } from './held-secret.ts';

interface SecretTextProps {
  readonly secret: HeldSecret<'key'>;
  /** The text around the key. */
  readonly around: (key: string) => string;
  readonly what: string;
}

/** Like CodeBlock, but the text is written into the page past React, which would keep a copy of its properties. */
export function SecretText({ secret, around, what }: SecretTextProps) {
  const block = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const element = block.current;
    if (element === null) return;
    element.textContent = around(secret.read('key'));
    return () => {
      element.textContent = '';
    };
  }, [secret, around]);
  return (
    <div className={classes['block']}>
      <pre className={classes['code']} ref={block} />
      <div className={classes['copy']}>
        <CopyIcon read={() => around(secret.read('key'))} what={what} />
      </div>
    </div>
  );
}
