import { useEffect, useRef, useState } from 'react';
import { controlEndpoints } from '../../../../../src/contract/endpoints.ts';
import { TarWatch } from './tar-watch.ts';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly bytes: number; readonly entries: number }
  | {
      readonly kind: 'done';
      readonly bytes: number;
      readonly entries: number;
      readonly name: string;
    }
  | { readonly kind: 'failed' };

const shownEveryMs = 100;

/** Downloads the evidence bundle through the page, which sees how far it has come and can stop it. */
export function useExport(): {
  readonly state: ExportState;
  start(): void;
  stop(): void;
} {
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = () => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState({ kind: 'running', bytes: 0, entries: 0 });
    download(own.signal, (bytes, entries) => setState({ kind: 'running', bytes, entries })).then(
      (done) => setState({ kind: 'done', ...done }),
      () => setState(own.signal.aborted ? { kind: 'idle' } : { kind: 'failed' }),
    );
  };
  return { state, start, stop: () => running.current?.abort() };
}

async function download(
  signal: AbortSignal,
  onProgress: (bytes: number, entries: number) => void,
): Promise<{ readonly bytes: number; readonly entries: number; readonly name: string }> {
  const response = await fetch(controlEndpoints['audit.export'].path, {
    credentials: 'same-origin',
    redirect: 'error',
    signal,
  });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const watch = new TarWatch();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let shownAt = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    watch.push(value);
    if (performance.now() - shownAt < shownEveryMs) continue;
    shownAt = performance.now();
    onProgress(watch.bytes, watch.entries);
  }
  const name = nameIn(response.headers.get('content-disposition'));
  save(new Blob(pieces, { type: 'application/x-tar' }), name);
  return { bytes: watch.bytes, entries: watch.entries, name };
}

function nameIn(disposition: string | null): string {
  return /filename="([\w.-]+)"/.exec(disposition ?? '')?.[1] ?? 'monago-audit.tar';
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
