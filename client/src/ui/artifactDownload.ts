/** Downloads the file of an artifact for its checksums: asked before each server, with progress, and to be cancelled. */
import { t } from '@vscode/l10n';
import { ProgressLocation, window } from 'vscode';
import { type ChecksumName, digestArtifact, type FileDigest } from '../updates/artifactDigest.ts';
import { progressText, visitQuestion } from '../words/artifactWords.ts';
import { confirmed } from './confirmed.ts';

/** Rejects with a FaultError where it cannot be downloaded, or the user does not want it. */
export function downloadForDigest(url: string, names: readonly ChecksumName[] = []): Promise<FileDigest> {
  const options = {
    location: ProgressLocation.Notification,
    title: t('Downloading the artifact'),
    cancellable: true,
  };
  return Promise.resolve(
    window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      return digestArtifact(url, {
        names,
        signal: abort.signal,
        mayVisit: (next, from) => {
          const { message, detail, yes } = visitQuestion(next, from);
          return confirmed(message, detail, yes);
        },
        onProgress: (received, all) => {
          const percent = all === undefined ? 0 : Math.floor((received / all) * 100);
          progress.report({ message: progressText(received, all), increment: percent - shown });
          shown = percent;
        },
      });
    }),
  );
}
