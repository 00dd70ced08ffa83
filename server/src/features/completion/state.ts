/** What the desired state around the cursor already names: domains, components, references. */
import type { Component } from '../../manifest/model.ts';
import type { Node } from '../../text/node.ts';
import { asArray, asObject, asScalar, asString, field, nodeAtPath, type Path } from '../../text/tree.ts';
import type { Ask } from './ask.ts';

export interface NamedDomain {
  readonly id: string;
  readonly components: readonly Component[];
}

/** The domains of the desired state at `path`, as far as the text can be read. */
export function domainsOf({ document, root }: Ask, path: Path): NamedDomain[] {
  const state = asObject(nodeAtPath(root.node, path));
  return (asArray(field(state, 'domains')?.value)?.items ?? []).map(asObject).map((domain) => ({
    id: asString(field(domain, 'id')?.value) ?? '',
    components: (asArray(field(domain, 'components')?.value)?.items ?? [])
      .map(asObject)
      .filter((it) => it !== undefined)
      .map(document.componentOf),
  }));
}

/** All references of the baselines of the desired state at `path`. */
export function referencesOf(root: Node | undefined, path: Path): string[] {
  const state = asObject(nodeAtPath(root, path));
  return (asArray(field(state, 'baselines')?.value)?.items ?? [])
    .flatMap((baseline) => asArray(field(asObject(baseline), 'components')?.value)?.items ?? [])
    .map((item) => asScalar(item)?.value)
    .filter((value) => typeof value === 'string');
}
