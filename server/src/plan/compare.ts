/**
 * What differs between a container that a device reports and the one that a manifest wants, and what the device does
 * about it (container-management: util/containers_compare.go): limits and restart policy change in place, everything
 * else takes a new container. Pure.
 */
import { t } from '@vscode/l10n';
import type { ContainerReport, ListedKey, SingleKey } from '../agents/containerReport.ts';
import { masked } from '../rules/secrets.ts';

export interface Difference {
  readonly key: SingleKey | ListedKey;
  /** What the device does about this difference alone. */
  readonly change: 'replace' | 'update';
  /** In plain words, one sentence. Names of variables, but no values of them, and no arguments: they may be secrets. */
  readonly reason: string;
  /** It is there again after the device has dealt with it. */
  readonly recurs?: true;
}

/** Every difference, those that replace the container first. */
export function differences(current: ContainerReport, desired: ContainerReport): readonly Difference[] {
  return [...replacing(current, desired), ...updating(current, desired)];
}

function* replacing(current: ContainerReport, desired: ContainerReport): Iterable<Difference> {
  yield* single('replace', ['image'], current, desired);
  yield* sets(['mount'], current, desired);
  yield* command(current.listed.cmd, desired.listed.cmd);
  yield* variables(current.listed.env, desired.listed.env);
  yield* single('replace', ['interactive', 'terminal', 'privileged', 'network'], current, desired);
  yield* sets(['device', 'host', 'port'], current, desired);
  yield* single('replace', ['logDriver', 'logMaxFiles', 'logMaxSize', 'logPath'], current, desired);
  yield* single('replace', ['logMode', 'logMaxBufferSize'], current, desired);
}

function* updating(current: ContainerReport, desired: ContainerReport): Iterable<Difference> {
  yield* single('update', ['memory', 'memoryReservation'], current, desired);
  yield* swap(current, desired);
  yield* single('update', ['restartPolicy', 'restartMaxRetries', 'restartTimeout'], current, desired);
}

function* single(
  change: Difference['change'],
  keys: readonly SingleKey[],
  current: ContainerReport,
  desired: ContainerReport,
): Iterable<Difference> {
  for (const key of keys) {
    const from = current.single[key];
    const to = desired.single[key];
    if (from !== to)
      yield { key, change, reason: t('{0} changes from {1} to {2}.', key, named(from), named(to)) };
  }
}

/** The swap limit is filled in when a container is made, and `-1` is kept as none: so it differs at every apply. */
function* swap(current: ContainerReport, desired: ContainerReport): Iterable<Difference> {
  const [difference] = single('update', ['memorySwap'], current, desired);
  if (!difference) return;
  const from = current.single.memorySwap;
  const to = desired.single.memorySwap;
  const limited = desired.single.memory !== '' && desired.single.memory === current.single.memory;
  if (to === '' && limited)
    yield {
      ...difference,
      recurs: true,
      reason: t(
        'memorySwap is {0} on the device, and the manifest sets none; a device fills in twice the memory when it makes a container. Write it into the manifest to keep it.',
        from,
      ),
    };
  else if (to === '-1' && from === '')
    yield {
      ...difference,
      recurs: true,
      reason: t(
        'memorySwap is -1 in the manifest, which the device keeps as none when it makes a container, so that the two differ.',
      ),
    };
  else yield difference;
}

function* sets(
  keys: readonly ListedKey[],
  current: ContainerReport,
  desired: ContainerReport,
): Iterable<Difference> {
  for (const key of keys) {
    const change = setChange(current.listed[key], desired.listed[key]);
    if (!change) continue;
    const reason = sentence(key, ['gains', change.gained], ['loses', change.lost]);
    yield { key, change: 'replace', reason };
  }
}

function* variables(current: readonly string[], desired: readonly string[]): Iterable<Difference> {
  const change = setChange(current, desired);
  if (!change) return;
  const gained = change.gained.map(variableName);
  const lost = change.lost.map(variableName);
  const reason = sentence(
    'env',
    ['gains', gained.filter((name) => !lost.includes(name))],
    ['loses', lost.filter((name) => !gained.includes(name))],
    [t('has another value for'), gained.filter((name) => lost.includes(name))],
  );
  yield { key: 'env', change: 'replace', reason };
}

/** The order of arguments counts. */
function* command(current: readonly string[], desired: readonly string[]): Iterable<Difference> {
  if (isSameList(current, desired)) return;
  const how =
    current.length === desired.length
      ? t('has other arguments, or the same in another order')
      : t('changes from {0} to {1} arguments', current.length, desired.length);
  yield { key: 'cmd', change: 'replace', reason: t('cmd {0}.', how) };
}

interface SetChange {
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** As many items, and each of one in the other: `[a, a, b]` and `[a, b, b]` are the same to the device. */
function setChange(current: readonly string[], desired: readonly string[]): SetChange | undefined {
  if (isSameList(current, desired)) return undefined;
  const before = new Set(current);
  const after = new Set(desired);
  const gained = [...after].filter((item) => !before.has(item));
  const lost = [...before].filter((item) => !after.has(item));
  const same = current.length === desired.length && gained.length === 0 && lost.length === 0;
  return same ? undefined : { gained, lost };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at]);
}

function sentence(
  key: string,
  ...parts: readonly (readonly [verb: string, items: readonly string[]])[]
): string {
  const told = parts
    .filter(([, items]) => items.length > 0)
    .map(([verb, items]) => `${verb} ${[...new Set(items)].map(named).join(' and ')}`);
  return `${key} ${told.length > 0 ? told.join(', ') : t('lists the same more or less often')}.`;
}

function variableName(variable: string): string {
  return variable.replace(/=.*$/s, '');
}

function named(text: string): string {
  return text === '' ? 'none' : masked(text);
}
