/** Names in a desired state: what a reference leads to, what a domain holds, what a version decides. */
import { containersDomain } from '../../agents/containers.ts';
import { imageVersion } from '../../agents/containerValues.ts';
import { type Component, readComponent } from '../../manifest/model.ts';
import type { SchemaLookup } from '../../schema/lookup.ts';
import { asArray, asObject, asText, field, nodeAtPath } from '../../text/tree.ts';
import { bold, code, word } from '../markdown.ts';
import { isItemOf, isReference, isStep } from '../place.ts';
import { type About, paragraphs } from './about.ts';

/** Undefined for every other place. `lineOf`: the line, from 1, at which a node stands. */
export function referenceText(
  { node, path }: About,
  text: string,
  lineOf: (component: Component) => number,
): string | undefined {
  if (!isReference(path)) return undefined;
  const colon = text.indexOf(':');
  if (colon < 0)
    return `${code(text)} names no domain: a reference is \`<domain>:<component>\`. The device drops it.`;
  const domain = text.slice(0, colon);
  const id = text.slice(colon + 1);
  const state = asObject(nodeAtPath(node, path.slice(0, -4)));
  const domains = asArray(field(state, 'domains')?.value)?.items ?? [];
  // Of domains with one id the last one counts on the device.
  const found = domains.map(asObject).findLast((it) => asText(field(it, 'id')?.value) === domain);
  if (found === undefined)
    return `There is no domain ${code(domain)} in this desired state: the device drops this reference without a word.`;
  const components = asArray(field(found, 'components')?.value)?.items ?? [];
  const target = components.map(asObject).findLast((it) => asText(field(it, 'id')?.value) === id);
  if (target === undefined)
    return `The domain ${code(domain)} lists no component ${code(id)}: the device rejects the update.`;
  const component = readComponent(target);
  const { version } = component;
  const image = imageOf(component);
  return paragraphs(
    `${bold(id)}${version === '' ? '' : ` ${word(version)}`} in the domain ${code(domain)}, line ${lineOf(component)}`,
    image && `Image: ${code(image)}`,
  );
}

/** What a domain's id, or a component's id or version says beyond the schema. */
export function nameText(about: About, text: string): string | undefined {
  const { path, lookup } = about;
  const owner = path.slice(0, -1);
  const name = path.at(-1);
  if (isItemOf(owner, 'domains') && isStep(name, 'id')) return domainText(about, text, lookup);
  const domainPath = owner.slice(0, -2);
  if (!isItemOf(owner, 'components') || !isItemOf(domainPath, 'domains')) return undefined;
  const domain = asText(field(asObject(nodeAtPath(about.node, domainPath)), 'id')?.value);
  const node = asObject(nodeAtPath(about.node, owner));
  if (domain === '' || node === undefined) return undefined;
  if (isStep(name, 'id')) return `Baselines and feedback call it ${code(`${domain}:${text}`)}.`;
  if (!isStep(name, 'version') || domain !== containersDomain) return undefined;
  return versionText(readComponent(node));
}

function domainText({ node, path }: About, id: string, lookup: SchemaLookup): string {
  const title = lookup.vocabulary(id)?.title;
  const components = asArray(field(asObject(nodeAtPath(node, path.slice(0, -1))), 'components')?.value);
  const count = components?.items.length ?? 0;
  const agent = title === undefined ? 'An update agent of your own' : title;
  const held = count === 0 ? 'nothing: **all that it runs is removed**' : counted(count);
  return `${agent}. Here it shall have ${held}.`;
}

function counted(count: number): string {
  return count === 1 ? '1 component' : `${count} components`;
}

function versionText(component: Component): string {
  const image = imageOf(component);
  const { id, version } = component;
  if (image === undefined) return `There is no \`image\`: the device pulls ${code(`${id}:${version}`)}.`;
  const reported = imageVersion(image);
  const runs = `What runs is the image ${code(image)}`;
  if (reported === undefined) return `${runs}; the device reports \`n/a\` as its version.`;
  return reported === version
    ? `${runs}, of the same version.`
    : `${runs}: **the device reports ${code(reported)}**, and ${code(version)} only shows in feedback.`;
}

function imageOf({ config }: Component): string | undefined {
  return config.findLast((entry) => entry.key === 'image')?.value;
}
