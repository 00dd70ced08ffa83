/** A connection as a person fills it in: one text a field, and the entry of the setting it becomes. */
import { t } from '@vscode/l10n';
import type { JsonObject } from '../../../../server/src/messages.ts';
import { addressings, type ConnectionProfile, modes } from '../../connections/profile.ts';
import { hostOf, isBrokerUrl, parseBrokerUrl } from '../../connections/url.ts';
import type { FaultCode } from '../../errors.ts';
import {
  appliesTo,
  atHono,
  choicesOf,
  type Draft,
  type FieldId,
  fieldIds,
  fieldOf,
  nothing,
  overKafka,
} from './connectionFields.ts';
import { deviceIds } from './newConnection.ts';
import { forgetsRegistryPassword, registryDraft, registryEntry, registryFieldId } from './registryFields.ts';

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
    ...(forgetsRegistryPassword(draft, id, text) && { registryPassword: '' }),
  };
}

function place(url = ''): string | undefined {
  return isBrokerUrl(parseBrokerUrl(url)) ? hostOf(url) : undefined;
}

/** What an empty text stands for, where it is not `none`. */
const usual = (): Partial<Record<FieldId, string>> => ({
  serverName: t('the host'),
  fingerprint: t('none: it is verified'),
  caFile: t('those of the system'),
  clientId: t('a new one at each connect'),
  prefix: 'deviceupdate',
  keepAlive: '30',
  registryCaFile: t('that of the connection'),
});

/** What a person reads of a field's content; a secret is never shown. */
export function shown(draft: Draft, id: FieldId): string {
  const { kind } = fieldOf(id);
  const choices = choicesOf(draft, id);
  const text = draft[id] ?? '';
  if (kind === 'secret') return text === '' ? t('stored, or asked for at the connect') : t('typed just now');
  if (id === 'devices' && text === '') return usualDevices(draft);
  return (
    choices?.find(({ value }) => value === text)?.label ?? (text === '' ? (usual()[id] ?? t('none')) : text)
  );
}

/** How devices are found of which none is named. */
function usualDevices(draft: Draft): string {
  if (!atHono(draft)) return t('found by what they publish');
  const { receive = '' } = draft;
  const hears = overKafka(draft) ? receive !== nothing : receive.includes('events');
  if ((draft.registryUrl ?? '') !== '')
    return hears ? t('listed by the registry, and found by their events') : t('listed by the registry');
  return hears ? t('found by their events') : t('none: name one, or receive events, or name a registry');
}

/** Advices that name a command for connections that are saved. */
const adviceInForm = (): Partial<Record<FaultCode, string>> => ({
  'credentials-refused': t('Go back and correct the user or the password.'),
  'credentials-required': t('Go back and give a user and the password.'),
  'passphrase-required': t('Go back and type the pass-phrase of the key.'),
  'passphrase-refused': t('Go back and correct the pass-phrase of the key.'),
  'registry-refused': t('Go back and correct the user or the password at the registry.'),
  'registry-user-required': t('Go back and give a user and the password at the registry.'),
});

/** What to do about a test that failed, in the words of the form: a property is the field that it is filled in by. */
export function formAdvice(code: FaultCode | undefined, advice: string): string {
  const own = code && adviceInForm()[code];
  return (
    own ??
    advice.replace(
      /`(?:tls\.|(registry)\.)?(\w+)`(?: of the connection)?/g,
      (text, registry: string | undefined, name: string) => {
        const id = fieldIds.find((it) => it === (registry ? registryFieldId(name) : name));
        return id === undefined ? text : `“${fieldOf(id).label}”`;
      },
    )
  );
}

/** The draft that {@link entryOf} makes the entry of this profile of. */
export function draftOf(profile: ConnectionProfile): Draft {
  const { url, name, username, devices, tenant, mode, prefix, addressing, clientId, tls } = profile;
  const receive = receiveText(profile);
  return {
    url,
    name,
    devices: devices.join(', '),
    ...(username && { username }),
    ...(profile.protected && { protected: 'yes' }),
    ...(tenant && { tenant }),
    ...(receive !== '' && { receive }),
    ...(mode !== modes[0] && { mode }),
    ...(prefix && { prefix }),
    ...(addressing !== addressings[0] && { addressing }),
    ...(clientId && { clientId }),
    ...(profile.protocolVersion === 4 && { protocolVersion: '4' }),
    keepAlive: String(profile.keepAlive),
    ...tls,
    ...registryDraft(profile.registry),
  };
}

/** The entry for the setting `kanto.connections`; what was left empty, or means nothing, is left out. */
export function entryOf(draft: Draft): JsonObject & { readonly name: string } {
  const text = (id: FieldId): string => (appliesTo(draft, id) ? (draft[id] ?? '') : '');
  const filled = (...ids: readonly FieldId[]) =>
    Object.fromEntries(ids.map((id) => [id, text(id)]).filter(([, value]) => value !== ''));
  const tls = filled('caFile', 'certFile', 'keyFile', 'serverName', 'fingerprint');
  const registry = registryEntry(text);
  const devices = deviceIds(text('devices'));
  const received = text('receive');
  const receive = received === nothing ? [] : received.split(', ').filter((it) => it !== '');
  return {
    name: text('name'),
    url: text('url'),
    ...(devices.length > 0 && { devices }),
    ...filled('username', 'clientId', 'tenant'),
    ...(received !== '' && { receive }),
    ...(text('protected') !== '' && { protected: true }),
    ...filled('mode', 'prefix', 'addressing'),
    ...(text('protocolVersion') !== '' && { protocolVersion: Number(text('protocolVersion')) }),
    ...(!['', '30'].includes(text('keepAlive')) && { keepAlive: Number(text('keepAlive')) }),
    ...(Object.keys(tls).length > 0 && { tls }),
    ...(registry && { registry }),
  };
}

/** What is received without a word is left out. */
function receiveText({ url, receive = [] }: ConnectionProfile): string {
  const text = receive.join(', ');
  if (!overKafka({ url })) return text;
  return text === 'events' ? '' : text || nothing;
}
