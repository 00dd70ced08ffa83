/** The text of an issue report: what helps to find a fault, without what is nobody else's business. Pure. */
import type { ConnectionProfile } from '../../connections/profile.ts';
import { parseBrokerUrl, protocolOf } from '../../connections/url.ts';
import { mask, maskedText } from '../../protocol/secrets.ts';

export interface IssueFacts {
  /** `VS Code 1.100.0`, `Linux x64` … */
  readonly versions: readonly string[];
  /** Settings that the user has changed, by their keys; connections are told apart. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly profiles: readonly ConnectionProfile[];
  /** Ids of devices that are known. */
  readonly devices: readonly string[];
  /** What the output channel has, as it stands in its file. */
  readonly log: string;
}

/** Lines of the log, and characters of one. */
const mostLines = 80;
const longestLine = 400;

/** In Markdown, in English whatever the user's language: those who read it are others. */
export function issueReport({ versions, settings, profiles, devices, log }: IssueFacts): string {
  const hidden = namesIn(profiles, devices);
  const lines = log
    .split('\n')
    .filter((line) => line.trim() !== '' && !isTrace(line))
    .slice(-mostLines)
    .map((line) => without(hidden, maskedText(line)).slice(0, longestLine));
  return [
    '## What happened?\n\n(Say what you did, what you expected and what you saw.)',
    `## Versions\n\n${list(versions)}`,
    `## Settings\n\n${fenced('json', JSON.stringify(settings, undefined, 2))}`,
    `## Connections\n\n${list(profiles.map(kindOf))}`,
    `## Log\n\nHosts, users, tenants, connections and devices have other names here.\n\n${fenced('', lines.join('\n'))}`,
  ].join('\n\n');
}

/** What a connection is like, without where it leads. */
function kindOf({ url, mode, addressing, tls, registry, username }: ConnectionProfile): string {
  const parts = [
    `${protocolOf(url)} (${url.split(':')[0]})`,
    `mode ${mode}`,
    `addressing ${addressing}`,
    ...(username === undefined ? [] : ['with a user']),
    ...(tls === undefined ? [] : [`tls: ${Object.keys(tls).join(', ')}`]),
    ...(registry === undefined ? [] : ['with a device registry']),
  ];
  return parts.join(', ');
}

/** Names that tell who somebody is or where something stands, and what stands for each; the longest first. */
function namesIn(
  profiles: readonly ConnectionProfile[],
  devices: readonly string[],
): readonly (readonly [string, string])[] {
  const ofProfile = ({ name, url, username, tenant, registry }: ConnectionProfile, number: number) => {
    const broker = parseBrokerUrl(url);
    return [
      ['host' in broker ? broker.host : url, `host-${number}`],
      [registry === undefined ? '' : new URL(registry.url).host, `registry-${number}`],
      [registry?.username ?? '', `user-${number}`],
      [username ?? '', `user-${number}`],
      [tenant ?? '', `tenant-${number}`],
      [name, `connection-${number}`],
    ] as const;
  };
  return [
    ...profiles.flatMap((profile, index) => ofProfile(profile, index + 1)),
    ...devices.map((id, index) => [id, `device-${index + 1}`] as const),
  ]
    .filter(([name]) => name !== '')
    .sort(([a], [b]) => b.length - a.length);
}

function without(names: readonly (readonly [string, string])[], text: string): string {
  return names.reduce((left, [name, instead]) => left.replace(wholeName(name), instead), text);
}

/** Not as a part of another word: a connection may be called `a`. */
function wholeName(name: string): RegExp {
  return new RegExp(`(?<![\\w-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g');
}

/** Trace has whole messages, which hold what devices run. */
function isTrace(line: string): boolean {
  return /\[trace\]/i.test(line);
}

function list(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.map((item) => `- ${item}`).join('\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.replaceAll('```', mask)}\n\`\`\``;
}
