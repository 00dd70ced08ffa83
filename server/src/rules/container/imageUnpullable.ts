import { t } from '@vscode/l10n';
import { inContainer } from '../exampleTexts.ts';
import { obvious, write } from '../fixes.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { ContainerRule } from '../rule.ts';
import { hasCredentials } from '../secrets.ts';
import { quote, shown, valueSpot } from '../support.ts';

export const imageUnpullable: ContainerRule = {
  id: 'image-unpullable',
  scope: 'container',
  severity: 'warning',
  summary:
    'What is no reference to an image is accepted, but cannot be pulled: the update fails while it downloads.',
  *check({ component, reading }) {
    const entry = component.config[reading.single.get('image') ?? -1];
    if (!entry || entry.value === '' || hasPlaceholder(entry.value)) return;
    const fault = faultOf(entry.value);
    if (fault === undefined) return;
    const { wrong, meant } = fault;
    yield {
      at: valueSpot(entry),
      message: t(
        '{0} is no reference to an image: {1}. The device cannot pull it, and ends with INCOMPLETE (DOWNLOAD_FAILURE).',
        shown(entry.value),
        wrong,
      ),
      ...(meant !== undefined && {
        fixes: () => [obvious(write(valueSpot(entry), meant))],
      }),
    };
  },
  examples: [
    {
      text: inContainer('image: «https://ghcr.io/acme/app:1»'),
      fixed: inContainer('image: ghcr.io/acme/app:1'),
      says: 'without `https://`',
    },
    {
      text: inContainer('image: «bot:hunter2@ghcr.io/acme/app:1»'),
      fixed: inContainer('image: ghcr.io/acme/app:1'),
      says: '`bot:…@ghcr.io/acme/app:1`',
    },
    { text: inContainer('image: «docker.io/library/Nginx:1.27»'), says: 'lower case' },
    { text: inContainer('image: «" nginx:1.27"»'), says: 'blank' },
    { text: inContainer('image: «":1"»'), says: 'the name is missing' },
    { text: inContainer('image: «"nginx:1.27\\n"»'), says: 'line break' },
  ],
};

interface Fault {
  readonly wrong: string;
  /** What was meant, where that is plain. */
  readonly meant?: string;
}

const domain = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[0-9a-fA-F:]+\])(?::\d+)?$/;
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/** Can anything be said of what a device gets by this image? Not before it is a reference without placeholders. */
export function isPullable(image: string): boolean {
  return image !== '' && !hasPlaceholder(image) && faultOf(image) === undefined;
}

/** By the grammar of references (distribution: reference/reference.go), which the container engine goes by. */
function faultOf(image: string): Fault | undefined {
  const trimmed = image.trim();
  if (trimmed !== image)
    return {
      wrong: t('there is {0} around it', /[\r\n]/.test(image) ? t('a line break') : t('a blank')),
      ...(trimmed !== '' && !faultOf(trimmed) && { meant: trimmed }),
    };
  if (hasCredentials(image)) {
    const meant = image.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/)?[^/]*@/i, '');
    return {
      wrong: t('a user and a password do not belong in it, the device has those of its registries itself'),
      ...(!faultOf(meant) && { meant }),
    };
  }
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(image)?.[0];
  if (scheme !== undefined) {
    const meant = image.slice(scheme.length);
    return { wrong: t('it is written without {0}', quote(scheme)), ...(!faultOf(meant) && { meant }) };
  }
  const [named = '', ...digests] = image.split('@');
  const slash = named.lastIndexOf('/');
  const colon = named.indexOf(':', slash + 1);
  const name = colon < 0 ? named : named.slice(0, colon);
  if (name === '' || name.endsWith('/')) return { wrong: t('the name is missing') };
  const parts = name.split('/');
  const [first = ''] = parts;
  const hasDomain =
    parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const path = hasDomain ? parts.slice(1) : parts;
  if (hasDomain && !domain.test(first)) return { wrong: t('{0} is no registry', quote(first)) };
  const odd = path.find((it) => !component.test(it));
  if (odd !== undefined)
    return odd !== odd.toLowerCase() && component.test(odd.toLowerCase())
      ? { wrong: t('{0} must be in lower case', quote(odd)) }
      : {
          wrong: `${odd === '' ? t('there is nothing between two `/`') : t('{0} is no part of a name', quote(odd))}`,
        };
  if (colon >= 0 && !tag.test(named.slice(colon + 1)))
    return { wrong: t('{0} is no tag', shown(named.slice(colon + 1))) };
  if (digests.length > 1 || (digests.length === 1 && !digest.test(digests[0] ?? '')))
    return { wrong: t('{0} is no digest, as `sha256:` and 64 digits', shown(digests.join('@'))) };
  return undefined;
}
