/** What puts a problem right, as changes of the text. */
import { t } from '@vscode/l10n';
import type { ManifestDocument } from '../../manifest/document.ts';
import type { NameReader } from '../../manifest/names.ts';
import type { DocumentProblem } from '../../manifest/problems.ts';
import type { FixTools } from '../../rules/rule.ts';
import type { SpanEdit } from '../../text/edit/spanEdit.ts';
import { isShared, textEdits } from '../../text/edit/textEdits.ts';
import type { TreeEdit } from '../../text/edit/treeEdit.ts';
import { followers } from './followers.ts';
import { silencingFixes } from './silencingFixes.ts';
import { syntaxFixes, type TextFix } from './syntaxFixes.ts';

export interface Offered {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly SpanEdit[];
  /** The changes of the tree that these are; none for a fault of the text. */
  readonly changes: readonly TreeEdit[];
}

const ownTools: FixTools = { newId: () => crypto.randomUUID() };

function textFixes(document: ManifestDocument, problem: DocumentProblem): TextFix[] {
  return problem.code.startsWith('silence-')
    ? silencingFixes(document, problem)
    : syntaxFixes(document.parsed, problem);
}

/** Best first; at most one of them is preferred. What cannot be done in this text is left out. */
export function offeredFixes(
  document: ManifestDocument,
  problem: DocumentProblem,
  names: NameReader,
  tools: FixTools = ownTools,
): Offered[] {
  const { parsed } = document;
  if (!problem.fixes) return textFixes(document, problem).map((fix) => ({ ...fix, changes: [] }));
  const offered: Offered[] = [];
  let preferred = false;
  for (const fix of problem.fixes(tools)) {
    const changes = fix.renames ? [...fix.edits, ...followers(document, fix.renames, names)] : fix.edits;
    const edits = textEdits(parsed, changes);
    if (!edits) continue;
    const shared = changes.some((edit) => isShared(parsed, edit));
    const isPreferred: boolean = fix.preferred === true && !preferred && !shared;
    offered.push({
      title: shared ? t('{0} (wherever its anchor is named)', fix.title) : fix.title,
      preferred: isPreferred,
      edits,
      changes,
    });
    preferred ||= isPreferred;
  }
  return offered;
}
