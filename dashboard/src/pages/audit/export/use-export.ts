import { useEffect, useRef, useState } from 'react';
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

/** Counts what has passed by. */
export interface ExportWatch {
  readonly entries: number;
  readonly bytes: number;
  push(piece: Uint8Array): void;
}

export interface Export {
  /** Path and query. */
  readonly address: string;
  readonly watch: ExportWatch;
}

const shownEveryMs = 100;

/** Downloads an export through the page, which sees how far it has come and can stop it. */
export function useExport(): {
  readonly state: ExportState;
  start(what: Export): void;
  stop(): void;
} {
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const start = (what: Export) => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setState({ kind: 'running', bytes: 0, entries: 0 });
    const show = () => {
      const { bytes, entries } = what.watch;
      setState({ kind: 'running', bytes, entries });
    };
    download(what, own.signal, show).then(
      (name) => {
        const { bytes, entries } = what.watch;
        setState({ kind: 'done', bytes, entries, name });
      },
      () => setState(own.signal.aborted ? { kind: 'idle' } : { kind: 'failed' }),
    );
  };
  return { state, start, stop: () => running.current?.abort() };
}

/** @returns the name of the file */
async function download(
  { address, watch }: Export,
  signal: AbortSignal,
  onProgress: () => void,
): Promise<string> {
  const response = await fetch(address, {
    credentials: 'same-origin',
    redirect: 'error',
    signal,
  });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = response.body.getReader();
  for (let shownAt = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    watch.push(value);
    if (performance.now() - shownAt < shownEveryMs) continue;
    shownAt = performance.now();
    onProgress();
  }
  const name = nameIn(response.headers.get('content-disposition'));
  save(new Blob(pieces, { type: 'application/octet-stream' }), name);
  return name;
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
