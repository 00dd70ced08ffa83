/** The fields of a connection's form: what is asked, when, and what is wrong with an answer. */
import { addressings, modes } from '../../connections/profile.ts';
import { isBrokerUrl, parseBrokerUrl, protocolOf } from '../../connections/url.ts';
import {
  deviceIdsProblem,
  fingerprintProblem,
  nameProblem,
  propertyProblem,
  urlProblem,
  usernameProblem,
} from './newConnection.ts';
import { registryFieldIds, registryFields } from './registryFields.ts';

export const fieldIds = [
  'url',
  'name',
  'tenant',
  'username',
  'password',
  'devices',
  'receive',
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
  'clientId',
  'protocolVersion',
  'keepAlive',
  ...registryFieldIds,
] as const;
export type FieldId = (typeof fieldIds)[number];

/** What has been filled in, as it was typed. Passwords and pass-phrase stay here and never reach an entry. */
export type Draft = Readonly<Partial<Record<FieldId, string>>>;

export interface Field {
  readonly label: string;
  readonly prompt: string;
  /** In place of the prompt, where the address is one of Hono. */
  readonly honoPrompt?: string;
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
/** The address is one of Hono, which speaks AMQP. */
export const atHono = ({ url = '' }: Draft): boolean => protocolOf(url) === 'amqp';
const overMqtt = (draft: Draft): boolean => !atHono(draft);
const isDirect = (draft: Draft): boolean => overMqtt(draft) && draft.mode === 'direct';
const pem = 'PEM, by absolute path or with ~; empty for none';

export const fields: Readonly<Record<FieldId, Field>> = {
  url: {
    label: 'Address',
    prompt:
      'Address of the MQTT broker: mqtt://, mqtts://, ws:// or wss://; of an Eclipse Hono: amqps://. Without user and password',
    placeholder: 'mqtt://localhost:1883',
    problem: urlProblem,
  },
  name: {
    label: 'Name',
    prompt: 'Name, shown in the tree and in every question',
    problem: (text, _draft, taken) => nameProblem(text, taken),
  },
  tenant: {
    label: 'Tenant',
    prompt: 'Tenant that the devices belong to: what names another is not heard; empty for any',
    honoPrompt: 'Tenant at Hono that the devices belong to: every address there begins with it',
    applies: (draft) => !isDirect(draft),
    problem: (text, draft) =>
      text === '' && atHono(draft)
        ? 'At Hono a tenant is needed: commands go to command/<tenant>/<device>.'
        : propertyProblem('tenant', text),
  },
  username: {
    label: 'User',
    prompt: 'User at the broker; empty for none',
    honoPrompt: "User of an application at Hono, such as consumer@HONO; not a device's. Empty for none",
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
    honoPrompt:
      'Ids of devices that you know, between commas. Others are found by their events, where these are received.',
    placeholder: 'edge:device',
    problem: deviceIdsProblem,
  },
  receive: {
    label: 'Receive',
    // Details of a choice are cut off at some 80 characters.
    prompt: 'Receive what devices report? Other consumers of the tenant then miss it',
    choices: [
      {
        value: '',
        label: 'answers only',
        detail: 'Takes nothing from others; how an update ends, and what runs, is not heard',
      },
      {
        value: 'events',
        label: 'events',
        detail: 'How updates go on and end, and what runs; taken away from others (Ditto…)',
      },
      {
        value: 'events, telemetry',
        label: 'events and telemetry',
        detail: 'Both taken away from others; in telemetry Kanto says nothing of updates',
      },
    ],
    applies: atHono,
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
    applies: overMqtt,
  },
  prefix: {
    label: 'Prefix',
    prompt: 'What the topics of direct mode begin with; empty for deviceupdate',
    placeholder: 'deviceupdate',
    applies: isDirect,
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
    applies: (draft) => overMqtt(draft) && !isDirect(draft),
  },
  clientId: {
    label: 'Client id',
    prompt: 'MQTT client id; empty for a new one at each connect',
    honoPrompt: 'AMQP container id; empty for a new one at each connect',
  },
  protocolVersion: {
    label: 'MQTT version',
    prompt: 'Which MQTT version is spoken?',
    choices: [
      { value: '', label: '5', detail: 'Falls back to 3.1.1 where the broker refuses' },
      { value: '4', label: '3.1.1', detail: 'Only this one' },
    ],
    applies: overMqtt,
  },
  keepAlive: {
    label: 'Keep-alive',
    prompt: 'Seconds between signs of life; empty for 30',
    placeholder: '30',
    problem: (text) => (text === '' ? undefined : propertyProblem('keepAlive', Number(text))),
  },
  ...registryFields((draft) => !isDirect(draft) && (draft.tenant ?? '') !== ''),
};

export function appliesTo(draft: Draft, id: FieldId): boolean {
  return fields[id].applies?.(draft) ?? true;
}

/** What is asked for, beside what else is filled in. */
export function promptOf(draft: Draft, id: FieldId): string {
  const { prompt, honoPrompt } = fields[id];
  return atHono(draft) ? (honoPrompt ?? prompt) : prompt;
}

/** What is wrong with a field as it stands; a field that means nothing is never wrong. */
export function problemOf(draft: Draft, id: FieldId, taken: readonly string[]): string | undefined {
  if (!appliesTo(draft, id)) return undefined;
  return fields[id].problem?.(draft[id] ?? '', draft, taken);
}
