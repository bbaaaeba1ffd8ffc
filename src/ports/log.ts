/** What a log line may hold: flat, typed values. Objects and buffers have no place in a log. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The operator's log. MUST NOT be given secrets, prompts or provider messages. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
