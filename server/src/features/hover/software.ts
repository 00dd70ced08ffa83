/** Software modules: which download and which checksum the device takes, sizes, and whom it is for. */
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
    return `The device does not know ${code(name)} and does not look at it: \`MD5\`, \`SHA1\` and \`SHA256\` are.`;
  const digits = value.trim();
  const fault =
    digits.length === length && /^[0-9a-f]+$/i.test(digits)
      ? `${length} hexadecimal digits, as it must be.`
      : `**No ${name}**: that has ${length} digits 0–9, a–f, and this has ${digits.length}${/^[0-9a-f]*$/i.test(digits) ? '' : ', some of them others'}.`;
  const node = asObject(nodeAtPath(about.node, about.path.slice(0, -1)));
  const values = new Map((node ? propertiesOf(node) : []).map((it) => [it.name, asText(it.value)]));
  const checked = checkedChecksum(target, values);
  const use =
    checked === name
      ? `It is the one that ${daemon[target]} checks.`
      : `${capital(daemon[target])} checks ${code(checked ?? '')} and does not look at this one.`;
  return `${fault}\n\n${use}`;
}

function protocolText(about: About, name: string): string | undefined {
  const target = targetOf(about);
  const taken = downloadProtocols[target];
  const at = about.path.findLastIndex((step) => isStep(step, 'download'));
  const links = asObject(nodeAtPath(about.node, about.path.slice(0, at + 1)));
  const first = taken.find((it) => links && property(links, it)?.value);
  if (first === name) return `It is the address that ${daemon[target]} takes.`;
  return first === undefined
    ? `**${capital(daemon[target])} cannot download by ${code(name)}**, only by ${taken.map(code).join(' or ')}.`
    : `${capital(daemon[target])} takes ${code(first)} and does not look at this one.`;
}

function sizeText(about: About, value: string): string | undefined {
  const bytes = Number(value);
  if (!Number.isSafeInteger(bytes) || bytes < 0) return undefined;
  const mebibytes =
    bytes < 1024 ** 2
      ? `${Number((bytes / 1024).toFixed(1))} KiB`
      : `${Number((bytes / 1024 ** 2).toFixed(1))} MiB`;
  if (targetOf(about) === 'containers')
    return `${bytes.toLocaleString('en-US')} bytes (${mebibytes}). Container management does not look at it.`;
  return bytes === 0
    ? 'The software-update daemon takes a file of any size.'
    : `The software-update daemon refuses a file of more than ${bytes.toLocaleString('en-US')} bytes (${mebibytes}).`;
}

const daemon: Readonly<Record<SoftwareUpdatableTarget, string>> = {
  containers: 'container management',
  root: 'the software-update daemon',
};

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
