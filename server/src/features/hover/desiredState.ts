/** Names in a desired state: what a reference leads to, what a domain holds, what a version decides. */

import { t } from '@vscode/l10n';
import { containersDomain } from '../../agents/containers.ts';
import { imageVersion } from '../../agents/containerValues.ts';
import { type Component, readComponent } from '../../manifest/model.ts';
import { componentCount } from '../../manifest/words.ts';
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
    return t('{0} names no domain: a reference is `<domain>:<component>`. The device drops it.', code(text));
  const domain = text.slice(0, colon);
  const id = text.slice(colon + 1);
  const state = asObject(nodeAtPath(node, path.slice(0, -4)));
  const domains = asArray(field(state, 'domains')?.value)?.items ?? [];
  // Of domains with one id the last one counts on the device.
  const found = domains.map(asObject).findLast((it) => asText(field(it, 'id')?.value) === domain);
  if (found === undefined)
    return t(
      'There is no domain {0} in this desired state: the device drops this reference without a word.',
      code(domain),
    );
  const components = asArray(field(found, 'components')?.value)?.items ?? [];
  const target = components.map(asObject).findLast((it) => asText(field(it, 'id')?.value) === id);
  if (target === undefined)
    return t('The domain {0} lists no component {1}: the device rejects the update.', code(domain), code(id));
  const component = readComponent(target);
  const { version } = component;
  const image = imageOf(component);
  return paragraphs(
    t(
      '{0}{1} in the domain {2}, line {3}',
      bold(id),
      version === '' ? '' : ` ${word(version)}`,
      code(domain),
      lineOf(component),
    ),
    image && t('Image: {0}', code(image)),
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
  if (isStep(name, 'id')) return t('Baselines and feedback call it {0}.', code(`${domain}:${text}`));
  if (!isStep(name, 'version') || domain !== containersDomain) return undefined;
  return versionText(readComponent(node));
}

function domainText({ node, path }: About, id: string, lookup: SchemaLookup): string {
  const title = lookup.vocabulary(id)?.title;
  const components = asArray(field(asObject(nodeAtPath(node, path.slice(0, -1))), 'components')?.value);
  const count = components?.items.length ?? 0;
  const agent = title === undefined ? t('An update agent of your own') : title;
  return count === 0
    ? t('{0}. Here it shall have nothing: **all that it runs is removed**.', agent)
    : t('{0}. Here it shall have {1}.', agent, componentCount(count));
}

function versionText(component: Component): string {
  const image = imageOf(component);
  const { id, version } = component;
  if (image === undefined) return t('There is no `image`: the device pulls {0}.', code(`${id}:${version}`));
  const reported = imageVersion(image);
  const runs = t('What runs is the image {0}', code(image));
  if (reported === undefined) return t('{0}; the device reports `n/a` as its version.', runs);
  return reported === version
    ? t('{0}, of the same version.', runs)
    : t(
        '{0}: **the device reports {1}**, and {2} only shows in feedback.',
        runs,
        code(reported),
        code(version),
      );
}

function imageOf({ config }: Component): string | undefined {
  return config.findLast((entry) => entry.key === 'image')?.value;
}
