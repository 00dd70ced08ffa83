import { t } from '@vscode/l10n';
import { keyMeant } from '../../agents/composeWords.ts';
import { componentKeys, domainKeys, repeatableKeys, reportedOnlyKeys } from '../../agents/containers.ts';
import type { ConfigEntry } from '../../manifest/model.ts';
import { didYouMean } from '../../schema/suggest.ts';
import { inContainer } from '../exampleTexts.ts';
import { meantKeys, obvious, removeEntry, write } from '../fixes.ts';
import type { ContainerRule, Fix } from '../rule.ts';
import { keySpot, quote } from '../support.ts';

export const configKeyUnknown: ContainerRule = {
  id: 'config-key-unknown',
  scope: 'container',
  severity: 'warning',
  summary: 'Keys that the containers agent does not know are ignored, without even a line in its log.',
  *check({ component }) {
    for (const entry of component.config) {
      if (entry.key === '' || componentKeys.includes(entry.key)) continue;
      yield {
        at: keySpot(entry),
        message: explain(entry.key),
        fixes: () => fixes(entry, component.config),
      };
    }
  },
  examples: [
    { text: inContainer('«Image»: x:1'), fixed: inContainer('image: x:1'), says: 'write `image`' },
    { text: inContainer('«imgae»: x:1'), says: 'Did you mean `image`?' },
    { text: inContainer('«restart»: always'), says: 'Did you mean `restartPolicy`?' },
    { text: inContainer('«hostName»: x'), says: 'only reported' },
  ],
};

function fixes(entry: ConfigEntry, config: readonly ConfigEntry[]): Fix[] {
  const { keyNode, key } = entry;
  const taken = config
    .map((it) => it.key)
    .filter((it) => !(repeatableKeys as readonly string[]).includes(it));
  const meant = sameKey(key) ?? keyMeant(key);
  if (!keyNode) return [removeEntry(entry)];
  if (meant !== undefined)
    return taken.includes(meant)
      ? [removeEntry(entry)]
      : [obvious(write(keyNode, meant)), removeEntry(entry)];
  return [...meantKeys(keyNode, key, componentKeys, taken, write), removeEntry(entry)];
}

function sameKey(key: string): string | undefined {
  return componentKeys.find((it) => it.toLowerCase() === key.trim().toLowerCase());
}

function explain(key: string): string {
  const same = sameKey(key);
  if (same !== undefined)
    return t(
      'Keys are case-sensitive and have no blanks around: write {0}. The device ignores {1} without a word.',
      quote(same),
      quote(key),
    );
  if (reportedOnlyKeys.includes(key))
    return t('{0} is only reported by the device: in a desired state it is ignored.', quote(key));
  if (domainKeys.includes(key))
    return t('{0} belongs to the `config` of the domain: in that of a component it is ignored.', quote(key));
  return t('{0} is no key of a container: the device ignores it without a word.{1}', quote(key), hint(key));
}

/** What is called so elsewhere, before what is written alike: `restart` is nearer to nothing, but means `restartPolicy`. */
function hint(key: string): string {
  const meant = keyMeant(key);
  return meant === undefined ? didYouMean(key, componentKeys) : t(' Did you mean {0}?', quote(meant));
}
