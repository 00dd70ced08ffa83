/**
 * Versions that the documents know, the likeliest first: the tag of the component's image; what the same component has
 * elsewhere; what others of the same image have; then what most components of the domain, of the manifest, and of other
 * open manifests have: what is released together often has one version.
 */

import { t } from '@vscode/l10n';
import type { ManifestDocument } from '../../manifest/document.ts';
import { componentCount } from '../../manifest/words.ts';
import type { Node } from '../../text/node.ts';
import { asArray, asObject, asText, field, nodeAtPath, type Path } from '../../text/tree.ts';
import { type Ask, entryOf } from './ask.ts';
import type { Proposal } from './containerValues.ts';
import type { ListIndex } from './listIndex.ts';
import { type Neighbour, repositoryOf } from './neighbours.ts';

/** So many are offered. */
const fewEnough = 20;

/** `owner`: the path to the component. */
export function versionsFor(ask: Ask, owner: Path): readonly Proposal[] {
  const own = asObject(nodeAtPath(ask.root.node, owner));
  const image = own && ask.document.componentOf(own).config.findLast(({ key }) => key === 'image')?.value;
  const id = entryOf(ask.cursor.levels[owner.length], 'id') ?? '';
  const repository = repositoryOf(image ?? id);
  const domain = entryOf(ask.cursor.levels[owner.length - 2], 'id') ?? '';
  const found = new Tally();
  for (const { index, ...place } of listsAround(ask, owner.slice(0, -4))) {
    const isOther = ({ component }: Neighbour) => component.node !== own && component.version !== '';
    const add = (neighbours: readonly Neighbour[] = [], distance: Distance) => {
      for (const it of neighbours.filter(isOther))
        found.add(it.component.version, 1, it, place.file, distance);
    };
    if (id !== '') add(index.byId.get(id), 'same component');
    if (repository !== '') add(index.byRepository.get(repository), 'same image');
    for (const { version, count, users } of index.versions) {
      const user = users.find(isOther);
      const others = count - Number(users.some((it) => !isOther(it)));
      if (user) found.add(version, others, user, place.file, distanceOf(place, domain));
    }
  }
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image ?? '')?.[1];
  const others = found.likeliest().filter(({ text }) => text !== tag);
  return tag === undefined ? others : [{ text: tag, detail: t('tag of the image') }, ...others];
}

/** The nearest first. */
const distances = ['same component', 'same image', 'same domain', 'same manifest', 'elsewhere'] as const;
type Distance = (typeof distances)[number];

function distanceOf({ domain, file }: Place, own: string): Distance {
  if (file !== undefined) return 'elsewhere';
  return domain === own ? 'same domain' : 'same manifest';
}

interface Place {
  readonly domain: string;
  /** The name of the file, where it is another one. */
  readonly file: string | undefined;
}

interface List extends Place {
  readonly index: ListIndex;
}

/** The components of the desired state at the path, and of the other manifests that are open. */
function* listsAround(ask: Ask, state: Path): Iterable<List> {
  yield* listsOf(ask, ask.document, nodeAtPath(ask.root.node, state), undefined);
  for (const { node } of ask.document.roots)
    if (node !== ask.root.node) yield* listsOf(ask, ask.document, stateIn(node), undefined);
  for (const document of ask.openDocuments()) {
    if (document.uri === ask.document.uri) continue;
    const file = decodeURIComponent(document.uri.replace(/^.*\//, ''));
    for (const { node } of document.roots) yield* listsOf(ask, document, stateIn(node), file);
  }
}

function* listsOf(
  { neighboursIn }: Ask,
  { componentOf }: ManifestDocument,
  state: Node | undefined,
  file: string | undefined,
): Iterable<List> {
  for (const item of asArray(field(asObject(state), 'domains')?.value)?.items ?? []) {
    const list = asArray(field(asObject(item), 'components')?.value);
    const domain = asText(field(asObject(item), 'id')?.value);
    if (list) yield { index: neighboursIn(list, componentOf).index, domain, file };
  }
}

/** The desired state of a manifest in any form. */
function stateIn(root: Node | undefined): Node | undefined {
  return ['value', 'desiredState'].reduce((node, name) => field(asObject(node), name)?.value ?? node, root);
}

interface Counted {
  readonly version: string;
  readonly distance: number;
  readonly user: Neighbour;
  readonly file: string | undefined;
  count: number;
}

/** Versions with what is nearest of those that have them. */
class Tally {
  readonly #found = new Map<string, Counted>();

  add(version: string, count: number, user: Neighbour, file: string | undefined, distance: Distance): void {
    const near = distances.indexOf(distance);
    const known = this.#found.get(version);
    if (!known || near < known.distance)
      this.#found.set(version, { version, distance: near, user, file, count });
    else if (near === known.distance) known.count += count;
  }

  /** By the nearest that has it, then by how many have it. */
  likeliest(): readonly Proposal[] {
    return [...this.#found.values()]
      .sort((one, other) => one.distance - other.distance || other.count - one.count)
      .slice(0, fewEnough)
      .map((it) => ({ text: it.version, detail: whose(it) }));
  }
}

function whose({ user, file, count }: Counted): string {
  const place = file === undefined ? '' : t(' in {0}', file);
  const { id } = user.component;
  return count > 1 || id === ''
    ? t('version of {0}{1}', componentCount(count), place)
    : t('version of {0}{1}', id, place);
}
