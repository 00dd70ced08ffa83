import { t } from '@vscode/l10n';
import type { ConfigEntry } from '../../manifest/model.ts';
import { inContainer } from '../exampleTexts.ts';
import type { ContainerRule, Finding } from '../rule.ts';
import { isSecret, isSecretArgument } from '../secrets.ts';
import { quote, valueSpot, within } from '../support.ts';

/** The inventory has all of `env` and `cmd` in clear (container-management: updateagent/from_containers.go). */
export const secretExposed: ContainerRule = {
  id: 'secret-exposed',
  scope: 'container',
  severity: 'information',
  summary:
    'The device reports `env` and `cmd` as they are: whoever reads its state, or this file, reads the secrets in them.',
  why: 'There is no quick fix: whether the application reads a secret from a file, and where the file is on the device, only its author knows. Many images take `<NAME>_FILE` with the path of a file in a `mount` instead.',
  *check({ component }) {
    let before = '';
    for (const entry of component.config) {
      if (entry.key === 'env') yield* findings(entry, variableOf(entry));
      if (entry.key !== 'cmd') continue;
      const option = optionOf(entry);
      if (option) yield* findings(entry, option);
      else if (isSecretArgument(before, entry.value))
        yield { at: valueSpot(entry), message: t('The argument behind {0} {1}', quote(before), outcome()) };
      before = entry.value;
    }
  },
  examples: [
    { text: inContainer('env: «DB_PASSWORD»=hunter2'), says: 'in clear' },
    { text: inContainer('env: «DATABASE_URL»=postgres://app:hunter2@db/app') },
    { text: inContainer('cmd: «--api-key»=hunter2') },
    { text: inContainer('cmd: --token', 'cmd: «hunter2-hunter2»'), says: 'The argument behind `--token`' },
  ],
};

const outcome = () =>
  t(
    'looks like a secret: the device reports it in clear with its state, to everybody who can read that. Give it to the container in a file (a `mount`).',
  );

interface Assignment {
  readonly name: string;
  readonly value: string;
}

function* findings(entry: ConfigEntry, assignment: Assignment | undefined): Iterable<Finding> {
  if (!assignment || !isSecret(assignment.name, assignment.value)) return;
  // Only the name is marked and repeated.
  const { name } = assignment;
  yield { at: within(valueSpot(entry), name), message: `${quote(name)} ${outcome()}` };
}

function variableOf({ value }: ConfigEntry): Assignment | undefined {
  const equals = value.indexOf('=');
  return equals > 0 ? { name: value.slice(0, equals), value: value.slice(equals + 1) } : undefined;
}

function optionOf({ value }: ConfigEntry): Assignment | undefined {
  const [, name, given] = /^(-{1,2}[\w-]+)=(.*)$/s.exec(value) ?? [];
  return name !== undefined && given !== undefined ? { name, value: given } : undefined;
}
