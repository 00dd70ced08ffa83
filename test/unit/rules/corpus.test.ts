import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ManifestDescription, Problem } from '../../../server/src/messages.ts';
import { createLanguageService } from '../../../server/src/service.ts';

/**
 * What the code of real devices said of generated manifests (container-management, run offline). `error`: rejected,
 * `crash`: a daemon dies, `warnings`: accepted, but this was dropped; none of them: accepted as written.
 */
interface Verdict {
  readonly value: unknown;
  readonly error?: string;
  readonly crash?: string;
  readonly warnings?: readonly string[];
}

const service = createLanguageService();

function verdicts(name: string): Verdict[] {
  const file = new URL(`../../fixtures/corpus/${name}.jsonl.gz`, import.meta.url);
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n');
  return lines.map((line): Verdict => JSON.parse(line));
}

function describeAs(
  format: 'json' | 'yaml',
  value: unknown,
): { text: string; description: ManifestDescription } {
  const text = format === 'json' ? JSON.stringify(value, undefined, 1) : stringify(value);
  return { text, description: service.describe({ text, format }) };
}

/**
 * The verdicts come from what the device checks before it answers. Two faults kill it just after that, in the work that
 * goes on in the background, so they are errors here: a module without `softwareModule`
 * (container-management: features_rollouts_software_updatable_internal.go, installModule) and a null in `software`
 * (there, removeDependency: the recovery itself reads the null).
 */
function diesLater(problems: readonly Problem[]): boolean {
  const codes = ['software-module-id-missing', 'null-entry'];
  const errors = problems.filter(({ severity }) => severity === 'error');
  return errors.length > 0 && errors.every(({ code, crash }) => crash && codes.includes(code));
}

/** The value that the device dropped stands at the end of its warning; where there is none, the key is marked. */
function warnedAt(
  warning: string,
  text: string,
  problems: readonly Problem[],
  format: 'json' | 'yaml',
): boolean {
  const lines = text.split('\n');
  const value =
    /(?:for device mapping|mapping configuration|mount point|for key \w+ =) (.*)$/.exec(warning)?.[1] ?? '';
  const written = format === 'json' ? JSON.stringify(value) : stringify(value).trim();
  return problems.some(
    ({ severity, range }) =>
      severity === 'warning' && (lines[range.start.line] ?? '').includes(value === '' ? '' : written),
  );
}

describe.each(['json', 'yaml'] as const)(
  'what real devices said of generated manifests, as %s',
  { timeout: 120_000 },
  (format) => {
    it.each(['desired-states', 'installs', 'removes'])('agrees on every line of %s', (name) => {
      const lines = verdicts(name);
      const disagreements: string[] = [];
      let explained = 0;
      for (const [index, verdict] of lines.entries()) {
        const { text, description } = describeAs(format, verdict.value);
        const { problems } = description;
        const wrong = (what: string) => disagreements.push(`line ${index + 1}: ${what}\n${text}`);
        const errors = problems.filter(({ severity }) => severity === 'error');
        if (verdict.crash !== undefined) {
          if (!errors.some(({ crash }) => crash)) wrong(`no error that says it crashes: ${verdict.crash}`);
        } else if (verdict.error !== undefined) {
          if (errors.length === 0) wrong(`no error for: ${verdict.error}`);
        } else if (errors.length > 0) {
          if (diesLater(problems)) explained++;
          else wrong(`accepted by the device, but: ${errors.map(({ message }) => message).join(' ')}`);
        }
        for (const warning of verdict.warnings ?? [])
          if (!warnedAt(warning, text, problems, format)) wrong(`no warning at the entry of: ${warning}`);
      }
      const agreed = lines.length - disagreements.length;
      console.log(
        `${name} as ${format}: ${agreed} of ${lines.length} (${((100 * agreed) / lines.length).toFixed(1)} %), ${explained} of them die later`,
      );
      expect(disagreements.slice(0, 3)).toEqual([]);
    });

    it('says what the device says, in its own words, for everything that the containers agent rejects', () => {
      const lines = verdicts('desired-states').filter(({ error }) => error?.startsWith('cannot '));
      const missing = lines.filter(({ value, error = '' }) => {
        const words = error.replace(
          /^.*?(invalid configuration for container .*?: (?=invalid |cannot |unsupported |swap |minimum |propagation |source |max |restart |both |the containers|reservation )|baselines with containers: )/,
          '',
        );
        const { problems } = describeAs(format, value).description;
        // The value of a variable may be a secret: only its name is repeated.
        const shown = words.startsWith('invalid environmental') ? words.replace(/=.*$/, '') : words;
        return !problems.some(({ severity, message }) => severity === 'error' && message.includes(shown));
      });
      expect(missing.slice(0, 3)).toEqual([]);
    });
  },
);
