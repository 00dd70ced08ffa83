/** Aliases and merge keys of YAML: what the text above has anchors for. */
import { t } from '@vscode/l10n';
import { CompletionItemKind } from 'vscode-languageserver-types';
import { source } from '../../text/shape.ts';
import { lineStart } from '../context/lines.ts';
import { type Ask, lastLevel } from './ask.ts';
import { type Candidate, ranks } from './candidate.ts';

interface Anchor {
  readonly name: string;
  /** What stands behind it in its line; empty where a block begins below. */
  readonly rest: string;
}

/** So many are offered. */
const fewEnough = 50;

/** Undefined where no alias is begun and none is expected: behind `*`, and behind `<<:`. */
export function aliases(ask: Ask): Candidate[] | undefined {
  const { cursor, document } = ask;
  if (document.parsed.format !== 'yaml' || cursor.quote !== '' || cursor.place === 'key') return undefined;
  const isMerge = cursor.place === 'value' && cursor.property === '<<';
  if (!isMerge && !cursor.typed.startsWith('*')) return undefined;
  return anchorsAbove(ask)
    .filter((anchor) => !isMerge || holdsBlock(anchor))
    .map(({ name, rest }, index) => ({
      label: `*${name}`,
      kind: CompletionItemKind.Reference,
      detail: rest === '' ? t('alias of what stands at the anchor') : rest,
      rank: ranks.best + index,
      insert: { as: cursor.place === 'item' ? 'item' : 'value', shape: source(`*${name}`) },
    }));
}

/** `<<: *name` for an object in YAML that has no merge key yet. */
export function mergeKeys(ask: Ask): Candidate[] {
  const { cursor, document } = ask;
  const level = lastLevel(ask);
  if (document.parsed.format !== 'yaml' || cursor.writing === 'json' || cursor.quote !== '') return [];
  if (cursor.place !== 'key' || cursor.colonFollows || level.kind !== 'object' || level.entries.has('<<'))
    return [];
  return anchorsAbove(ask)
    .filter(holdsBlock)
    .map(({ name }, index) => ({
      label: `<<: *${name}`,
      kind: CompletionItemKind.Reference,
      detail: t('takes over its properties'),
      rank: ranks.example + index,
      insert: { as: 'value', shape: source(`<<: *${name}`) },
    }));
}

function holdsBlock({ rest }: Anchor): boolean {
  return rest === '' || rest.startsWith('{') || /^[\w"'-]+:(\s|$)/.test(rest);
}

/** The anchors between the beginning of the YAML document and the cursor; of one name the last, as an alias means it. */
function anchorsAbove({ document, root, cursor }: Ask): Anchor[] {
  const { text } = document.parsed;
  const end = cursor.replace.start;
  const found = new Map<string, Anchor>();
  for (let at = text.indexOf('&', root.span.start); at >= 0 && at < end; at = text.indexOf('&', at + 1)) {
    if (at > 0 && !/[\s,[{]/.test(text.charAt(at - 1))) continue;
    const [, name, rest = ''] = /^&([^\s,[\]{}]+)[ \t]*([^\n]{0,80})/.exec(text.slice(at, at + 200)) ?? [];
    const isComment = /(^|\s)#/.test(text.slice(lineStart(text, at), at));
    if (name === undefined || isComment) continue;
    found.delete(name);
    found.set(name, { name, rest: rest.replace(/(^|\s)#.*$/, '').trim() });
  }
  return [...found.values()].slice(-fewEnough);
}
