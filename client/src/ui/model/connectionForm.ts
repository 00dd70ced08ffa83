/** A connection as a person fills it in: one text a field, checked as typed, and the entry of the setting it becomes. */
import type { JsonObject } from '../../../../server/src/messages.ts';
import { addressings, type ConnectionProfile, modes } from '../../connections/profile.ts';
import { isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import type { FaultCode } from '../../errors.ts';
import {
  deviceIds,
  deviceIdsProblem,
  fingerprintProblem,
  nameProblem,
  propertyProblem,
  urlProblem,
  usernameProblem,
} from './newConnection.ts';

export const fieldIds = [
  'url',
  'name',
  'username',
  'password',
  'devices',
  'protected',
  'caFile',
  'certFile',
  'keyFile',
  'passphrase',
  'serverName',
  'fingerprint',
  'mode',
  'prefix',
  'addressing',
  'tenant',
  'clientId',
  'protocolVersion',
  'keepAlive',
] as const;
export type FieldId = (typeof fieldIds)[number];

/** What has been filled in, as it was typed. Password and pass-phrase stay here and never reach an entry. */
export type Draft = Readonly<Partial<Record<FieldId, string>>>;

export interface Field {
  readonly label: string;
  readonly prompt: string;
  readonly placeholder?: string;
  /** One of these, with what it means; else a text. The first is the usual one. */
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly detail: string }[];
  readonly kind?: 'file' | 'secret';
  /** False where the field means nothing beside what else is filled in. */
  readonly applies?: (draft: Draft) => boolean;
  /** `taken`: names of the other connections. */
  readonly problem?: (text: string, draft: Draft, taken: readonly string[]) => string | undefined;
}

const overTls = ({ url = '' }: Draft): boolean => {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) && parsed.tls;
};
const pem = 'PEM, by absolute path or with ~; empty for none';

export const fields: Readonly<Record<FieldId, Field>> = {
  url: {
    label: 'Address',
    prompt: 'Address of the MQTT broker: mqtt://, mqtts://, ws:// or wss://, without user and password',
    placeholder: 'mqtt://localhost:1883',
    problem: urlProblem,
  },
  name: {
    label: 'Name',
    prompt: 'Name, shown in the tree and in every question',
    problem: (text, _draft, taken) => nameProblem(text, taken),
  },
  username: {
    label: 'User',
    prompt: 'User at the broker; empty for none',
    problem: (text, { url = '' }) => usernameProblem(text, url),
  },
  password: {
    label: 'Password',
    prompt:
      'Password of the user, kept in the secret storage of your system; empty to be asked at the connect',
    kind: 'secret',
    applies: ({ username = '' }) => username !== '',
  },
  devices: {
    label: 'Devices',
    prompt: 'Ids of devices that you know, between commas. Others are found by what they publish.',
    placeholder: 'edge:device',
    problem: deviceIdsProblem,
  },
  protected: {
    label: 'Protected',
    prompt: 'Ask by the name of the connection before anything is changed?',
    choices: [
      { value: '', label: 'no', detail: 'Ask where something would be destroyed' },
      { value: 'yes', label: 'yes', detail: 'Always ask before anything is changed on its devices' },
    ],
  },
  caFile: {
    label: 'Authority',
    prompt: `Certificate of the authority that signed the broker's: ${pem}`,
    kind: 'file',
    applies: overTls,
  },
  certFile: {
    label: 'Client certificate',
    prompt: `Certificate of this client, where the broker wants one: ${pem}`,
    kind: 'file',
    applies: overTls,
  },
  keyFile: {
    label: 'Client key',
    prompt: `Private key of the client certificate: ${pem}`,
    kind: 'file',
    applies: (draft) => overTls(draft) && (draft.certFile ?? '') !== '',
    problem: (text) => (text === '' ? 'A client certificate needs its key.' : undefined),
  },
  passphrase: {
    label: 'Pass-phrase',
    prompt: 'Pass-phrase of the key, kept in the secret storage of your system; empty where it has none',
    kind: 'secret',
    applies: (draft) => overTls(draft) && (draft.certFile ?? '') !== '' && (draft.keyFile ?? '') !== '',
  },
  serverName: {
    label: 'Server name',
    prompt:
      "Name in the broker's certificate, where it differs from the host of the address; empty for the host",
    applies: overTls,
  },
  fingerprint: {
    label: 'Accepted certificate',
    prompt: 'SHA-256 fingerprint of the one certificate that the broker may show; empty to have it verified',
    applies: overTls,
    problem: fingerprintProblem,
  },
  mode: {
    label: 'Mode',
    prompt: 'How is the update manager of the devices spoken to?',
    choices: [
      { value: '', label: modes[0], detail: 'Ditto messages in the topics of Eclipse Hono: the usual way' },
      {
        value: modes[1],
        label: modes[1],
        detail: 'Topics <prefix>/desiredstate…, without things, as Eclipse Leda',
      },
    ],
  },
  prefix: {
    label: 'Prefix',
    prompt: 'What the topics of direct mode begin with; empty for deviceupdate',
    placeholder: 'deviceupdate',
    applies: ({ mode }) => mode === 'direct',
    problem: (text) => propertyProblem('prefix', text),
  },
  addressing: {
    label: 'Addressing',
    prompt: 'How are commands addressed?',
    choices: [
      { value: '', label: addressings[0], detail: 'Tries the forms in turn and remembers what worked' },
      { value: addressings[1], label: addressings[1], detail: 'command///req/<id>/<operation>' },
      { value: addressings[2], label: addressings[2], detail: 'command//<device>/req/<id>/<operation>' },
      { value: addressings[3], label: addressings[3], detail: 'command//<device>/req//<operation>' },
    ],
    applies: ({ mode }) => mode !== 'direct',
  },
  tenant: {
    label: 'Tenant',
    prompt: 'Tenant that the devices belong to: what names another is not heard; empty for any',
    applies: ({ mode }) => mode !== 'direct',
    problem: (text) => propertyProblem('tenant', text),
  },
  clientId: {
    label: 'Client id',
    prompt: 'MQTT client id; empty for a new one at each connect',
  },
  protocolVersion: {
    label: 'MQTT version',
    prompt: 'Which MQTT version is spoken?',
    choices: [
      { value: '', label: '5', detail: 'Falls back to 3.1.1 where the broker refuses' },
      { value: '4', label: '3.1.1', detail: 'Only this one' },
    ],
  },
  keepAlive: {
    label: 'Keep-alive',
    prompt: 'Seconds between signs of life; empty for 30',
    placeholder: '30',
    problem: (text) => (text === '' ? undefined : propertyProblem('keepAlive', Number(text))),
  },
};

