/** The device's whole inventory out of its domains' (update-manager: updatem/orchestration/update_manager_inventory.go). */
import type { Inventory } from './types.ts';

type SoftwareNode = NonNullable<NonNullable<Inventory['softwareNodes']>[number]>;

/** update-manager's own node and, below it, each domain's root node. */
export function fullInventory(
  domain: string,
  version: string,
  domains: ReadonlyMap<string, Inventory>,
): Inventory {
  const own: SoftwareNode = {
    id: `${domain}-update-manager`,
    version,
    name: 'Update Manager',
    parameters: null,
    type: 'APPLICATION',
  };
  const hardwareNodes: NonNullable<Inventory['hardwareNodes']> = [];
  const softwareNodes: NonNullable<Inventory['softwareNodes']> = [own];
  const associations: NonNullable<Inventory['associations']> = [];
  for (const [id, inventory] of domains) {
    hardwareNodes.push(...(inventory.hardwareNodes ?? []));
    softwareNodes.push(...(inventory.softwareNodes ?? []));
    const root = rootNode(id, inventory);
    if (root === undefined) continue;
    associations.push({ sourceId: own.id, targetId: root.id }, ...(inventory.associations ?? []));
  }
  return { hardwareNodes, softwareNodes, associations };
}

function rootNode(domain: string, inventory: Inventory): SoftwareNode | undefined {
  const nodes = (inventory.softwareNodes ?? []).filter((node) => node !== null);
  const named = nodes.find(
    (node) =>
      node.type === 'APPLICATION' &&
      (node.parameters ?? []).some((parameter) => parameter?.key === 'domain' && parameter.value === domain),
  );
  return named ?? nodes[0];
}
