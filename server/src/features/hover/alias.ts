/** An alias of YAML: what stands at its anchor. */

import { t } from '@vscode/l10n';
import { masked } from '../../rules/secrets.ts';
import { type AliasNode, spanOf } from '../../text/node.ts';
import { code, codeBlock } from '../markdown.ts';

/** So many lines of the anchor's text are shown. */
const shownLines = 15;
const shownWidth = 200;

/** The source is shown, not the value: aliases within it may stand for any amount of text. */
export function aliasText({ name, target }: AliasNode, source: string): string {
  if (target === undefined)
    return t('There is no anchor {0} above: the alias names nothing.', code(`&${name}`));
  const { start, end } = spanOf(target);
  const column = start - (source.lastIndexOf('\n', start - 1) + 1);
  const margin = ' '.repeat(column);
  const lines = source
    .slice(start, Math.min(end, start + shownLines * shownWidth))
    .trimEnd()
    .split(/\r?\n/);
  const shown = lines
    .slice(0, shownLines)
    .map((line) => masked(line.startsWith(margin) ? line.slice(column) : line).slice(0, shownWidth));
  if (lines.length > shownLines || end - start > shownLines * shownWidth) shown.push('…');
  return t('Alias of {0}:\n\n{1}', code(`&${name}`), codeBlock('yaml', shown));
}
