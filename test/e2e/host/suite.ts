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
  readonly figures: readonly Figure[];
}

/** What was measured beside the tests. */
export interface Figure {
  readonly what: string;
  readonly milliseconds: number;
}

/** In a workspace folder with this file the tests run, and write their {@link Report} where it says. */
export const requestFile = '.host-tests.json';
export interface Request {
  readonly report: string;
  /** What is opened and changed to be measured. */
  readonly manifests: readonly LongManifest[];
}

/** A generated manifest outside of the workspace. */
export interface LongManifest {
  readonly file: string;
  readonly lines: number;
  /** Before a version that agrees with the tag of its image. */
  readonly edit: { readonly line: number; readonly character: number };
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
