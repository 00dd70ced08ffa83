/** What is said and asked while the file of an artifact is looked at. Pure. */
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
        ? `Download the artifact from ${url.host}?`
        : `${from.host} sends on to ${url.host}. Download the artifact from there?`,
    detail: [
      // What follows the path of an address can be a secret.
      visible(`${url.origin}${url.pathname}`),
      'The file is downloaded once by this machine, for its checksums and size; nothing of it is kept.',
      ...(plain
        ? [
            'This is plain HTTP: anyone on the way can change the file, and the checksums would be those of the changed one.',
          ]
        : []),
    ].join('\n\n'),
    yes: 'Download',
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
    return isSame ? [] : [`${name}\n  written: ${visible(text)}\n  found: ${now}`];
  });
  if (sums.length === 0) return undefined;
  const sized =
    written.size === undefined || written.size === size
      ? []
      : [`size\n  written: ${written.size}\n  found: ${size}`];
  return {
    message: 'The file is not the one that the manifest describes.',
    detail: [...sums, ...sized, 'It has changed at its address, or somebody put another one there.'].join(
      '\n\n',
    ),
    yes: 'Write What Was Found',
  };
}

/** `3.4 of 12.0 MB`, `3.4 MB` */
export function progressText(received: number, all: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
  return all === undefined ? `${megabytes(received)} MB` : `${megabytes(received)} of ${megabytes(all)} MB`;
}
