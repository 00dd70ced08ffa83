/**
 * The file `status` that a module's script writes for the daemon while it runs (software-update: internal/status.go).
 * Lines `key=value`; keys are `progress`, `message` and `statusCode`, as they are written here; the last of a key counts.
 */
export interface ScriptStatus {
  /** Percent. */
  readonly progress: number;
  readonly message: string;
  readonly statusCode: string;
}

/** Undefined where the daemon takes no notice: no key that it knows, no line feed at the end, no percentage. */
export function readStatus(content: string): ScriptStatus | undefined {
  // Without it the script may still be writing.
  if (!content.endsWith('\n')) return undefined;
  const values = new Map<string, string>();
  for (const line of content.split('\n')) {
    const [, key, value] = /^(progress|message|statusCode)=(.*?)\r?$/s.exec(line) ?? [];
    if (key === undefined || value === undefined) continue;
    if (key === 'progress' && !isPercentage(value)) return undefined;
    values.set(key, value);
  }
  if (values.size === 0) return undefined;
  return {
    progress: Number(values.get('progress') ?? 0),
    message: values.get('message') ?? '',
    statusCode: values.get('statusCode') ?? '',
  };
}

function isPercentage(value: string): boolean {
  return /^\s*[+-]?\d+\s*$/.test(value) && Number(value) >= 0 && Number(value) <= 100;
}

/** What the daemon tells of the file while it watches it: a higher progress, or other words than before. */
export class StatusWatch {
  #last: ScriptStatus = { progress: -1, message: '', statusCode: '' };

  /** What is to be told of this content; undefined where that is nothing new. */
  look(content: string): ScriptStatus | undefined {
    const now = readStatus(content);
    if (now === undefined) return undefined;
    const { progress, message, statusCode } = this.#last;
    if (now.progress <= progress && now.message === message && now.statusCode === statusCode)
      return undefined;
    this.#last = now;
    return now;
  }
}
