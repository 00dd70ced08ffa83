import { t } from '@vscode/l10n';
import type { Manifest } from '../../manifest/model.ts';
import type { Node } from '../../text/node.ts';
import { asArray, field, isNothing } from '../../text/tree.ts';
import { containersOf } from '../desiredState/effective.ts';
import { daemonOf } from '../envelope/target.ts';
import { inComponents, inMessage, inModule } from '../exampleTexts.ts';
import { obvious, removeItem } from '../fixes.ts';
import type { Fix, Fixes, ManifestRule, Spot } from '../rule.ts';
import { visible } from '../support.ts';

export const nullEntry: ManifestRule = {
  id: 'null-entry',
  scope: 'manifest',
  severity: 'error',
  summary: 'An empty entry in a list of objects kills a daemon on the device.',
  *check(manifest) {
    for (const { list, empty = emptyIn(list), daemon } of lists(manifest))
      for (const { at, says, item } of empty.map(emptyEntry))
        yield {
          at,
          message: t('{0}: {1} on the device crashes. Remove it, or write what belongs here.', says, daemon),
          crash: true,
          fixes: () => [removal(item, list)],
        };
    // Of artifacts only, container management survives it (containerm/things, installModule recovers).
    const survives = daemonOf(manifest) === 'containers';
    for (const { artifactsNode } of manifest.softwareModules?.items ?? [])
      for (const { at, says, item } of emptyIn(artifactsNode).map(emptyEntry)) {
        const fixes: Fixes = () => [removal(item, artifactsNode)];
        yield survives
          ? {
              at,
              severity: 'warning',
              message: t('{0}: the device ends with FINISHED_ERROR, "internal runtime error".', says),
              fixes,
            }
          : {
              at,
              message: t('{0}: the software-update daemon on the device crashes.', says),
              crash: true,
              fixes,
            };
      }
  },
  examples: [
    {
      crash: true,
      text: inComponents(['«-»']),
      fixed: 'domains:\n  - id: containers\n    components: []',
      says: 'containers agent',
    },
    { crash: true, text: 'domains: [«null», {id: containers, components: []}]', says: 'update-manager' },
    // The device takes a long s for an s.
    { crash: true, text: 'domains: [{id: containers, component\u017f: [«null»]}]', says: 'containers agent' },
    {
      crash: true,
      text: 'baselines: [«~»]\ndomains: [{id: containers, components: []}]',
      says: 'update-manager',
    },
    {
      crash: true,
      text: 'domains: [{id: containers, config: [«null»], components: [{id: a, version: "1", config: [«null»]}]}]',
    },
    { crash: true, text: inMessage('install', { value: '{correlationId: c, softwareModules: [«null»]}' }) },
    { crash: true, text: inMessage('remove', { value: '{correlationId: c, software: [«null»]}' }) },
    { severity: 'warning', text: inModule('[«null»]'), says: 'internal runtime error' },
  ],
};

/** An empty list has consequences of its own, up to an emptied device: nobody should get it unasked. */
function removal(item: Node, list: Node | undefined): Fix {
  const fix = removeItem(item, t('Remove the empty entry'));
  return (asArray(list)?.items.length ?? 0) > 1 ? obvious(fix) : fix;
}

interface Checked {
  readonly list: Node | undefined;
  /** Its empty entries, where they are known already. */
  readonly empty?: readonly Node[];
  readonly daemon: string;
}

function* lists({ desiredState, softwareModules, software }: Manifest): Iterable<Checked> {
  const um = 'update-manager';
  const cm = t('the containers agent');
  if (desiredState) {
    const domains = field(desiredState.node, 'domains')?.value;
    yield { list: domains, daemon: um };
    yield { list: field(desiredState.node, 'baselines')?.value, daemon: um };
    // Only the last of equal ids reaches the agent, and only the containers agent is known to fall over.
    const reached = containersOf(desiredState);
    yield {
      list: field(reached?.node, 'components')?.value,
      empty: reached?.emptyComponents ?? [],
      daemon: cm,
    };
    yield { list: field(reached?.node, 'config')?.value, daemon: cm };
    for (const { node, emptyConfig } of reached?.withEmptyConfig ?? [])
      yield { list: field(node, 'config')?.value, empty: emptyConfig, daemon: cm };
  }
  if (softwareModules) yield { list: softwareModules.node, daemon: t('the SoftwareUpdatable daemon') };
  if (software) yield { list: software.node, daemon: t('the SoftwareUpdatable daemon') };
}

interface EmptyEntry {
  readonly item: Node;
  readonly at: Spot;
  readonly says: string;
}

function emptyIn(list: Node | undefined): readonly Node[] {
  return asArray(list)?.items.filter(isNothing) ?? [];
}

function emptyEntry(item: Node): EmptyEntry {
  const written = visible(item);
  if (written) return { item, at: written, says: t('This entry is empty (`null`)') };
  return {
    item,
    // The dash, which is all that there is to see.
    at: { origin: item.origin, from: Math.max(0, item.from - 1), to: Math.max(1, item.from) },
    says: t('Nothing stands behind this `-`, so the entry is empty (`null`)'),
  };
}
