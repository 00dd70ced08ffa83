/** What the vocabularies of further domains find in a desired state. */
import type { Component, ConfigEntry, DesiredState, Domain } from '../../manifest/model.ts';
import type { ConfigFault, Vocabularies } from '../../schema/vocabularies.ts';
import type { Spot } from '../rule.ts';
import { missingSpot, visible } from '../support.ts';
import { effectiveDomains } from './effective.ts';

export interface VocabularyFault extends ConfigFault {
  readonly domain: Domain;
  /** Whose config it is. */
  readonly holder: Domain | Component;
  readonly entryFound: ConfigEntry | undefined;
  /** Where to tell of what is missing: the id of the component or domain. */
  readonly at: Spot;
  /** The keys that the vocabulary has. */
  readonly known: readonly string[];
}

/** Every fault of this kind, of components and of domains themselves. */
export function* vocabularyFaults(
  desiredState: DesiredState | undefined,
  vocabularies: Vocabularies,
  kind: ConfigFault['kind'],
): Iterable<VocabularyFault> {
  if (!desiredState || vocabularies.size === 0) return;
  for (const domain of effectiveDomains(desiredState).values()) {
    const vocabulary = vocabularies.get(domain.id);
    if (!vocabulary) continue;
    const { words, checkComponent, checkDomain } = vocabulary;
    const told = (holder: Domain | Component, faults: readonly ConfigFault[], keys: typeof words.component) =>
      faults
        .filter((fault) => fault.kind === kind)
        .map((fault) => ({
          ...fault,
          domain,
          holder,
          entryFound: holder.config[fault.entry ?? -1],
          at: visible(holder.idNode) ?? missingSpot(holder.node, undefined),
          known: keys.map(({ key }) => key),
        }));
    yield* told(domain, checkDomain(domain.config), words.domainConfig);
    for (const component of domain.components)
      yield* told(component, checkComponent(component.config), words.component);
  }
}

/** For the examples: an agent of one's own. */
export const firmware: Readonly<Record<string, string>> = {
  firmware: JSON.stringify({
    title: 'Firmware agent',
    required: ['slot'],
    properties: { slot: { enum: ['a', 'b'] }, retries: { type: 'integer', minimum: 0 } },
    definitions: { domainConfig: { properties: {} } },
  }),
};

export function inFirmware(...config: string[]): string {
  return [
    'domains:',
    '  - id: firmware',
    '    components:',
    '      - id: modem',
    '        version: "1"',
    '        config:',
    ...config.map((entry) => `          - ${entry}`),
  ].join('\n');
}
