/** The components of a manifest out of what a device reports of each, and what of it is not in them. Pure. */
import { t } from '@vscode/l10n';
import { componentKeys, containersDomain, reportedOnlyKeys } from '../agents/containers.ts';
import type { ImportNote } from '../messages.ts';
import type { InventoryNode, Parameter } from '../plan/inventory.ts';
import { argumentWithoutSecrets, withoutSecrets } from './secrets.ts';
import { writtenValue } from './values.ts';

export interface ImportedComponent {
  readonly id: string;
  readonly version: string;
  readonly config: readonly Parameter[];
}

export interface ComponentImport {
  readonly component: ImportedComponent;
  readonly notes: readonly ImportNote[];
}

export type Secrets = 'placeholders' | 'kept';

/** `node`: of this domain. Secrets become placeholders, unless they are to be `kept`. */
export function importComponent(domain: string, node: InventoryNode, secrets: Secrets): ComponentImport {
  const reading = domain === containersDomain ? readContainer(node) : readOther(node);
  const { config, replaced } =
    secrets === 'kept' ? { config: reading.config, replaced: [] } : cleared(reading.config);
  const note = (kind: ImportNote['kind'], keys: readonly string[], message: string): ImportNote => ({
    kind,
    component: node.id,
    keys: [...new Set(keys)],
    message,
  });
  return {
    component: { id: node.id.slice(domain.length + 1), version: versionOf(node), config },
    notes: [
      ...(reading.leftOut.length > 0
        ? [
            note(
              'left-out',
              reading.leftOut,
              t('Left out, since a manifest cannot set it: {0}.', list(reading.leftOut)),
            ),
          ]
        : []),
      ...reading.lost.map(([keys, message]) => note('lost', keys, message)),
      ...(replaced.length > 0
        ? [
            note(
              'secret',
              replaced.map(({ key }) => key),
              t('Fill in the secret of {0}.', list(replaced.map(nameOf))),
            ),
          ]
        : []),
    ],
  };
}

interface Reading {
  readonly config: readonly Parameter[];
  readonly leftOut: readonly string[];
  /** What is not the same again once the device makes the component anew: keys, and a sentence. */
  readonly lost: readonly (readonly [keys: readonly string[], message: string])[];
}

/** Names that no manifest of the domain `containers` can give, and that a container keeps as long as it lives. */
const namesOfContainer: readonly string[] = ['domainName', 'hostName'];

function readContainer({ parameters }: InventoryNode): Reading {
  const config: Parameter[] = [];
  const leftOut: string[] = [];
  const lost: Reading['lost'][number][] = [];
  const reportedOf = (key: string) => parameters.findLast((it) => it.key === key)?.value;
  const policy = reportedOf('restartPolicy') ?? '';
  for (const { key, value: reported } of parameters) {
    if (!componentKeys.includes(key)) {
      leftOut.push(key);
      continue;
    }
    if ((key === 'restartMaxRetries' || key === 'restartTimeout') && policy !== 'on-failure') {
      lost.push([
        [key],
        t('{0} is {1}, and a manifest can set it only with restartPolicy on-failure.', key, reported),
      ]);
      continue;
    }
    const { value, inexact } = writtenValue(key, reported);
    config.push({ key, value });
    if (inexact !== undefined) lost.push([[key], inexact]);
  }
  const names = leftOut.filter((key) => namesOfContainer.includes(key));
  if (names.length > 0)
    lost.push([
      names,
      t('The device made it with a {0} of its own: made anew, it has the usual one.', list(names)),
    ]);
  if (reportedOf('memory') !== undefined && reportedOf('memorySwap') === undefined)
    lost.push([
      ['memorySwap'],
      t(
        'It has no limit of memorySwap: made anew, it has one of twice the memory, unless the manifest sets memorySwap to -1.',
      ),
    ]);
  return { config, leftOut, lost };
}

/** What says how a component fares, in whatever domain. */
const stateKeys = reportedOnlyKeys.filter((key) => !namesOfContainer.includes(key));

/** What an agent of another kind reports is taken for what it takes: nobody but that agent knows. */
function readOther({ parameters }: InventoryNode): Reading {
  const isState = ({ key }: Parameter) => stateKeys.includes(key) || key === 'domain' || key === '';
  return {
    config: parameters.filter((it) => !isState(it)),
    leftOut: parameters.filter((it) => isState(it) && it.key !== '').map(({ key }) => key),
    lost: [],
  };
}

/** `n/a` is what an image has that tells no version (container-management: update_manager_util.go). */
function versionOf({ version }: InventoryNode): string {
  return version === 'n/a' ? '' : version;
}

function cleared(config: readonly Parameter[]): {
  readonly config: readonly Parameter[];
  readonly replaced: readonly Parameter[];
} {
  const replaced: Parameter[] = [];
  let argument: string | undefined;
  const clear = config.map((entry) => {
    const { key, value: told } = entry;
    const value = key === 'cmd' ? argumentWithoutSecrets(argument, told) : withoutSecrets(key, told);
    if (key === 'cmd') argument = told;
    if (value === told) return entry;
    replaced.push({ key, value });
    return { key, value };
  });
  return { config: clear, replaced };
}

/** `env INFLUX_TOKEN`, `cmd`: where a secret was, by its name. */
function nameOf({ key, value }: Parameter): string {
  const name = key === 'env' ? /^[^=]+(?==)/.exec(value)?.[0] : undefined;
  return name === undefined ? key : `${key} ${name}`;
}

function list(words: readonly string[]): string {
  return [...new Set(words)].join(', ');
}
