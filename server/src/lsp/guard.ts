/** No exception leaves the server: what fails is logged, and the client gets an empty answer. */
export type Log = (message: string) => void;

export function guarded<T>(log: Log, what: string, fallback: T, run: () => T): T {
  try {
    return run();
  } catch (error) {
    log(
      `${what} failed and gave no answer: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return fallback;
  }
}

/** Lets waiting messages in, so that a cancellation can be seen before a long piece of work. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
