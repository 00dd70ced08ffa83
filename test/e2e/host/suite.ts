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
  /** Where a fleet was to be heard. */
  readonly fleet?: HeardInHost | { readonly error: string };
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
  /** Address of a broker that nobody else uses. */
  readonly broker?: string;
  /** To be heard instead of all tests. */
  readonly fleet?: FleetOrder;
}

/** A fleet that somebody else publishes for. */
export interface FleetOrder {
  /** Of the broker. */
  readonly url: string;
  /** The program that publishes. */
  readonly publisher: string;
  readonly devices: number;
  /** Messages a second, and how long. */
  readonly rate: number;
  readonly seconds: number;
}

/** What became of it. Times are milliseconds, sizes bytes. */
export interface HeardInHost {
  readonly published: number;
  readonly seconds: number;
  /** Devices that are not as they said last. */
  readonly outdated: number;
  /** From the last message published until the last one heard. */
  readonly behind: number;
  /** Delays of the event loop of the extension host: 99 of 100, and the longest. */
  readonly p99: number;
  readonly most: number;
  /** Processor time of the extension host for each message, microseconds. */
  readonly cost: number;
  readonly memory: number;
  readonly devices: number;
  readonly leftOut: number;
}

/** Words of each device of the fleet that talks in the tests. */
export const turns = 10;

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
