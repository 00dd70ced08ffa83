/** Whole items of the lists of a manifest: components, domains, baselines, references, modules, artifacts, software. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Shape } from '../../text/shape.ts';
import { literal } from '../../text/shape.ts';
import type { Path } from '../../text/tree.ts';
import { code } from '../markdown.ts';
import { isItemOf, isStep } from '../place.ts';
import { type Ask, entryOf, lastLevel, siteAt } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { entries } from './configEntries.ts';
import * as content from './content.ts';
import { domainsOf, referencesOf } from './state.ts';

/** What may be an item of the list at `path`. */
export function items(ask: Ask, path: Path): Candidate[] {
  const list = path.at(-1);
  if (isStep(list, 'config')) return entries(ask, path) ?? [];
  if (isStep(list, 'domains')) return domains(ask, path);
  if (isStep(list, 'baselines')) return baselines(ask, path);
  if (isStep(list, 'components')) {
    const owner = path.slice(0, -1);
    if (isItemOf(owner, 'baselines')) return references(ask, path);
    return isItemOf(owner, 'domains') ? components(ask, path) : [];
  }
  if (isStep(list, 'artifacts')) return [item('artifact', t('a file to download'), content.artifact())];
  if (isStep(list, 'softwareModules'))
    return [item('software module', t('name, version, artifacts'), content.softwareModule())];
  if (isStep(list, 'software')) return [item('software', t('name and version'), content.software())];
  if (path.length > 0) return [];
  return ask.kinds.flatMap(({ operation, form }) => {
    if (form !== 'bare') return [];
    if (operation === 'install')
      return [item('software module', t('name, version, artifacts'), content.softwareModule())];
    return operation === 'remove' ? [item('software', t('name and version'), content.software())] : [];
  });
}

/** `name`: in English, which finds the item in every language. */
function item(name: string, detail: string, shape: Shape, rank: number = ranks.item): Candidate {
  return {
    label: itemLabels()[name] ?? name,
    detail,
    kind: CompletionItemKind.Snippet,
    rank,
    insert: { as: 'item', shape },
    search: `kanto-${name}`,
  };
}

/** Field names and `baseline` are the same in all languages, as ids are. */
const itemLabels = (): Readonly<Record<string, string>> => ({
  artifact: t('artifact'),
  component: t('component'),
  'component with settings': t('component with settings'),
  'software module': t('software module'),
});

function domains(ask: Ask, path: Path): Candidate[] {
  const used = new Set(domainsOf(ask, path.slice(0, -1)).map(({ id }) => id));
  const field = siteAt(ask, [...path, 0, 'id'])?.field;
  const known = [...(field?.enum ?? []), ...(field?.examples ?? [])].filter((id) => typeof id === 'string');
  const offered = known
    .filter((id) => !used.has(id))
    .map((id, index) =>
      item(`${id} domain`, ask.lookup.vocabulary(id)?.title ?? '', content.domain(id), ranks.item + index),
    );
  return [...offered, item('domain', t('id and components'), content.domain(undefined), ranks.item + 50)];
}

function components(ask: Ask, path: Path): Candidate[] {
  const id = entryOf(ask.cursor.levels[path.length - 1], 'id') ?? '';
  const missing = missingComponents(ask, path.slice(0, -3), id).map((name, index) =>
    item(name, t('named by a baseline, not in its domain yet'), content.component(name), ranks.best + index),
  );
  if (id === 'self-update') return [item('os-image', t('the operating system'), content.osImage())];
  if (id !== 'containers' && id !== '')
    return [...missing, item('component', t('id, version'), content.otherComponent())];
  return [
    ...missing,
    item('component', t('id, version, config'), content.component()),
    item(
      'component with settings',
      t('port, variable, mount, limits'),
      content.fullComponent(),
      ranks.item + 1,
    ),
  ];
}

/** Components that baselines name and that the domain does not have. `state`: the path to the desired state. */
export function missingComponents(ask: Ask, state: Path, domain: string): string[] {
  const listed = domainsOf(ask, state)
    .filter((it) => it.id === domain)
    .flatMap((it) => it.components.map((component) => component.id));
  const prefix = `${domain}:`;
  const named = referencesOf(ask.root.node, state)
    .filter((reference) => domain !== '' && reference.startsWith(prefix))
    .map((reference) => reference.slice(prefix.length));
  return [...new Set(named)].filter((id) => id !== '' && !listed.includes(id));
}

function baselines(ask: Ask, path: Path): Candidate[] {
  const free = freeReferences(ask, path.slice(0, -1), []);
  return [item('baseline', t('title and components'), content.baseline(free[0]?.reference))];
}

/** `<domain>:<component>` for each component that no baseline has yet: a second baseline with it makes the device reject the update. */
function references(ask: Ask, path: Path): Candidate[] {
  const written = ask.cursor.place === 'item' ? [ownText(ask)] : [];
  return freeReferences(ask, path.slice(0, -3), written)
    .filter(({ reference }) => !lastLevel(ask).items.includes(reference))
    .map(({ reference, detail, image }, index) => ({
      label: reference,
      ...(detail === '' ? {} : { detail }),
      ...(image === '' ? {} : { documentation: t('Image: {0}', code(image)) }),
      kind: CompletionItemKind.Reference,
      rank: ranks.best + index,
      insert: { as: 'item', shape: literal(reference) },
    }));
}

/** The item under the cursor as it is written now: it may be chosen again. */
function ownText({ document, cursor }: Ask): string {
  return document.parsed.text.slice(cursor.replace.start, cursor.replace.end).replaceAll(/^["']|["']$/g, '');
}

function freeReferences(ask: Ask, state: Path, allowed: readonly string[]) {
  const taken = new Set(referencesOf(ask.root.node, state).filter((it) => !allowed.includes(it)));
  return domainsOf(ask, state)
    .filter(({ id }) => id !== '')
    .flatMap(({ id, components: named }) =>
      named
        .filter((component) => component.id !== '')
        .map((component) => ({
          reference: `${id}:${component.id}`,
          detail: component.version,
          image: component.config.findLast((entry) => entry.key === 'image')?.value ?? '',
        })),
    )
    .filter(
      ({ reference }, index, all) =>
        !taken.has(reference) && all.findIndex((it) => it.reference === reference) === index,
    );
}
