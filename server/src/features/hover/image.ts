/** The parts of an image reference (OCI distribution: `[<registry>/]<repository>[:<tag>][@<digest>]`). Pure. */
import { t } from '@vscode/l10n';
import { hasCredentials } from '../../rules/secrets.ts';
import { code } from '../markdown.ts';

interface ImageParts {
  /** Host and port; absent where none is named. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Taken apart as container engines do it: the first part is a registry if it has a dot or a port, or is `localhost`. */
export function imageParts(image: string): ImageParts {
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const slash = named.indexOf('/');
  const first = named.slice(0, Math.max(slash, 0));
  const registry = /[.:]/.test(first) || first === 'localhost' ? first : undefined;
  const path = registry === undefined ? named : named.slice(slash + 1);
  const colon = path.indexOf(':', path.lastIndexOf('/') + 1);
  return {
    registry,
    repository: colon < 0 ? path : path.slice(0, colon),
    tag: colon < 0 ? undefined : path.slice(colon + 1),
    digest,
  };
}

/** The image read out; undefined for none. */
export function imageText(image: string): string | undefined {
  if (image.trim() === '') return undefined;
  if (hasCredentials(image))
    return t('A reference to an image holds no user and no password: the device cannot pull it.');
  const { registry, repository, tag, digest } = imageParts(image);
  const lines = [
    registry === undefined
      ? t(
          '- Registry: none is named, but the device wants the whole reference, as `docker.io/library/influxdb:2.7.1`',
        )
      : t('- Registry: {0}', code(registry)),
    t('- Repository: {0}', code(repository)),
  ];
  if (digest !== undefined) lines.push(t('- Digest: {0}, exactly this image', code(digest)));
  if (tag !== undefined && tag !== '')
    lines.push(
      t(
        '- Tag: {0}{1}',
        code(tag),
        digest !== undefined
          ? t(', which does not count beside a digest')
          : tag === 'latest'
            ? t(', which moves')
            : '',
      ),
    );
  else if (digest === undefined) lines.push(t('- Tag: none; which image that is, only the registry says'));
  const moves = digest === undefined && (tag === undefined || tag === '' || tag === 'latest');
  if (moves)
    lines.push(
      t('\nImages are compared as text: once it runs, a newer image of the same name is never fetched.'),
    );
  return lines.join('\n');
}
