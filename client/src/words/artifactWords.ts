/** What is said and asked while the file of an artifact is looked at. Pure. */
import { t } from '@vscode/l10n';
import type { ArtifactPlace } from '../../../server/src/messages.ts';
import type { FileDigest } from '../updates/artifactDigest.ts';
import { visible } from './visible.ts';

interface Question {
  readonly message: string;
  readonly detail: string;
  /** What the user presses to go on. */
  readonly yes: string;
}

/** Asked before a server is contacted; `from` is the one that sends there. */
export function visitQuestion(url: URL, from: URL | undefined): Question {
  const plain = url.protocol === 'http:';
  return {
    message:
      from === undefined
        ? t('Download the artifact from {0}?', url.host)
        : t('{0} sends on to {1}. Download the artifact from there?', from.host, url.host),
    detail: [
      // What follows the path of an address can be a secret.
      visible(`${url.origin}${url.pathname}`),
      t('The file is downloaded once by this machine, for its checksums and size; nothing of it is kept.'),
      ...(plain
        ? [
            t(
              'This is plain HTTP: anyone on the way can change the file, and the checksums would be those of the changed one.',
            ),
          ]
        : []),
    ].join('\n\n'),
    yes: t('Download'),
  };
}

/** Undefined where nothing that the manifest says of the file differs from what was found. */
export function differenceQuestion(
  written: Pick<ArtifactPlace, 'checksums' | 'size'>,
  { checksums, size }: FileDigest,
): Question | undefined {
  const found = new Map(Object.entries(checksums));
  const sums = Object.entries(written.checksums).flatMap(([name, text]) => {
    const now = found.get(name);
    const isSame = now === undefined || text.trim() === '' || text.trim().toLowerCase() === now;
    return isSame ? [] : [t('{0}\n  written: {1}\n  found: {2}', name, visible(text), now)];
  });
  if (sums.length === 0) return undefined;
  const sized =
    written.size === undefined || written.size === size
      ? []
      : [t('size\n  written: {0}\n  found: {1}', written.size, size)];
  return {
    message: t('The file is not the one that the manifest describes.'),
    detail: [...sums, ...sized, t('It has changed at its address, or somebody put another one there.')].join(
      '\n\n',
    ),
    yes: t('Write What Was Found'),
  };
}

/** `3.4 of 12.0 MB`, `3.4 MB` */
export function progressText(received: number, all: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
  return all === undefined
    ? `${megabytes(received)} MB`
    : t('{0} of {1} MB', megabytes(received), megabytes(all));
}
