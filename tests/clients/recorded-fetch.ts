/** A client's `fetch` that keeps the headers of every answer, for clients that do not show them. */
export interface RecordedFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Oldest first. */
  readonly answers: readonly Response[];
  /** A header of the last answer. */
  header(name: string): string | null;
}

export function recordedFetch(): RecordedFetch {
  const answers: Response[] = [];
  return {
    answers,
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      answers.push(answer);
      return answer;
    },
    header: (name) => answers.at(-1)?.headers.get(name) ?? null,
  };
}
