/** Missing parts of a manifest, to be filled in: what the author has to say stands in them as `<…>`. */
import { osImageComponent } from '../agents/selfUpdate.ts';
import type { JsonValue, Node, ObjectNode, Property } from '../text/node.ts';
import { fix } from './fixes.ts';
import type { Fix } from './rule.ts';

export const containerSkeleton: JsonValue = {
  id: 'my-app',
  version: '<version>',
  config: [{ key: 'image', value: '<registry>/my-app:<version>' }],
};

export const domainSkeleton: JsonValue = { id: 'containers', components: [containerSkeleton] };

export const osImageSkeleton: JsonValue = {
  id: osImageComponent,
  version: '<version>',
  config: [{ key: 'image', value: '<url of the bundle>' }],
};

export const artifactSkeleton: JsonValue = {
  filename: '<file>',
  download: { HTTPS: { url: 'https://<host>/<file>' } },
  checksums: { SHA256: '<sha256>' },
};

export const moduleIdSkeleton: JsonValue = { name: '<name>', version: '<version>' };

export const moduleSkeleton: JsonValue = { softwareModule: moduleIdSkeleton, artifacts: [artifactSkeleton] };

export const softwareSkeleton: JsonValue = { name: '<container id>' };

/** The first item of a list that is empty, null, or not there. */
export function firstItem(
  title: string,
  item: JsonValue,
  list: Node | undefined,
  holder?: ObjectNode,
  name = '',
): Fix[] {
  if (list?.type === 'array') return [fix(title, { op: 'append', list, item })];
  if (list) return [fix(title, { op: 'replace', value: list, by: [item] })];
  return holder ? [fix(title, { op: 'add', object: holder, name, value: [item] })] : [];
}

/** A property that is not there, or null. */
export function fillProperty(
  title: string,
  object: ObjectNode | undefined,
  property: Property | undefined,
  name: string,
  value: JsonValue,
  first = false,
): Fix[] {
  if (property?.value) return [fix(title, { op: 'replace', value: property.value, by: value })];
  return object ? [fix(title, { op: 'add', object, name, value, first })] : [];
}
