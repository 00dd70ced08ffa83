import { containersDomain } from '../../agents/containers.ts';
import type { ConfigEntry, DesiredState, Domain, Reference } from '../../manifest/model.ts';

/** The domains that count: of several with one id the last (update-manager: api/types/desired_state.go, SplitPerDomains). */
export function effectiveDomains(state: DesiredState): ReadonlyMap<string, Domain> {
  return new Map(state.domains.map((domain) => [domain.id, domain]));
}

/** Does the agent of this domain get the reference? It stands before the first, or any later, colon as a whole. */
export function belongsTo(reference: Reference, domain: string): boolean {
  return reference.text.startsWith(`${domain}:`);
}

/** The domain that containers are in, if the device gets one. */
export function containersOf(state: DesiredState | undefined): Domain | undefined {
  return state && effectiveDomains(state).get(containersDomain);
}

export interface SystemContainers {
  readonly entry: ConfigEntry;
  readonly names: readonly string[];
}

/** The containers that the domain itself protects: no update touches them (container-management: update_operation.go). */
export function systemContainersOf(domain: Domain): SystemContainers | undefined {
  const entry =
    domain.id === containersDomain
      ? domain.config.findLast(({ key }) => key === 'systemContainers')
      : undefined;
  return entry && { entry, names: entry.value.split(',').map((name) => name.trim()) };
}
