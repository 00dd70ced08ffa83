/** Values that the rest of the document suggests: domains, components and versions that it names elsewhere. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { osImageComponent, selfUpdateDomain } from '../../agents/selfUpdate.ts';
import { literal, type Shape } from '../../text/shape.ts';
import type { Path } from '../../text/tree.ts';
import { isItemOf, isStep } from '../place.ts';
import { type Ask, entryOf, siteAt } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';
import { missingComponents } from './items.ts';
import { domainsOf, referencesOf } from './state.ts';
import { versionsFor } from './versions.ts';

export interface Known {
  readonly values: readonly Candidate[];
  /** Nothing else makes sense: the examples of the schema are of something else. */
  readonly final: boolean;
}

/** Undefined for a place of which the document tells nothing. */
export function knownValues(ask: Ask, path: Path): Known | undefined {
  const owner = path.slice(0, -1);
  const name = path.at(-1);
  if (isItemOf(owner, 'domains') && isStep(name, 'id')) return { values: domainIds(ask, path), final: true };
  if (!isItemOf(owner, 'components') || !isItemOf(owner.slice(0, -2), 'domains')) return undefined;
  const domain = entryOf(ask.cursor.levels[owner.length - 2], 'id') ?? '';
  // The examples are containers.
  const final = domain !== '' && domain !== 'containers';
  if (isStep(name, 'version'))
    return {
      values: versionsFor(ask, owner).map(({ text, detail = '' }, index) => ({
        ...valueCandidate(text, detail, literal(text)),
        rank: ranks.best + index,
      })),
      final,
    };
  if (!isStep(name, 'id')) return undefined;
  if (domain === selfUpdateDomain)
    return { values: suggested([osImageComponent], t('the operating system')), final };
  const missing = missingComponents(ask, owner.slice(0, -4), domain);
  return { values: suggested(missing, t('named by a baseline')), final };
}

function domainIds(ask: Ask, path: Path): Candidate[] {
  const owner = path.slice(0, -1);
  const state = owner.slice(0, -2);
  const { node } = ask.root;
  const used = domainsOf(ask, state)
    .filter((_, index) => index !== owner.at(-1))
    .map(({ id }) => id);
  const named = referencesOf(node, state)
    .filter((reference) => reference.includes(':'))
    .map((reference) => reference.slice(0, reference.indexOf(':')))
    .filter((id) => !used.includes(id));
  const examples = siteAt(ask, path)?.field.examples ?? [];
  const known = [...examples, ...ask.lookup.ownDomains]
    .filter((id) => typeof id === 'string')
    .filter((id) => !used.includes(id) && !named.includes(id));
  return [
    ...suggested([...new Set(named)], t('named by a baseline')),
    ...known.map((id, index): Candidate => {
      const title = ask.lookup.vocabulary(id)?.title ?? '';
      const value = valueCandidate(id, title, literal(id));
      return { ...value, kind: CompletionItemKind.EnumMember, rank: ranks.value + index };
    }),
  ];
}

/** Found values, as the best there is. */
function suggested(found: readonly (string | undefined)[], detail: string): Candidate[] {
  return found
    .filter((value) => value !== undefined && value !== '')
    .map((value, index) => ({
      ...valueCandidate(String(value), detail, literal(String(value))),
      rank: ranks.best + index,
    }));
}

export function valueCandidate(label: string, detail: string, shape: Shape): Candidate {
  return {
    label,
    detail,
    kind: CompletionItemKind.Value,
    rank: ranks.best,
    insert: { as: 'value', shape },
  };
}
