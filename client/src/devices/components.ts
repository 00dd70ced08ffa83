/** Inventories as lists of installed components. */
import type { Dependency } from '../protocol/softwareUpdatable.ts';
import type { DeviceState, Parameter, SoftwareNode } from '../protocol/updateManager.ts';
import type { InstalledComponent } from './device.ts';

/** A device can report more than a person wants to see, and more than we want to keep. */
const mostComponents = 5000;

/** The domains that have an update agent: each agent is a node with the parameter `domain` (update-manager: inventory). */
export function domainsOf({ nodes }: DeviceState): readonly string[] {
  return [...new Set(nodes.flatMap(agentDomain))].sort();
}

function agentDomain({ parameters }: SoftwareNode): readonly string[] {
  return parameters.filter(({ key, value }) => key === 'domain' && value !== '').map(({ value }) => value);
}

/** What is installed in the domains: the nodes named `<domain>:<id>`. The manager and its agents are left out. */
export function componentsOf(state: DeviceState): readonly InstalledComponent[] {
  const domains = domainsOf(state);
  return state.nodes.flatMap((node) => component(node, domains)).slice(0, mostComponents);
}

function component(node: SoftwareNode, domains: readonly string[]): readonly InstalledComponent[] {
  const domain = domains.find((it) => node.id.startsWith(`${it}:`));
  if (domain === undefined || agentDomain(node).length > 0) return [];
  const status = node.parameters.find(({ key }) => key === 'status')?.value;
  return [
    {
      domain,
      id: node.id.slice(domain.length + 1),
      ...(node.version !== undefined && { version: node.version }),
      ...(status && { status }),
      ...(node.type !== undefined && { type: node.type }),
      parameters: node.parameters.map(masked),
    },
  ];
}

/** What SoftwareUpdatable says is installed; its `name` is what a remove has to name. */
export function dependencyComponents(dependencies: readonly Dependency[]): readonly InstalledComponent[] {
  return dependencies.slice(0, mostComponents).map(({ name, version, group, type }) => ({
    domain: '',
    id: name,
    ...(version !== undefined && { version }),
    ...(type !== undefined && { type }),
    parameters: group ? [{ key: 'group', value: group }] : [],
  }));
}

const mask = '•••';

/** Devices report environment variables in the clear; their values may be secrets, so only the names are kept. */
function masked({ key, value }: Parameter): Parameter {
  if (key === 'env') return { key, value: value.replace(/=.*$/s, `=${mask}`) };
  return /password|passwd|secret|token/i.test(key) ? { key, value: mask } : { key, value };
}
