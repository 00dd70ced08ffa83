/** A desired state out of an inventory: the domains, and in each what it runs. Pure. */
import { t } from '@vscode/l10n';
import { containersDomain } from '../agents/containers.ts';
import { osImageComponent, selfUpdateDomain, selfUpdateRejections } from '../agents/selfUpdate.ts';
import type { ImportNote } from '../messages.ts';
import { beforeColon, type Inventory, type InventoryNode, nodesByDomain } from '../plan/inventory.ts';
import { type ImportedComponent, importComponent, type Secrets } from './components.ts';

export interface ImportedDomain {
  readonly id: string;
  readonly components: readonly ImportedComponent[];
}

export interface DomainsImport {
  readonly domains: readonly ImportedDomain[];
  readonly notes: readonly ImportNote[];
}

/**
 * The domains in the order of their agents, their components by name: the order of a report is random. A domain that runs
 * nothing is left out, and with it all that its agent would be told; `containers` is not, since a manifest without it
 * would say nothing of the containers that it wants gone.
 */
export function importDomains(inventory: Inventory, secrets: Secrets): DomainsImport {
  const notes: ImportNote[] = [];
  const nodesOf = nodesByDomain(inventory.nodes);
  const domains = domainsOf(inventory).flatMap((id): ImportedDomain[] => {
    const read = importDomain(id, nodesOf(id), secrets);
    for (const note of read.notes) notes.push(note);
    return read.components.length > 0 || id === containersDomain ? [{ id, components: read.components }] : [];
  });
  return { domains, notes };
}

function domainsOf({ agents, nodes }: Inventory): readonly string[] {
  const reported = nodes.filter(({ id }) => id.includes(':')).map(({ id }) => beforeColon(id));
  const known = new Set([...agents, ...reported.sort()]);
  // Where nothing at all is told, a plan takes it for a device that has containers and runs none.
  return known.size > 0 ? [...known] : [containersDomain];
}

function importDomain(
  domain: string,
  nodes: readonly InventoryNode[],
  secrets: Secrets,
): { readonly components: readonly ImportedComponent[]; readonly notes: readonly ImportNote[] } {
  const components = new Map<string, ImportedComponent>();
  const notes: ImportNote[] = [];
  for (const { id, node, times } of grouped(domain, nodes)) {
    if (id === '') {
      notes.push(leftOut(node, t('It has no name, so no manifest can speak of it.')));
      continue;
    }
    const read = importComponent(domain, node, secrets);
    if (domain === selfUpdateDomain && !isImportable(read.component)) {
      notes.push(leftOut(node, selfUpdateWords(read.component)));
      continue;
    }
    components.set(id, read.component);
    for (const note of read.notes) notes.push(note);
    if (times > 1)
      notes.push({
        kind: 'lost',
        component: node.id,
        keys: [],
        message: t(
          'The device has {0} of this name, and a manifest can speak of one: it is the last that is reported.',
          times,
        ),
      });
  }
  return { components: [...components.values()], notes };
}

/** By name; the last of a name counts, as a plan takes it. */
function grouped(
  domain: string,
  nodes: readonly InventoryNode[],
): readonly { readonly id: string; readonly node: InventoryNode; readonly times: number }[] {
  const found = new Map<string, { id: string; node: InventoryNode; times: number }>();
  for (const node of nodes) {
    const id = node.id.slice(domain.length + 1);
    found.set(id, { id, node, times: (found.get(id)?.times ?? 0) + 1 });
  }
  return [...found.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The agent rejects its domain where the image has no bundle, which it need not report. */
function isImportable(component: ImportedComponent): boolean {
  return component.id !== osImageComponent || selfUpdateRejections([component]).length === 0;
}

function selfUpdateWords({ version }: ImportedComponent): string {
  return t(
    'Left out: the device has installed {0}, and does not tell from which bundle. What no manifest names in this domain stays as it is.',
    version || t('no version that it tells'),
  );
}

function leftOut({ id }: InventoryNode, message: string): ImportNote {
  return { kind: 'left-out', component: id, keys: [], message };
}
