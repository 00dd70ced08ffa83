/** What the matrix of a rollout and the extension say to each other. Everything shown is text, and shown as text only. */

export const matrixTones = ['good', 'bad', 'uneasy', 'busy', 'quiet', 'lost'] as const;
export type MatrixTone = (typeof matrixTones)[number];

export interface MatrixCell {
  /** Index of its component among the columns. */
  readonly column: number;
  readonly text: string;
  readonly tone: MatrixTone;
  /** What the device said besides; absent where that is nothing. */
  readonly message?: string;
}

/** What rows can be filtered by. */
export const matrixFilters = ['failed', 'held', 'unknown', 'busy', 'open', 'done'] as const;
export type MatrixFilter = (typeof matrixFilters)[number];

/** A device. */
export interface MatrixRow {
  readonly number: number;
  readonly device: string;
  readonly connection: string;
  /** Empty where no wave has it. */
  readonly wave: string;
  readonly phase: string;
  readonly tone: MatrixTone;
  readonly filter: MatrixFilter;
  readonly message: string;
  readonly cells: readonly MatrixCell[];
}

export const matrixActions = ['pause', 'goOn', 'resume', 'stop', 'retry', 'export', 'forget'] as const;
export type MatrixAction = (typeof matrixActions)[number];

/** What stands above the table. */
export interface MatrixHead {
  readonly title: string;
  readonly state: string;
  readonly sum: string;
  /** Why it has paused, or what is not shown; empty where there is nothing to say. */
  readonly remark: string;
  /** What can be done now. */
  readonly actions: readonly MatrixAction[];
}

export type ToPage =
  | {
      readonly kind: 'all';
      readonly id: string;
      readonly head: MatrixHead;
      readonly columns: readonly string[];
      readonly rows: readonly MatrixRow[];
    }
  /** Only the rows that have changed; columns are only ever added. */
  | {
      readonly kind: 'some';
      readonly head: MatrixHead;
      readonly columns: readonly string[];
      readonly rows: readonly MatrixRow[];
    };

export type FromPage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'do'; readonly action: MatrixAction }
  | { readonly kind: 'run'; readonly number: number };

/** Words of the page, in the user's language. */
export interface MatrixWords {
  readonly table: string;
  readonly device: string;
  readonly wave: string;
  readonly state: string;
  readonly find: string;
  readonly filters: Readonly<Record<MatrixFilter, string>>;
  readonly actions: Readonly<Record<MatrixAction, string>>;
  /** `{0}` of `{1}` rows are shown. */
  readonly shown: string;
  /** What Enter does on a row. */
  readonly hint: string;
  readonly none: string;
}

/** Undefined for what the page does not say. */
export function readFromPage(value: unknown): FromPage | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'ready') return { kind: 'ready' };
  if (value.kind === 'do' && 'action' in value) {
    const action = matrixActions.find((it) => it === value.action);
    return action && { kind: 'do', action };
  }
  const isRun = value.kind === 'run' && 'number' in value && typeof value.number === 'number';
  return isRun ? { kind: 'run', number: Number(value.number) } : undefined;
}
