import { fetchLogFile, LogUnreachable } from './fetch-log-file.ts';
import type { VerifyNews, VerifyOrder } from './messages.ts';
import { askWebCrypto } from './signatures.ts';
import { verifyLog } from './verify-log.ts';

const progressEveryMs = 100;

// Away from the page, which would not answer anybody while a million entries are hashed.
self.addEventListener('message', ({ data }: MessageEvent<VerifyOrder>) => {
  void verify(data).then(tell, (error: unknown) => tell(failureOf(error)));
});

async function verify({ base, policy, kept }: VerifyOrder): Promise<VerifyNews> {
  let toldAt = 0;
  const log = await verifyLog({
    fetchFile: (name) => fetchLogFile(base, name),
    ask: askWebCrypto,
    policy,
    kept,
    now: Date.now(),
    onProgress: (progress) => {
      const now = performance.now();
      if (now - toldAt < progressEveryMs) return;
      toldAt = now;
      tell({ kind: 'progress', ...progress });
    },
  });
  return { kind: 'done', log };
}

function failureOf(error: unknown): VerifyNews {
  const detail = error instanceof Error ? error.message : 'unknown';
  const reason = error instanceof LogUnreachable ? 'unreachable' : 'malformed';
  return { kind: 'failed', reason, detail };
}

function tell(news: VerifyNews): void {
  self.postMessage(news);
}
