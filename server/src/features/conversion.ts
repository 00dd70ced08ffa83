/** The same manifest in the other text format, with its comments. */
import { t } from '@vscode/l10n';
import type { Position } from 'vscode-languageserver-types';
import { type ManifestDocument, rootAt } from '../manifest/document.ts';
import type { Converted, Refusal } from '../messages.ts';
import type { TextFormat } from '../text/document.ts';
import { commented } from './conversion/commented.ts';
import { toJson } from './conversion/toJson.ts';
import { toYaml } from './conversion/toYaml.ts';

/**
 * The text in the other format, values and order of keys as they were. Of several documents the one at `position`.
 * Refused where the text cannot be read, or where it is not clear which of its documents is meant.
 */
export function convert(
  document: ManifestDocument,
  to: TextFormat,
  position?: Position,
): Converted | Refusal {
  const { parsed, text } = document;
  if (parsed.format === to) return { refused: t('The document is {0} already.', nameOf(to)) };
  const full = document.roots.filter(({ node }) => node);
  const root = full.length > 1 && position ? rootAt(document, text.offsetAt(position)) : full[0];
  if (!root?.node) {
    const fault = parsed.problems.find(({ severity }) => severity === 'error');
    return {
      refused: fault ? damaged(document, fault) : t('The document holds nothing that could be converted.'),
    };
  }
  if (full.length > 1 && !position)
    return {
      refused: t(
        'The text holds {0} documents, and {1} has one. Put the cursor into the one that is meant.',
        full.length,
        nameOf(to),
      ),
    };
  const { start, end } = root.span;
  const fault = parsed.problems.find(
    ({ severity, span }) => severity === 'error' && span.start >= start && span.start <= end,
  );
  if (fault) return { refused: damaged(document, fault) };

  const read = commented(parsed, root.node, root.span);
  const notes: string[] = [];
  if (read.resolved > 0)
    notes.push(
      read.resolved === 1
        ? t('1 alias or merge key is written out: JSON has none.')
        : t('{0} aliases and merge keys are written out: JSON has none.', read.resolved),
    );
  if (full.length > 1)
    notes.push(t('The text holds {0} documents; the one at the cursor was converted.', full.length));
  return { text: to === 'json' ? toJson(read) : toYaml(read), notes };
}

function damaged(
  { text }: ManifestDocument,
  { message, span }: ManifestDocument['parsed']['problems'][number],
): string {
  return t(
    'The text cannot be read, so it cannot be converted. Line {0}: {1}',
    text.positionAt(span.start).line + 1,
    message,
  );
}

function nameOf(format: TextFormat): string {
  return format === 'json' ? 'JSON' : 'YAML';
}
