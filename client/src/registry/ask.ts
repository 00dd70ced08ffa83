/** The device registry of a connection, asked with what the connection has for it. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../connections/profile.ts';
import { FaultError, fault, faultOf } from '../errors.ts';
import { readTlsFiles } from '../transports/tlsFiles.ts';
import { type Listing, listDevices } from './list.ts';

export interface AskAccess {
  readonly password: () => Promise<string | undefined>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
}

/** Resolves with what {@link listDevices} says; rejects as it does. The profile has a registry and a tenant. */
export async function askRegistry(
  { name, registry, tenant, tls }: ConnectionProfile,
  { password, readFile }: AskAccess,
  signal: AbortSignal,
): Promise<Listing> {
  if (registry === undefined || tenant === undefined)
    throw new FaultError(fault('settings-malformed', t('{0} has no device registry, or no tenant.', name)));
  const caFile = registry.caFile ?? tls?.caFile;
  const ca = async () => {
    if (caFile === undefined) return undefined;
    try {
      return (await readTlsFiles({ caFile }, { readFile, passphrase: async () => undefined })).ca;
    } catch (error) {
      const { code, message } = faultOf(error, 'tls-file-unreadable');
      const setting = registry.caFile === undefined ? 'tls.caFile' : 'registry.caFile';
      throw new FaultError(fault(code, message, t('Check `{0}` of the connection.', setting)), {
        cause: error,
      });
    }
  };
  return listDevices({ registry, tenant }, { password, ca }, { signal });
}