export function appliesTo(draft: Draft, id: FieldId): boolean {
  return fields[id].applies?.(draft) ?? true;
}

/** What is wrong with a field as it stands; a field that means nothing is never wrong. */
export function problemOf(draft: Draft, id: FieldId, taken: readonly string[]): string | undefined {
  if (!appliesTo(draft, id)) return undefined;
  return fields[id].problem?.(draft[id] ?? '', draft, taken);
}

/**
 * An accepted certificate belongs to its broker, and a secret to what it was typed for: with another address, user or
 * key file they are forgotten.
 */
export function withField(draft: Draft, id: FieldId, text: string): Draft {
  const moved = id === 'url' && place(draft.url) !== place(text);
  const isOther = (field: FieldId) => id === field && (draft[field] ?? '') !== text;
  return {
    ...draft,
    [id]: text,
    ...(moved && { fingerprint: '' }),
    ...((moved || isOther('username')) && { password: '' }),
    ...(isOther('keyFile') && { passphrase: '' }),
  };
}

function place(url = ''): string | undefined {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) ? `${parsed.host}:${parsed.port}` : undefined;
}

/** What an empty text stands for, where it is not `none`. */
const usual: Partial<Record<FieldId, string>> = {
  devices: 'found by what they publish',
  serverName: 'the host',
  fingerprint: 'none: it is verified',
  caFile: 'those of the system',
  clientId: 'a new one at each connect',
  prefix: 'deviceupdate',
  keepAlive: '30',
};

/** What a person reads of a field's content; a secret is never shown. */
export function shown(draft: Draft, id: FieldId): string {
  const { kind, choices } = fields[id];
  const text = draft[id] ?? '';
  if (kind === 'secret') return text === '' ? 'stored, or asked for at the connect' : 'typed just now';
  return choices?.find(({ value }) => value === text)?.label ?? (text === '' ? (usual[id] ?? 'none') : text);
}

/** Advices that name a command for connections that are saved. */
const adviceInForm: Partial<Record<FaultCode, string>> = {
  'credentials-refused': 'Go back and correct the user or the password.',
  'credentials-required': 'Go back and give a user and the password.',
  'passphrase-required': 'Go back and type the pass-phrase of the key.',
  'passphrase-refused': 'Go back and correct the pass-phrase of the key.',
};

/** What to do about a test that failed, in the words of the form: a property is the field that it is filled in by. */
export function formAdvice(code: FaultCode | undefined, advice: string): string {
  const own = code && adviceInForm[code];
  return (
    own ??
    advice.replace(/`(?:tls\.)?(\w+)`(?: of the connection)?/g, (text, name: string) => {
      const id = fieldIds.find((it) => it === name);
      return id === undefined ? text : `“${fields[id].label}”`;
    })
  );
}

/** The draft that {@link entryOf} makes the entry of this profile of. */
export function draftOf(profile: ConnectionProfile): Draft {
  const { url, name, username, devices, tenant, mode, prefix, addressing, clientId, tls } = profile;
  return {
    url,
    name,
    devices: devices.join(', '),
    ...(username && { username }),
    ...(profile.protected && { protected: 'yes' }),
    ...(tenant && { tenant }),
    ...(mode !== modes[0] && { mode }),
    ...(prefix && { prefix }),
    ...(addressing !== addressings[0] && { addressing }),
    ...(clientId && { clientId }),
    ...(profile.protocolVersion === 4 && { protocolVersion: '4' }),
    keepAlive: String(profile.keepAlive),
    ...tls,
  };
}

/** The entry for the setting `kanto.connections`; what was left empty, or means nothing, is left out. */
export function entryOf(draft: Draft): JsonObject & { readonly name: string } {
  const text = (id: FieldId): string => (appliesTo(draft, id) ? (draft[id] ?? '') : '');
  const filled = (...ids: readonly FieldId[]) =>
    Object.fromEntries(ids.map((id) => [id, text(id)]).filter(([, value]) => value !== ''));
  const tls = filled('caFile', 'certFile', 'keyFile', 'serverName', 'fingerprint');
  const devices = deviceIds(text('devices'));
  return {
    name: text('name'),
    url: text('url'),
    ...(devices.length > 0 && { devices }),
    ...filled('username', 'clientId', 'tenant'),
    ...(text('protected') !== '' && { protected: true }),
    ...filled('mode', 'prefix', 'addressing'),
    ...(text('protocolVersion') !== '' && { protocolVersion: Number(text('protocolVersion')) }),
    ...(!['', '30'].includes(text('keepAlive')) && { keepAlive: Number(text('keepAlive')) }),
    ...(Object.keys(tls).length > 0 && { tls }),
  };
}
