/** What containers share, kept while it stays the same: most changes are of one container and touch nothing of it. */
import { perItem } from '../text/perItem.ts';
import { perNode } from '../text/perNode.ts';
import type { Containers, ContainerView } from './rule.ts';

type Traits = Pick<Containers, 'nameHosts' | 'pinImages'> & { readonly ports: readonly number[] };

export function createContainersReader(): (views: readonly ContainerView[]) => Containers {
  const traits = perItem(traitsOf, sameTraits);
  const sharedBy = perNode(sharedByAll);
  return (views) => ({ views, ...sharedBy(traits(views)) });
}

function traitsOf({ shared }: ContainerView): Traits {
  return {
    ports: shared.hostPorts.map(({ port }) => port.hostPort),
    nameHosts: shared.hostNames.length > 0,
    pinImages: shared.image?.value.includes('@') ?? false,
  };
}

function sameTraits(one: Traits, other: Traits): boolean {
  return (
    one.nameHosts === other.nameHosts &&
    one.pinImages === other.pinImages &&
    one.ports.length === other.ports.length &&
    one.ports.every((port, index) => port === other.ports[index])
  );
}

function sharedByAll(traits: readonly Traits[]): Omit<Containers, 'views'> {
  const ports = traits.flatMap((it) => it.ports);
  return {
    sharePorts: new Set(ports).size < ports.length,
    nameHosts: traits.some((it) => it.nameHosts),
    pinImages: traits.some((it) => it.pinImages),
  };
}
