/** The part of a connection's form that is about Eclipse Hono's device registry. */
import { t } from '@vscode/l10n';
import type { JsonObject } from '../../../../server/src/messages.ts';
import { parseJson } from '../../protocol/json.ts';
import {
  exposedRegistryCredentials,
  isRegistryUrl,
  parseRegistryUrl,
  type RegistryProfile,
  readRegistry,
  registryHost,
} from '../../registry/profile.ts';
import type { Draft, Field } from './connectionFields.ts';

export const registryFieldIds = [
  'registryUrl',
  'registryUsername',
  'registryPassword',
  'registryCaFile',
  'registryFilter',
] as const;
type RegistryFieldId = (typeof registryFieldIds)[number];

/** The field that a property of the entry `registry` is filled in by, where there is one of that name. */
export function registryFieldId(property: string): string {
  return `registry${property.charAt(0).toUpperCase()}${property.slice(1)}`;
}

/** `canList`: whether the connection that is filled in can have a registry at all. */
export function registryFields(canList: (draft: Draft) => boolean): Readonly<Record<RegistryFieldId, Field>> {
  const isNamed = (draft: Draft) => canList(draft) && (draft.registryUrl ?? '') !== '';
  const overTls = (draft: Draft) => {
    const parsed = parseRegistryUrl(draft.registryUrl ?? '');
    return isNamed(draft) && isRegistryUrl(parsed) && parsed.tls;
  };
  return {
    registryUrl: {
      label: t('Device registry'),
      prompt: t(
        'Address of Eclipse Hono’s device registry, which lists the devices of the tenant; empty for none',
      ),
      placeholder: 'https://hono.example.com:28443',
      applies: canList,
      problem: (url) => (url === '' ? undefined : registryProblem({ url })),
    },
    registryUsername: {
      label: t('User at the registry'),
      prompt: t('User at the device registry; empty for none'),
      applies: isNamed,
      problem: (username, { registryUrl: url = '' }) => {
        if (username === '') return undefined;
        const exposed = exposedRegistryCredentials({ url, username });
        return exposed ? `${exposed.message} ${exposed.advice}` : registryProblem({ url, username });
      },
    },
    registryPassword: {
      label: t('Password at the registry'),
      prompt: t(
        'Password of the user at the device registry, kept in the secret storage of your system; empty to be asked at the connect',
      ),
      kind: 'secret',
      applies: (draft) => isNamed(draft) && (draft.registryUsername ?? '') !== '',
    },
    registryCaFile: {
      label: t('Authority of the registry'),
      prompt: t(
        "Certificate of the authority that signed the registry's: PEM, by absolute path or with ~; empty for that of the connection",
      ),
      kind: 'file',
      applies: overTls,
    },
    registryFilter: {
      label: t('Filter of the registry'),
      prompt: t('What a registration has to have, as JSON: pointers and values; empty for every device'),
      placeholder: '{"/ext/plant": "berlin*"}',
      applies: isNamed,
      problem: (text, { registryUrl: url = '' }) =>
        text === '' ? undefined : registryProblem({ url, filter: parseJson(text) ?? text }),
    },
  };
}

/** What the reader of the settings has against an entry. */
function registryProblem(entry: JsonObject): string | undefined {
  const problems: string[] = [];
  readRegistry(entry, (what, advice) => problems.push(t('It {0} {1}', what, advice)));
  return problems[0];
}

/** A password belongs to the place and the user that it was typed for. */
export function forgetsRegistryPassword(draft: Draft, id: string, text: string): boolean {
  if (id === 'registryUrl') return registryHost(draft.registryUrl ?? '') !== registryHost(text);
  return id === 'registryUsername' && (draft.registryUsername ?? '') !== text;
}

export function registryDraft(registry: RegistryProfile | undefined): Draft {
  if (registry === undefined) return {};
  const { url, username, caFile, filter } = registry;
  return {
    registryUrl: url,
    ...(username && { registryUsername: username }),
    ...(caFile && { registryCaFile: caFile }),
    ...(filter && { registryFilter: JSON.stringify(filter) }),
  };
}

/** The entry `registry` of the connection; undefined where there is none. */
export function registryEntry(text: (id: RegistryFieldId) => string): JsonObject | undefined {
  const url = text('registryUrl');
  if (url === '') return undefined;
  const [username, caFile, filter] = [
    text('registryUsername'),
    text('registryCaFile'),
    parseJson(text('registryFilter')),
  ];
  return {
    url,
    ...(username !== '' && { username }),
    ...(caFile !== '' && { caFile }),
    ...(filter !== undefined && { filter }),
  };
}
