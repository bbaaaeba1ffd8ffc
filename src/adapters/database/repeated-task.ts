/** Runs a task again and again, never twice at once, with a pause after each run. The task MUST NOT reject. */
export class RepeatedTask {
  readonly #task: () => Promise<void>;
  readonly #pauseMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = true;

  constructor(task: () => Promise<void>, pauseMs: number) {
    this.#task = task;
    this.#pauseMs = pauseMs;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** @param afterMs how long before the first run */
  start(afterMs = 0): void {
    this.#isStopped = false;
    if (afterMs === 0) this.#run();
    else this.#timer = setTimeout(() => this.#run(), afterMs);
  }

  /** Resolves when the running task, if any, is done; there will be no other. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #run(): void {
    this.#running = this.#task().then(() => {
      if (!this.#isStopped) this.#timer = setTimeout(() => this.#run(), this.#pauseMs);
    });
  }
}
