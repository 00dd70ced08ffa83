/** The fields of a connection's form: what is asked, when, and what is wrong with an answer. */
import { t } from '@vscode/l10n';
import { addressings, modes } from '../../connections/profile.ts';
import { isBrokerUrl, isHonoUrl, parseBrokerUrl, protocolOf } from '../../connections/url.ts';
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

export interface FieldChoice {
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

export interface Field {
  readonly label: string;
  readonly prompt: string;
  /** In place of the prompt, where the address is one of Hono. */
  readonly honoPrompt?: string;
  readonly placeholder?: string;
  /** One of these, with what it means; else a text. The first is the usual one. */
  readonly choices?: readonly FieldChoice[];
  /** In place of prompt and choices, where Hono speaks Kafka. */
  readonly kafkaPrompt?: string;
  readonly kafkaChoices?: readonly FieldChoice[];
  readonly kind?: 'file' | 'secret';
  /** False where the field means nothing beside what else is filled in. */
  readonly applies?: (draft: Draft) => boolean;
  /** `taken`: names of the other connections. */
  readonly problem?: (text: string, draft: Draft, taken: readonly string[]) => string | undefined;
}

/** In `receive`, where something is received without a word. */
export const nothing = 'none';

const overTls = ({ url = '' }: Draft): boolean => {
  const parsed = parseBrokerUrl(url);
  return isBrokerUrl(parsed) && parsed.tls;
};
/** The address is one of Hono, which speaks AMQP and Kafka. */
export const atHono = ({ url = '' }: Draft): boolean => isHonoUrl(url);
export const overKafka = ({ url = '' }: Draft): boolean => protocolOf(url) === 'kafka';
const overMqtt = (draft: Draft): boolean => !atHono(draft);
const isDirect = (draft: Draft): boolean => overMqtt(draft) && draft.mode === 'direct';
const pem = () => t('PEM, by absolute path or with ~; empty for none');

const fields = (): Readonly<Record<FieldId, Field>> => ({
  url: {
    label: t('Address'),
    prompt: t(
      'Address of the MQTT broker: mqtt://, mqtts://, ws:// or wss://; of Eclipse Hono: kafkas:// or amqps://. User and password have fields of their own',
    ),
    placeholder: 'mqtt://localhost:1883',
    problem: urlProblem,
  },
  name: {
    label: t('Name'),
    prompt: t('Name, shown in the tree and in every question'),
    problem: (text, _draft, taken) => nameProblem(text, taken),
  },
  tenant: {
    label: t('Tenant'),
    prompt: t('Tenant that the devices belong to: what names another is not heard; empty for any'),
    honoPrompt: t('Tenant at Hono that the devices belong to: every address there names it'),
    applies: (draft) => !isDirect(draft),
    problem: (text, draft) =>
      text === '' && atHono(draft)
        ? t(
            'At Hono a tenant is needed: every address there names it (command/<tenant>/<device>, hono.command.<tenant>).',
          )
        : propertyProblem('tenant', text),
  },
  username: {
    label: t('User'),
    prompt: t('User at the broker; empty for none'),
    honoPrompt: t("User of an application at Hono, such as consumer@HONO; not a device's. Empty for none"),
    problem: (text, { url = '' }) => usernameProblem(text, url),
  },
  password: {
    label: t('Password'),
    prompt: t(
      'Password of the user, kept in the secret storage of your system; empty to be asked at the connect',
    ),
    kind: 'secret',
    applies: ({ username = '' }) => username !== '',
  },
  devices: {
    label: t('Devices'),
    prompt: t('Ids of devices that you know, between commas. Others are found by what they publish.'),
    honoPrompt: t(
      'Ids of devices that you know, between commas. Others are found by their events, where these are received.',
    ),
    placeholder: 'edge:device',
    problem: deviceIdsProblem,
  },
  receive: {
    label: t('Receive'),
    // Details of a choice are cut off at some 80 characters.
    prompt: t('Receive what devices report? Other consumers of the tenant then miss it'),
    choices: [
      {
        value: '',
        label: t('answers only'),
        detail: t('Takes nothing from others; how an update ends, and what runs, is not heard'),
      },
      {
        value: 'events',
        label: t('events'),
        detail: t('How updates go on and end, and what runs; taken away from others (Ditto…)'),
      },
      {
        value: 'events, telemetry',
        label: t('events and telemetry'),
        detail: t('Both taken away from others; in telemetry Kanto says nothing of updates'),
      },
    ],
    kafkaPrompt: t(
      'Receive what devices report? Over Kafka nothing is taken from other consumers of the tenant',
    ),
    kafkaChoices: [
      { value: '', label: t('events'), detail: t('How updates go on and end, and what devices run') },
      {
        value: 'events, telemetry',
        label: t('events and telemetry'),
        detail: t('In telemetry Kanto says nothing of updates, and it can be much'),
      },
      {
        value: nothing,
        label: t('answers only'),
        detail: t('How an update ends, and what runs, is not heard'),
      },
    ],
    applies: atHono,
  },
  protected: {
    label: t('Protected'),
    prompt: t('Ask by the name of the connection before anything is changed?'),
    choices: [
      { value: '', label: t('no'), detail: t('Ask where something would be destroyed') },
      { value: 'yes', label: t('yes'), detail: t('Always ask before anything is changed on its devices') },
    ],
  },
  caFile: {
    label: t('Authority'),
    prompt: t("Certificate of the authority that signed the broker's: {0}", pem()),
    kind: 'file',
    applies: overTls,
  },
  certFile: {
    label: t('Client certificate'),
    prompt: t('Certificate of this client, where the broker wants one: {0}', pem()),
    kind: 'file',
    applies: overTls,
  },
  keyFile: {
    label: t('Client key'),
    prompt: t('Private key of the client certificate: {0}', pem()),
    kind: 'file',
    applies: (draft) => overTls(draft) && (draft.certFile ?? '') !== '',
    problem: (text) => (text === '' ? t('A client certificate needs its key.') : undefined),
  },
  passphrase: {
    label: t('Pass-phrase'),
    prompt: t('Pass-phrase of the key, kept in the secret storage of your system; empty where it has none'),
    kind: 'secret',
    applies: (draft) => overTls(draft) && (draft.certFile ?? '') !== '' && (draft.keyFile ?? '') !== '',
  },
  serverName: {
    label: t('Server name'),
    prompt: t(
      "Name in the broker's certificate, where it differs from the host of the address; empty for the host",
    ),
    applies: overTls,
  },
  fingerprint: {
    label: t('Accepted certificate'),
    prompt: t(
      'SHA-256 fingerprint of the one certificate that the broker may show; empty to have it verified',
    ),
    applies: overTls,
    problem: fingerprintProblem,
  },
  mode: {
    label: t('Mode'),
    prompt: t('How is the update manager of the devices spoken to?'),
    choices: [
      {
        value: '',
        label: modes[0],
        detail: t('Ditto messages in the topics of Eclipse Hono: the usual way'),
      },
      {
        value: modes[1],
        label: modes[1],
        detail: t('Topics <prefix>/desiredstate…, without things, as Eclipse Leda'),
      },
    ],
    applies: overMqtt,
  },
  prefix: {
    label: t('Prefix'),
    prompt: t('What the topics of direct mode begin with; empty for deviceupdate'),
    placeholder: 'deviceupdate',
    applies: isDirect,
    problem: (text) => propertyProblem('prefix', text),
  },
  addressing: {
    label: t('Addressing'),
    prompt: t('How are commands addressed?'),
    choices: [
      { value: '', label: addressings[0], detail: t('Tries the forms in turn and remembers what worked') },
      { value: addressings[1], label: addressings[1], detail: 'command///req/<id>/<operation>' },
      { value: addressings[2], label: addressings[2], detail: 'command//<device>/req/<id>/<operation>' },
      { value: addressings[3], label: addressings[3], detail: 'command//<device>/req//<operation>' },
    ],
    applies: (draft) => overMqtt(draft) && !isDirect(draft),
  },
  clientId: {
    label: t('Client id'),
    prompt: t('MQTT client id; empty for a new one at each connect'),
    honoPrompt: t(
      'AMQP container id, or Kafka client id, with which the names of the consumer groups begin; empty for the usual one',
    ),
  },
  protocolVersion: {
    label: t('MQTT version'),
    prompt: t('Which MQTT version is spoken?'),
    choices: [
      { value: '', label: '5', detail: t('Falls back to 3.1.1 where the broker refuses') },
      { value: '4', label: '3.1.1', detail: t('Only this one') },
    ],
    applies: overMqtt,
  },
  keepAlive: {
    label: t('Keep-alive'),
    prompt: t('Seconds between signs of life; empty for 30'),
    placeholder: '30',
    problem: (text) => (text === '' ? undefined : propertyProblem('keepAlive', Number(text))),
  },
  ...registryFields((draft) => !isDirect(draft) && (draft.tenant ?? '') !== ''),
});

export function fieldOf(id: FieldId): Field {
  return fields()[id];
}

export function appliesTo(draft: Draft, id: FieldId): boolean {
  return fieldOf(id).applies?.(draft) ?? true;
}

/** What is asked for, beside what else is filled in. */
export function promptOf(draft: Draft, id: FieldId): string {
  const { prompt, honoPrompt, kafkaPrompt } = fieldOf(id);
  if (overKafka(draft) && kafkaPrompt !== undefined) return kafkaPrompt;
  return atHono(draft) ? (honoPrompt ?? prompt) : prompt;
}

/** What there is to choose from, beside what else is filled in; undefined for a text. */
export function choicesOf(draft: Draft, id: FieldId): readonly FieldChoice[] | undefined {
  const { choices, kafkaChoices } = fieldOf(id);
  return overKafka(draft) ? (kafkaChoices ?? choices) : choices;
}

/** What is wrong with a field as it stands; a field that means nothing is never wrong. */
export function problemOf(draft: Draft, id: FieldId, taken: readonly string[]): string | undefined {
  if (!appliesTo(draft, id)) return undefined;
  return fieldOf(id).problem?.(draft[id] ?? '', draft, taken);
}
