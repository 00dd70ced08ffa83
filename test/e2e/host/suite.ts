/** What the tests inside the extension host are made of. */

/** Behaviours by name; each rejects where the behaviour is not there. They run in order, in one window. */
export type Suite = Readonly<Record<string, () => Promise<void>>>;

export interface Result {
  readonly name: string;
  readonly milliseconds: number;
  readonly error?: string;
}

export interface Report {
  readonly results: readonly Result[];
  /**
   * Milliseconds from asking for the extension to its `activate` having returned, code loading included. Absent where
   * VS Code had activated it before the tests could.
   */
  readonly activation?: number;
}

/** In a workspace folder with this file the tests run, and write their {@link Report} where it says. */
export const requestFile = '.host-tests.json';
export interface Request {
  readonly report: string;
}

const limitSeconds = 40;

function limit(): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`not done after ${limitSeconds} s`)), limitSeconds * 1000).unref();
  });
}

export async function runSuite(suite: Suite): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, body] of Object.entries(suite)) {
    const start = performance.now();
    const error = await Promise.race([body(), limit()]).then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)),
    );
    const milliseconds = performance.now() - start;
    results.push({ name, milliseconds, ...(error !== undefined && { error }) });
  }
  return results;
}
