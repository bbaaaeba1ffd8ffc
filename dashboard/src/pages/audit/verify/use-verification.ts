import { useEffect, useRef, useState } from 'react';
import type { VerifyNews, VerifyOrder } from './messages.ts';
import type { VerifiedLog } from './verify-log.ts';

export type VerificationState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'running';
      readonly read: number;
      readonly total: number;
      readonly perSecond: number;
    }
  | { readonly kind: 'done'; readonly log: VerifiedLog; readonly tookMs: number }
  | {
      readonly kind: 'failed';
      readonly reason: 'unreachable' | 'malformed';
      readonly detail: string;
    };

/** Runs the verifier in a worker of its own; ending it is ending the worker. */
export function useVerification(onDone: (log: VerifiedLog) => void): {
  readonly state: VerificationState;
  start(order: VerifyOrder): void;
  stop(): void;
} {
  const [state, setState] = useState<VerificationState>({ kind: 'idle' });
  const worker = useRef<Worker>(undefined);
  useEffect(() => () => worker.current?.terminate(), []);
  const end = () => {
    worker.current?.terminate();
    worker.current = undefined;
  };
  const start = (order: VerifyOrder) => {
    end();
    const startedAt = performance.now();
    const started = new Worker(new URL('./verify.worker.ts', import.meta.url), { type: 'module' });
    worker.current = started;
    setState({ kind: 'running', read: 0, total: 0, perSecond: 0 });
    started.addEventListener('message', ({ data }: MessageEvent<VerifyNews>) => {
      const tookMs = performance.now() - startedAt;
      setState(stateAfter(data, tookMs));
      if (data.kind === 'progress') return;
      end();
      if (data.kind === 'done') onDone(data.log);
    });
    started.addEventListener('error', (event) => {
      end();
      setState({ kind: 'failed', reason: 'malformed', detail: event.message });
    });
    started.postMessage(order);
  };
  const stop = () => {
    end();
    setState({ kind: 'idle' });
  };
  return { state, start, stop };
}

function stateAfter(news: VerifyNews, tookMs: number): VerificationState {
  switch (news.kind) {
    case 'progress': {
      const { read, total } = news;
      return { kind: 'running', read, total, perSecond: Math.round((1000 * read) / tookMs) };
    }
    case 'done':
      return { kind: 'done', log: news.log, tookMs };
    case 'failed':
      return news;
  }
}
