/** Software modules: which download and which checksum the device takes, sizes, and whom it is for. */
import { t } from '@vscode/l10n';
import {
  checkedChecksum,
  checksumLengths,
  containersThingSuffix,
  downloadProtocols,
} from '../../agents/softwareUpdatable.ts';
import type { SoftwareUpdatableTarget } from '../../messages.ts';
import { asObject, asText, field, nodeAtPath, propertiesOf, property } from '../../text/tree.ts';
import { code } from '../markdown.ts';
import { isItemOf, isStep } from '../place.ts';
import type { About } from './about.ts';

/** What the device makes of a checksum, a protocol or a size; undefined for every other place. */
export function softwareText(about: About, value: string): string | undefined {
  const { path } = about;
  if (isStep(path.at(-2), 'checksums') && isItemOf(path.slice(0, -2), 'artifacts'))
    return checksumText(about, String(path.at(-1)), value);
  if (isStep(path.at(-3), 'download') && isStep(path.at(-1), 'url'))
    return protocolText(about, String(path.at(-2)));
  if (isStep(path.at(-1), 'size') && isItemOf(path.slice(0, -1), 'artifacts')) return sizeText(about, value);
  return undefined;
}

/** What the device makes of a key: of a protocol, or a checksum; undefined for every other. */
export function softwareKeyText(about: About): string | undefined {
  const { path } = about;
  if (isStep(path.at(-2), 'download') && isItemOf(path.slice(0, -2), 'artifacts'))
    return protocolText(about, String(path.at(-1)));
  return undefined;
}

function checksumText(about: About, name: string, value: string): string {
  const target = targetOf(about);
  const length = checksumLengths.get(name);
  if (length === undefined)
    return t(
      'The device does not know {0} and does not look at it: `MD5`, `SHA1` and `SHA256` are.',
      code(name),
    );
  const digits = value.trim();
  const fault =
    digits.length === length && /^[0-9a-f]+$/i.test(digits)
      ? t('{0} hexadecimal digits, as it must be.', length)
      : t(
          '**No {0}**: that has {1} digits 0–9, a–f, and this has {2}{3}.',
          name,
          length,
          digits.length,
          /^[0-9a-f]*$/i.test(digits) ? '' : t(', some of them others'),
        );
  const node = asObject(nodeAtPath(about.node, about.path.slice(0, -1)));
  const values = new Map((node ? propertiesOf(node) : []).map((it) => [it.name, asText(it.value)]));
  const checked = checkedChecksum(target, values);
  const use =
    checked === name
      ? t('It is the one that {0} checks.', daemon()[target])
      : t('{0} checks {1} and does not look at this one.', capital(daemon()[target]), code(checked ?? ''));
  return `${fault}\n\n${use}`;
}

function protocolText(about: About, name: string): string | undefined {
  const target = targetOf(about);
  const taken = downloadProtocols[target];
  const at = about.path.findLastIndex((step) => isStep(step, 'download'));
  const links = asObject(nodeAtPath(about.node, about.path.slice(0, at + 1)));
  const first = taken.find((it) => links && property(links, it)?.value);
  if (first === name) return t('It is the address that {0} takes.', daemon()[target]);
  return first === undefined
    ? t(
        '**{0} cannot download by {1}**, only by {2}.',
        capital(daemon()[target]),
        code(name),
        taken.map(code).join(t(' or ')),
      )
    : t('{0} takes {1} and does not look at this one.', capital(daemon()[target]), code(first));
}

function sizeText(about: About, value: string): string | undefined {
  const bytes = Number(value);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  const mebibytes =
    bytes < 1024 ** 2
      ? `${Number((bytes / 1024).toFixed(1))} KiB`
      : `${Number((bytes / 1024 ** 2).toFixed(1))} MiB`;
  if (targetOf(about) === 'containers')
    return t('{0} bytes ({1}). Container management does not look at it.', grouped(bytes), mebibytes);
  return bytes === 0
    ? t('The software-update daemon takes a file of any size.')
    : t('The software-update daemon refuses a file of more than {0} bytes ({1}).', grouped(bytes), mebibytes);
}

/** In threes, with the sign between them that the language has. */
function grouped(bytes: number): string {
  return String(bytes).replaceAll(/\B(?=(?:\d{3})+$)/g, t(','));
}

const daemon = (): Readonly<Record<SoftwareUpdatableTarget, string>> => ({
  containers: t('container management'),
  root: t('the software-update daemon'),
});

/** Whom the message is for, as the rules take it: by the thing in its topic; without one it is the containers. */
function targetOf({ node, kind }: About): SoftwareUpdatableTarget {
  if (kind.operation === 'download') return 'root';
  const topic = asText(field(asObject(node), 'topic')?.value);
  return kind.form !== 'envelope' || topic === '' || topic.includes(containersThingSuffix)
    ? 'containers'
    : 'root';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
