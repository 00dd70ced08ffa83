/** The inventory of a device as it is kept: bounded, and without the values of secrets. */
import type { DeviceState, InventoryNode, Parameter } from '../protocol/updateManager.ts';
import type { Inventory } from './device.ts';
import { maskedParameters } from './masking.ts';

/** A device can report more than a person wants to see, and more than we want to keep. */
const mostNodes = 5000;
const mostParameters = 500;
/** Characters of one id, key or value. */
const longestText = 4000;
/** Characters of all together. */
const mostText = 2_000_000;

export function inventoryOf(state: DeviceState, time: number): Inventory {
  const budget = { nodes: mostNodes, text: mostText };
  const software = within(state.nodes, budget);
  const hardware = within(state.hardware, budget);
  const known = new Set([...software, ...hardware].map(({ id }) => id));
  const associations = state.associations
    .filter(({ source, target }) => known.has(source) && known.has(target))
    .slice(0, mostNodes);
  return {
    activityId: shortened(state.activityId),
    time,
    software,
    hardware,
    associations,
    leftOut: state.nodes.length + state.hardware.length - software.length - hardware.length,
    size: mostText - budget.text,
  };
}

/** The first nodes, as many as the budget allows; it is less by them afterwards. */
function within<Node extends InventoryNode>(
  nodes: readonly Node[],
  budget: { nodes: number; text: number },
): readonly Node[] {
  const kept: Node[] = [];
  for (const node of nodes) {
    if (budget.nodes <= 0 || budget.text <= 0) break;
    const bounded = boundedNode(node);
    kept.push(bounded);
    budget.nodes -= 1;
    budget.text -= sizeOf(bounded);
  }
  return kept;
}

function boundedNode<Node extends InventoryNode>(node: Node): Node {
  const { version, name, type } = node;
  return {
    ...node,
    id: shortened(node.id),
    ...(version !== undefined && { version: shortened(version) }),
    ...(name !== undefined && { name: shortened(name) }),
    ...(type !== undefined && { type: shortened(type) }),
    parameters: maskedParameters(node.parameters.slice(0, mostParameters)).map(shortParameter),
  };
}

function shortParameter({ key, value }: Parameter): Parameter {
  return { key: shortened(key), value: shortened(value) };
}

/** A text of a device as far as it is kept. */
export function shortened(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** What it takes in memory, about: every node costs something. */
function sizeOf({ id, name = '', version = '', type = '', parameters }: InventoryNode): number {
  const own = id.length + name.length + version.length + type.length + 100;
  return parameters.reduce((sum, { key, value }) => sum + key.length + value.length + 20, own);
}
