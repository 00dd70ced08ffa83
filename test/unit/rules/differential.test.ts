import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ContainerError } from '../../../client/src/simulator/containers/container.ts';
import { toInternalDesiredState } from '../../../client/src/simulator/containers/desiredState.ts';
import {
  installFault,
  removeActionType,
  removeFault,
  updateActionType,
} from '../../../client/src/simulator/containers/softwareActions.ts';
import { Panic } from '../../../client/src/simulator/daemon.ts';
import { anything, remarshal, unmarshal } from '../../../client/src/simulator/go/decode.ts';
import { splitByDomain } from '../../../client/src/simulator/updateManager/operation.ts';
import {
  applyArguments,
  type DesiredState,
  desiredState,
  refreshArguments,
} from '../../../client/src/simulator/updateManager/types.ts';
import type { JsonValue, Operation, Problem } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';
import { applyValue, desiredStateValue, refreshValue } from './generated/desiredState.ts';
import type { Json } from './generated/json.ts';
import { installValue, removeValue } from './generated/software.ts';
import { marks } from './listing.ts';
import { plantedState, plantedValues } from './planted/kinds.ts';
import { withFaults } from './planted/planting.ts';

/** What the simulated device does with a message: a port of the device's own code, and of its decoder. */
interface Verdict {
  readonly error?: string;
  readonly crash?: boolean;
  /** The values that it drops, of an accepted message. */
  readonly dropped: readonly string[];
}

type Judge = (value: JsonValue | null, drop: (value: string) => void) => string | undefined;

function verdictOf(judge: Judge, content: JsonValue | null): Verdict {
  const dropped: string[] = [];
  try {
    const error = judge(content, (value) => dropped.push(value));
    return { ...(error !== undefined && { error }), dropped };
  } catch (error) {
    if (error instanceof ContainerError) return { error: error.message, dropped };
    if (error instanceof Panic) return { crash: true, dropped };
    throw error;
  }
}

/** The value stands at the end of what the device writes into its log. */
const logLine = /(?:for device mapping|port mapping configuration|of the mount point|for key \w+ =) (.*)$/s;

function identify(state: DesiredState, drop: (value: string) => void): string | undefined {
  const own = splitByDomain(state).get('containers');
  if (own === undefined) return 'no supported domain';
  toInternalDesiredState(own, { newId: () => 'an-id', warn: (line) => drop(logLine.exec(line)?.[1] ?? '') });
  return undefined;
}

interface Kind {
  readonly name: string;
  readonly made: Json;
  /** Where the text is too damaged to be taken for this, there is nothing to compare. */
  readonly operation: Operation;
  readonly judge: Judge;
}

const made: readonly Kind[] = [
  {
    name: 'a desired state',
    made: desiredStateValue,
    operation: 'apply',
    judge(value, drop) {
      const read = remarshal(value, desiredState);
      return read.ok ? identify(read.value, drop) : read.error;
    },
  },
  {
    name: 'the value of an apply',
    made: applyValue,
    operation: 'apply',
    judge(value, drop) {
      const read = remarshal(value, applyArguments);
      if (!read.ok) return read.error;
      return read.value.desiredState === null
        ? 'desired state is missing'
        : identify(read.value.desiredState, drop);
    },
  },
  {
    name: 'the value of a refresh',
    made: refreshValue,
    operation: 'refresh',
    judge(value) {
      const read = remarshal(value, refreshArguments);
      return read.ok ? undefined : read.error;
    },
  },
  {
    name: 'the value of an install',
    made: installValue,
    operation: 'install',
    judge(value) {
      const read = remarshal(value, updateActionType);
      if (!read.ok) return read.error;
      const fault = installFault(read.value);
      // What is missing there, the device dies of later (installModule).
      if (fault === undefined && read.value.softwareModules?.some((it) => it?.softwareModule == null))
        throw new Panic('a module without "softwareModule".');
      return fault;
    },
  },
  {
    name: 'the value of a remove',
    made: removeValue,
    operation: 'remove',
    judge(value) {
      const read = remarshal(value, removeActionType);
      if (!read.ok) return read.error;
      const fault = removeFault(read.value);
      if (fault === undefined && read.value.software?.includes(null))
        throw new Panic('a null in "software".');
      return fault;
    },
  },
];

/** Valid ones with one to three faults, each judged as what is made by chance. */
const planted: readonly Kind[] = [
  {
    ...plantedState,
    name: 'a desired state with planted faults',
    // What the agent of self-update decides is not asked for here.
    faults: plantedState.faults.filter(({ rule }) => rule !== 'self-update-invalid'),
  },
  ...plantedValues,
].flatMap((kind) => {
  const like = made.find(({ operation }) => operation === kind.operation);
  return like ? [{ ...like, name: kind.name, made: withFaults(kind).map(({ text }) => text) }] : [];
});

