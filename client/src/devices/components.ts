/** Inventories as lists of installed components. */
import { isContainersThing } from '../protocol/thing.ts';
import type { InventoryNode } from '../protocol/updateManager.ts';
import type { InstalledComponent, Inventory, SoftwareOfThing } from './device.ts';

/** The domains that have an update agent: each agent is a node with the parameter `domain` (update-manager: inventory). */
export function domainsOf(nodes: readonly InventoryNode[]): readonly string[] {
  return [...new Set(nodes.flatMap(agentDomain))].sort();
}

function agentDomain({ parameters }: InventoryNode): readonly string[] {
  return parameters.filter(({ key, value }) => key === 'domain' && value !== '').map(({ value }) => value);
}

/** What is installed in the domains: the nodes named `<domain>:<id>`. The manager and its agents are left out. */
export function componentsOf(inventory: Inventory): readonly InstalledComponent[] {
  const domains = domainsOf(inventory.software);
  return inventory.software.flatMap((node) => component(node, domains));
}

function component(node: InventoryNode, domains: readonly string[]): readonly InstalledComponent[] {
  const domain = domains.find((it) => node.id.startsWith(`${it}:`));
  if (domain === undefined || agentDomain(node).length > 0) return [];
  const status = node.parameters.find(({ key }) => key === 'status')?.value;
  return [
    {
      domain,
      id: node.id.slice(domain.length + 1),
      ...(node.name !== undefined && { name: node.name }),
      ...(node.version !== undefined && { version: node.version }),
      ...(status && { status }),
      ...(node.type !== undefined && { type: node.type }),
      parameters: node.parameters,
    },
  ];
}

/** What a container says of itself in its own feature. */
export interface ContainerFeature {
  readonly name?: string;
  readonly status?: string;
}

/**
 * What SoftwareUpdatable says is installed; its `name` is what a remove has to name. For container-management this is
 * the container's id, so the name that people know comes from the container's own feature, else from its image.
 */
export function dependencyComponents(
  { thing, installed = [] }: SoftwareOfThing,
  containers: ReadonlyMap<string, ContainerFeature>,
): readonly InstalledComponent[] {
  return installed.map(({ name: id, version, group, type }) => {
    const container = containers.get(id);
    const name = container?.name ?? (isContainersThing(thing) ? imageName(group) : undefined);
    return {
      domain: '',
      id,
      ...(name !== undefined && name !== id && { name }),
      ...(version !== undefined && { version }),
      ...(container?.status !== undefined && { status: container.status }),
      ...(type !== undefined && { type }),
      parameters: group ? [{ key: 'group', value: group }] : [],
    };
  });
}

/** The last part of `docker.io/library/influxdb`. */
function imageName(group: string | undefined): string | undefined {
  return group?.split('/').at(-1) || undefined;
}
