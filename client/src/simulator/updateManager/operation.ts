/** One update on its way through all domains (update-manager: updatem/orchestration/update_operation.go). */
import { Panic } from '../daemon.ts';
import { Channel } from '../go/sync.ts';
import type { DomainAgent } from './domainAgent.ts';
import type { Action, Baseline, DesiredState } from './types.ts';

/** In the order in which they are sent. */
export const commands = ['DOWNLOAD', 'UPDATE', 'ACTIVATE', 'CLEANUP'] as const;
export type CommandName = (typeof commands)[number] | 'ROLLBACK';

/** What a wait for a channel ended with. */
export type Signal = boolean;

export class Operation {
  status = 'IDENTIFYING';
  delayedStatus = '';
  delayedError = '';
  errorMessage = '';
  /** Status of each domain. */
  readonly domains = new Map<string, string>();
  /** Latest action of each component, by domain. Two components of one id are one here. */
  readonly actions = new Map<string, Map<string, Action>>();
  readonly commands = new Map<string, Channel<Signal>>(commands.map((name) => [name, new Channel()]));
  readonly done = new Channel<Signal>();
  readonly failed = new Channel<Signal>();
  readonly consented = new Channel<Signal>();
  readonly rolledBack = new Channel<Signal>();

  constructor(
    readonly activityId: string,
    readonly states: ReadonlyMap<DomainAgent, DesiredState>,
  ) {
    for (const agent of states.keys()) this.domains.set(agent.domain, 'IDENTIFYING');
  }

  /** The next command may be sent, or (false) there is nothing more to do. */
  signal(command: CommandName, value: Signal): void {
    this.commands.get(command)?.send(value);
  }
}

/**
 * The part of a desired state that each domain's agent gets: of two domains with one id the last wins, and of the
 * baselines only the components of that domain are left (api/types/desired_state.go, SplitPerDomains).
 * @throws Panic where a domain or a baseline is null
 */
export function splitByDomain(desiredState: DesiredState): Map<string, DesiredState> {
  const split = new Map<string, DesiredState>();
  for (const domain of desiredState.domains ?? []) {
    if (domain === null) throw new Panic('a null in "domains" (nil dereference in SplitPerDomains).');
    split.set(domain.id, { baselines: baselinesOf(desiredState, domain.id), domains: [domain] });
  }
  return split;
}

function baselinesOf(desiredState: DesiredState, domain: string): Baseline[] {
  return (desiredState.baselines ?? []).flatMap((baseline) => {
    if (baseline === null) {
      throw new Panic('a null in "baselines" (nil dereference in GetBaselinesForDomain).');
    }
    const components = (baseline.components ?? []).filter((component) => component.startsWith(`${domain}:`));
    return components.length === 0 ? [] : [{ ...baseline, components }];
  });
}
