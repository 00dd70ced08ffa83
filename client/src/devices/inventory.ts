/** The inventory of a device as it is kept: bounded, and without the values of secrets. */
import type { DeviceState, InventoryNode, Parameter } from '../protocol/updateManager.ts';
import type { Inventory } from './device.ts';
import { maskedParameters } from './masking.ts';
import type { Shared } from './shared.ts';

/** A device can report more than a person wants to see, and more than we want to keep. */
const mostNodes = 5000;
const mostParameters = 500;
/** Characters of one id, key or value. */
const longestText = 4000;
/** Characters of all together. */
const mostText = 2_000_000;

interface Budget {
  /** How many nodes, and characters of all together, are still to be kept. */
  nodes: number;
  text: number;
  /** Characters that are kept of this device alone. */
  own: number;
  readonly shared: Shared;
}

/** `shared`: with the other devices. */
export function inventoryOf(state: DeviceState, time: number, shared: Shared): Inventory {
  const budget: Budget = { nodes: mostNodes, text: mostText, own: 0, shared };
  const software = within(state.nodes, budget);
  const hardware = within(state.hardware, budget);
  const known = new Set([...software, ...hardware].map(({ id }) => id));
  const associations = state.associations
    .filter(({ source, target }) => known.has(source) && known.has(target))
    .slice(0, mostNodes)
    .map(({ source, target }) => ({ source: shared.text(source), target: shared.text(target) }));
  return {
    activityId: shortened(state.activityId),
    time,
    software,
    hardware,
    associations,
    leftOut: state.nodes.length + state.hardware.length - software.length - hardware.length,
    size: budget.own,
  };
}

/** The first nodes, as many as the budget allows; it is less by them afterwards. */
function within<Node extends InventoryNode>(nodes: readonly Node[], budget: Budget): readonly Node[] {
  const kept: Node[] = [];
  for (const node of nodes) {
    if (budget.nodes <= 0 || budget.text <= 0) break;
    budget.nodes -= 1;
    kept.push(boundedNode(node, budget));
  }
  return kept;
}

function boundedNode<Node extends InventoryNode>(node: Node, budget: Budget): Node {
  const { version, name, type } = node;
  const text = (long: string) => budget.shared.text(shortened(long));
  const bounded = {
    ...node,
    id: text(node.id),
    ...(version !== undefined && { version: text(version) }),
    ...(name !== undefined && { name: text(name) }),
    ...(type !== undefined && { type: text(type) }),
    parameters: boundedParameters(node.parameters, budget),
  };
  spend(budget, bounded.id.length + nodeSize, nodeSize);
  return bounded;
}

function boundedParameters(parameters: readonly Parameter[], budget: Budget): readonly Parameter[] {
  const bounded = parameters.length > mostParameters ? parameters.slice(0, mostParameters) : parameters;
  return maskedParameters(bounded).map((masked) => {
    const { parameter, isKnown } = budget.shared.parameter(shortParameter(masked));
    const size = parameter.key.length + parameter.value.length + parameterSize;
    spend(budget, size, isKnown ? sharedSize : size);
    return parameter;
  });
}

function shortParameter(parameter: Parameter): Parameter {
  const key = shortened(parameter.key);
  const value = shortened(parameter.value);
  return key === parameter.key && value === parameter.value ? parameter : { key, value };
}

/** A text of a device as far as it is kept. */
export function shortened(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

function spend(budget: Budget, text: number, own: number): void {
  budget.text -= text;
  budget.own += own;
}

/** What each takes in memory besides its characters, about; one that other devices report alike takes hardly anything. */
const nodeSize = 100;
const parameterSize = 20;
const sharedSize = 8;
