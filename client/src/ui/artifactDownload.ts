/** Downloads the file of an artifact for its checksums: asked before each server, with progress, and to be cancelled. */
import { t } from '@vscode/l10n';
import { type ChecksumName, digestArtifact, type FileDigest } from '../updates/artifactDigest.ts';
import { progressText, visitQuestion } from '../words/artifactWords.ts';
import { confirmed } from './modal.ts';
import { shownWhile } from './progress.ts';

/** Rejects with a FaultError where it cannot be downloaded, or the user does not want it. */
export function downloadForDigest(url: string, names: readonly ChecksumName[] = []): Promise<FileDigest> {
  return shownWhile(t('Downloading the artifact'), (signal, report) => {
    let shown = 0;
    return digestArtifact(url, {
      names,
      signal,
      mayVisit: (next, from) => {
        const { message, detail, yes } = visitQuestion(next, from);
        return confirmed(message, detail, yes);
      },
      onProgress: (received, all) => {
        const percent = all === undefined ? 0 : Math.floor((received / all) * 100);
        report(progressText(received, all), percent - shown);
        shown = percent;
      },
    });
  });
}
