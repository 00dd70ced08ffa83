/**
 * What becomes of each container (container-management: updateagent/update_operation.go, Identify): the device's own
 * rule, applied to what it reports. Pure.
 */
import { t } from '@vscode/l10n';
import { type ContainerReport, readReport, reportOf } from '../agents/containerReport.ts';
import { type Container, containersDomain, readContainer } from '../agents/containers.ts';
import { trimSpace } from '../agents/goValues.ts';
import type { Component, Domain } from '../manifest/model.ts';
import { type Difference, differences } from './compare.ts';
import type { InventoryNode } from './inventory.ts';
import { type Step, step } from './step.ts';

/** First what the manifest lists, in its order, then what only the device has, in the order of its report. */
export function planContainers(domain: Domain, nodes: readonly InventoryNode[]): readonly Step[] {
  const present = byName(nodes);
  const system = systemContainers(domain);
  const steps: Step[] = [];
  const taken = new Set<string>();
  for (const component of domain.components) {
    const { id } = component;
    if (id !== '' && system?.includes(id)) {
      steps.push(step(id, 'protected', [protectedReason()], { component }));
      continue;
    }
    const current = taken.has(id) ? [] : (present.get(id) ?? []);
    steps.push(current.length === 0 ? creation(component, taken) : change(component, current));
    taken.add(id);
  }
  const listed = new Set(domain.components.map(({ id }) => id));
  for (const [id, current] of present) {
    if (listed.has(id)) continue;
    steps.push(
      system?.includes(id)
        ? step(id, 'protected', [t('The manifest protects it by systemContainers: it stays as it is.')])
        : step(id, 'destroy', destruction(current, system), { certain: current.length === 1 }),
    );
  }
  return steps;
}

const protectedReason = () =>
  t(
    'The manifest protects it by systemContainers: the device leaves it as it is and skips this component without a word.',
  );

/** Containers by name; two can have the same. */
function byName(nodes: readonly InventoryNode[]): ReadonlyMap<string, readonly InventoryNode[]> {
  const prefix = `${containersDomain}:`;
  const found = new Map<string, InventoryNode[]>();
  for (const node of nodes) {
    if (!node.id.startsWith(prefix)) continue;
    const name = node.id.slice(prefix.length);
    const same = found.get(name);
    if (same) same.push(node);
    else found.set(name, [node]);
  }
  return found;
}

/** Undefined where the manifest does not say: then the device's own list counts, which no inventory tells. */
function systemContainers({ config }: Domain): readonly string[] | undefined {
  const entry = config.findLast(({ key }) => key === 'systemContainers');
  return entry?.value.split(',').map(trimSpace);
}

function creation(component: Component, taken: ReadonlySet<string>): Step {
  const { id } = component;
  const isRepeated = id === '' || taken.has(id);
  const reason =
    id === ''
      ? t('It has no id: the device makes a new container, under a name of its own, at each apply.')
      : taken.has(id)
        ? t('A component before it has the same id: the device makes a second container of this name.')
        : t('The device has no container of this name.');
  return step(id, 'create', [reason], { component, ...(isRepeated && { recurs: true }) });
}

function destruction(current: readonly InventoryNode[], system: readonly string[] | undefined): string[] {
  return [
    t('The manifest does not list it.'),
    ...several(current),
    ...(system
      ? []
      : [
          t(
            'Only a device that protects it by its own configuration keeps it, which the inventory does not tell; by default none is protected.',
          ),
        ]),
  ];
}

/** The device takes one of several containers of a name, and not always the same one. */
function several(current: readonly InventoryNode[]): string[] {
  return current.length === 1
    ? []
    : [
        t(
          'The device has {0} containers of this name; it takes one of them, the inventory does not tell which, and leaves the others as they are.',
          current.length,
        ),
      ];
}

function change(component: Component, current: readonly InventoryNode[]): Step {
  const { container } = readContainer(component.id, component.version, component.config);
  const outcomes = current.map((node) => compared(node, container));
  // Of several of one name the last is taken, as a map would; it may be another one.
  const outcome = outcomes[outcomes.length - 1] ?? { action: 'keep', reasons: [], keys: [], hidden: [] };
  const { action, keys, hidden, recurs } = outcome;
  const agreed = outcomes.every((it) => it.action === action);
  return step(component.id, action, [...outcome.reasons, ...hidden, ...several(current)], {
    component,
    keys,
    certain: agreed && hidden.length === 0,
    ...(recurs && { recurs }),
  });
}

interface Outcome {
  readonly action: 'keep' | 'update' | 'replace';
  readonly keys: readonly string[];
  readonly reasons: readonly string[];
  /** What the device compares and does not report, in plain words. */
  readonly hidden: readonly string[];
  readonly recurs?: true;
}

function compared(node: InventoryNode, container: Container): Outcome {
  const current = readReport(node.parameters);
  const desired = reportOf(container);
  const found = differences(current, desired);
  const action = actionOf(found);
  const recurs = found.length > 0 && found.every((it) => it.recurs);
  return {
    action,
    ...(recurs && { recurs }),
    keys: found.filter(({ change }) => change === action).map(({ key }) => key),
    reasons: [
      ...(found.length > 0
        ? found.map(({ reason }) => reason)
        : [t('Nothing that the device reports differs.')]),
      ...(action === 'update' ? keptLimits(current, container) : []),
      ...(action === 'replace' ? [] : starting(node)),
    ],
    hidden: action === 'replace' ? [] : hiddenDifferences(current, container),
  };
}

function actionOf(found: readonly Difference[]): Outcome['action'] {
  if (found.length === 0) return 'keep';
  return found.some(({ change }) => change === 'replace') ? 'replace' : 'update';
}

/** Without any limit in the manifest the present ones are not touched (container-management: mgr/mgr.go, Update). */
function keptLimits({ single }: ContainerReport, container: Container): string[] {
  const limited = (it: Pick<Container, 'memory' | 'memoryReservation' | 'memorySwap'>) =>
    it.memory !== '' || it.memoryReservation !== '' || it.memorySwap !== '';
  return limited(single) && !limited(container)
    ? [t('The device takes no limit away from a container that it updates in place: the present ones stay.')]
    : [];
}

/** A container that is kept has to run in the end. */
function starting({ parameters }: InventoryNode): string[] {
  const status = parameters.findLast(({ key }) => key === 'status')?.value ?? '';
  return status === '' || status === 'Running' ? [] : [t('It is {0}: the device starts it.', status)];
}

/**
 * Two containers can differ for the device and look the same in its report
 * (container-management: updateagent/from_containers.go, hostConfigParameters; util/containers_parse.go). Told is what
 * there is a sign of. There is none of extra capabilities, which only a container has that was made in another way, and
 * of limits that are there but empty, which `memorySwap` of -1 leaves where `memory` is not set.
 */
function hiddenDifferences({ single }: ContainerReport, container: Container): string[] {
  const hidden: string[] = [];
  if (single.logDriver === 'none' && container.logDriver === 'none') {
    const path = container.logPath === '' ? t('has any') : t('has another one than {0}', container.logPath);
    hidden.push(
      t(
        'The inventory cannot tell the logPath of a container whose logDriver is none: if it {0}, the device replaces it.',
        path,
      ),
    );
  }
  if (container.ports.some(({ hostPort }) => hostPort === 0))
    hidden.push(
      t(
        'The inventory cannot tell where a range of host ports ends that begins with 0: if it differs, the device replaces the container.',
      ),
    );
  return hidden;
}
