/** How often two who judge the same messages agree, and where they do not. */
import type { Problem } from '../../server/src/messages.ts';

/** What a daemon made of a message. */
export type Verdict =
  | { readonly kind: 'crash' }
  /** With the words of its answer, or of what it told later. */
  | { readonly kind: 'refused'; readonly words: string }
  /** No answer, and nothing happened. */
  | { readonly kind: 'silent' }
  /** Taken, but it cannot even begin. */
  | { readonly kind: 'failed'; readonly words: string }
  | { readonly kind: 'accepted' };

/** Why what we say of a message is not what the daemon does with it; undefined where it is. */
function contradiction(problems: readonly Problem[], verdict: Verdict): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const crash = errors.some((it) => it.crash);
  switch (verdict.kind) {
    case 'crash':
      return crash ? undefined : 'It crashes, and no error says so.';
    case 'refused':
    case 'silent': {
      const words = verdict.kind === 'refused' ? `"${verdict.words}"` : 'nothing';
      if (errors.length === 0) return `It says ${words}, and we no error.`;
      // It meets another fault first; once that is mended, it crashes.
      return crash && errors.every((it) => it.crash) ? `Said to crash, but it says ${words}.` : undefined;
    }
    case 'failed': {
      const told = problems.some(({ severity }) => severity === 'error' || severity === 'warning');
      if (!told) return `It says "${verdict.words}", and we nothing.`;
      // What would kill it comes after what it fails at.
      return errors.some((it) => !it.crash)
        ? `It says "${verdict.words}", but we: ${listed(errors)}`
        : undefined;
    }
    case 'accepted':
      return errors.length > 0 ? `It accepts, but we say: ${listed(errors)}` : undefined;
  }
}

function listed(problems: readonly Problem[]): string {
  return problems.map(({ code, message }) => `[${code}] ${message}`).join(' ');
}

/** A disagreement that is no fault of ours. */
export interface Exception {
  readonly reason: string;
  applies(problems: readonly Problem[], verdict: Verdict): boolean;
}

function has(problems: readonly Problem[], code: string): boolean {
  return problems.some((it) => it.code === code);
}

/** Without an activity id it refuses too, and only it does. */
const ofSelfUpdate = ['self-update-invalid', 'activity-id-missing'];

const exceptions: readonly Exception[] = [
  {
    reason: 'Two keys are one field for the device: what it makes of both is told of, not foretold.',
    applies: (problems) => has(problems, 'key-ambiguous'),
  },
  {
    reason: 'Nothing to do, and no answer wanted: that is a warning and an information, not an error.',
    applies: (problems, { kind }) =>
      kind === 'silent' &&
      has(problems, 'software-modules-missing') &&
      has(problems, 'response-not-required'),
  },
  {
    reason:
      'The size of a file is checked as container management reads it, 0 to 2⁶⁴: software-update reads an int64.',
    applies: (problems, verdict) => {
      if (verdict.kind === 'refused') return verdict.words.endsWith('artifacts.size of type int');
      const errors = problems.filter(({ severity }) => severity === 'error');
      const negative = errors.filter(
        (it) => it.code === 'wrong-type' && it.message.startsWith('`size` is `-'),
      );
      const taken = verdict.kind === 'accepted' || verdict.kind === 'failed';
      return taken && negative.length > 0 && negative.length === errors.length;
    },
  },
  {
    reason: 'Nobody knows whom an unreadable topic was meant for: container management would die of it.',
    applies: (problems) =>
      problems.some(({ code, crash }) => crash && (code === 'topic-malformed' || code === 'topic-missing')),
  },
  {
    reason: 'What the agent of self-update refuses, update-manager hands on: no such agent runs here.',
    applies: (problems, { kind }) =>
      kind === 'accepted' &&
      has(problems, 'self-update-invalid') &&
      problems.every(({ severity, code }) => severity !== 'error' || ofSelfUpdate.includes(code)),
  },
];

export interface Tally {
  /** Undefined where the text is not taken for what it was made as: there is nothing to compare. */
  compare(text: string, problems: readonly Problem[] | undefined, verdict?: Verdict, more?: string): void;
  /** Prints the figure; the result is each disagreement that no exception explains. */
  close(name: string): readonly string[];
}

export function startTally(): Tally {
  const verdicts = new Map<string, number>();
  const explained = new Map<string, number>();
  const codes = new Set<string>();
  const wrong: string[] = [];
  let compared = 0;
  const count = (map: Map<string, number>, what: string) => map.set(what, (map.get(what) ?? 0) + 1);
  return {
    compare: (text, problems, verdict, more) => {
      if (problems === undefined || verdict === undefined) {
        count(verdicts, 'not recognised');
        return;
      }
      compared++;
      count(verdicts, verdict.kind);
      for (const { code } of problems) codes.add(code);
      const fault = contradiction(problems, verdict) ?? more;
      if (fault === undefined) return;
      const exception = exceptions.find((it) => it.applies(problems, verdict));
      if (exception) count(explained, exception.reason);
      else wrong.push(`${fault}\n${text}`);
    },
    close: (name) => {
      const exceptional = [...explained.values()].reduce((sum, times) => sum + times, 0);
      const list = [...verdicts].map(([what, times]) => `${times} ${what}`).join(', ');
      console.log(
        [
          `${name}: agree ${compared - wrong.length - exceptional} of ${compared} (${list}; faults of ${codes.size} rules)`,
          ...[...explained].map(([reason, times]) => `  ${times} explained: ${reason}`),
        ].join('\n'),
      );
      return wrong;
    },
  };
}