const kinds = [...made, ...planted];

const service = createLanguageService();
const droppingRules = [
  'port-ignored',
  'mount-ignored',
  'device-ignored',
  'boolean-ignored',
  'number-ignored',
];

/** What the text says, as the device gets it: of equal keys the last. */
function decoded(text: string): JsonValue | null {
  const read = unmarshal(text, anything);
  if (!read.ok) throw new Error(`${read.error}: ${text}`);
  return read.value;
}

interface Shown {
  readonly text: string;
  readonly problems: readonly Problem[];
  /** Absent where the text is not taken for the manifest that it was made as. */
  readonly content: JsonValue | undefined;
}

function shownOf({ operation }: Kind, text: string, format: 'json' | 'yaml'): Shown | undefined {
  const { kind, problems, content } = service.describe({ text, format });
  return kind?.operation === operation && kind.role === 'request' ? { text, problems, content } : undefined;
}

/** Why the two disagree; undefined where they do not. */
function disagreement(
  { text, problems }: Shown,
  verdict: Verdict,
  format: 'json' | 'yaml',
): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const crash = errors.some((it) => it.crash);
  // Two keys that are one field: what the device makes of both is not foretold, only told of.
  if (problems.some(({ code }) => code === 'key-ambiguous')) return undefined;
  if (verdict.crash) return crash ? undefined : 'it crashes, and no error says so';
  if (verdict.error !== undefined) {
    if (errors.length === 0) return `it rejects, without an error: ${verdict.error}`;
    // It meets another fault first; once that is mended, it crashes.
    return crash && errors.every((it) => it.crash)
      ? `said to crash, but it answers: ${verdict.error}`
      : undefined;
  }
  if (errors.length > 0) return `it accepts, but: ${errors.map(({ message }) => message).join(' ')}`;
  const lines = text.split(/\r\n|\n|\r/);
  const marked = problems
    .filter(({ code, message }) => droppingRules.includes(code) && !message.includes('At least one log file'))
    .map(({ range }) => marks(lines, range));
  if (marked.length !== verdict.dropped.length)
    return `it drops ${JSON.stringify(verdict.dropped)}, marked are ${JSON.stringify(marked)}`;
  if (format === 'yaml') return undefined;
  // Where there is no value, the key is marked instead.
  const missed = verdict.dropped.filter(
    (value) => value !== '' && !marked.some((it) => decoded(it) === value),
  );
  return missed.length > 0
    ? `it drops ${JSON.stringify(missed)}, marked are ${JSON.stringify(marked)}`
    : undefined;
}

const runs = Number(process.env['KANTO_PROPERTY_RUNS'] ?? 600);

describe.each(['json', 'yaml'] as const)(
  'the rules and the simulated device judge alike, as %s',
  { timeout: 60_000 + 10 * runs },
  (format) => {
    it.each(kinds)('$name', (kind) => {
      const tally = new Map<string, number>();
      const count = (what: string) => tally.set(what, (tally.get(what) ?? 0) + 1);
      fc.assert(
        fc.property(kind.made, (source) => {
          const read = unmarshal(source, anything);
          // A number beyond all bounds, which no device can read. YAML writes it as a word.
          if (!read.ok && format === 'yaml') return;
          const text = read.ok && format === 'yaml' ? stringify(read.value) : source;
          const shown = shownOf(kind, text, format);
          if (!shown) {
            count('not recognised');
            return;
          }
          const verdict: Verdict = read.ok
            ? verdictOf(kind.judge, read.value)
            : { error: read.error, dropped: [] };
          count(verdict.crash ? 'crash' : verdict.error === undefined ? 'accepted' : 'rejected');
          if (shown.content === undefined) {
            // What cannot be sent is said to be an error.
            expect(
              shown.problems.some(({ code, severity }) => code.startsWith('syntax-') && severity === 'error'),
              text,
            ).toBe(true);
            return;
          }
          // What is sent is what is judged.
          expect(verdictOf(kind.judge, decoded(JSON.stringify(shown.content))), text).toEqual(verdict);
          expect(disagreement(shown, verdict, format), text).toBeUndefined();
        }),
        { numRuns: runs },
      );
      console.log(
        `${kind.name} as ${format}: ${[...tally].map(([what, times]) => `${times} ${what}`).join(', ')}`,
      );
    });
  },
);
