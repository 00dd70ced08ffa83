/** Compute Checksums and Size of Artifact…: downloads the file once and writes down what a device would check. */
import { t } from '@vscode/l10n';
import { Position } from 'vscode';
import { checksumNames } from '../../updates/artifactDigest.ts';
import { differenceQuestion } from '../../words/artifactWords.ts';
import { downloadForDigest } from '../artifactDownload.ts';
import { applyEdits, chosenManifest, cursorIn, fail } from '../manifestCommand.ts';
import type { ManifestServer } from '../manifestServer.ts';
import { confirmed } from '../modal.ts';
import { tellBriefly } from '../progress.ts';
import { isTrusted } from '../trust.ts';

/** `subject` and `place`: of a code action; without them the cursor in the active editor counts. */
export async function computeChecksums(
  { server }: { readonly server: ManifestServer },
  subject: unknown,
  place: unknown,
): Promise<void> {
  if (!isTrusted()) return;
  const document = await chosenManifest(subject);
  const position = document && (positionOf(place) ?? cursorIn(document));
  if (document === undefined || position === undefined) return;
  const artifact = await server.artifact(document, position);
  if ('refused' in artifact) {
    fail(artifact.refused);
    return;
  }
  const names = checksumNames.filter((name) => name in artifact.checksums);
  const digest = await downloadForDigest(artifact.url, names);
  const question = differenceQuestion(artifact, digest);
  if (question && !(await confirmed(question.message, question.detail, question.yes))) return;
  const { version } = document;
  const result = await server.artifactEdits(document, position, { url: artifact.url, ...digest });
  if ('refused' in result) {
    fail(result.refused);
    return;
  }
  if (!(await applyEdits(document, version, result.edits)))
    fail(t('The document was changed meanwhile. Compute the checksums again.'));
  else tellBriefly(t('Checksums and size of the artifact are written down.'));
}

/** A position as LSP writes it. */
function positionOf(place: unknown): Position | undefined {
  if (typeof place !== 'object' || place === null || !('line' in place) || !('character' in place))
    return undefined;
  const { line, character } = place;
  if (typeof line !== 'number' || typeof character !== 'number') return undefined;
  return line >= 0 && character >= 0 ? new Position(line, character) : undefined;
}
