import type { ChatCompletionTokenLogprob } from 'openai/resources/chat/completions';

/** Invented, the same for the same token: nearer to zero the longer the token. */
export function tokenLogprob(token: string, alternatives: number): ChatCompletionTokenLogprob {
  const likely = { token, logprob: -1 / (token.length + 1), bytes: [...Buffer.from(token)] };
  const top = Array.from({ length: alternatives }, (_, rank) => {
    const text = rank === 0 ? token : `${token.trimEnd()}${rank}`;
    return { token: text, logprob: likely.logprob - rank, bytes: [...Buffer.from(text)] };
  });
  return { ...likely, top_logprobs: top };
}
