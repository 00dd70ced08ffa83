/** The PEM files of a connection, read anew at each connect and looked at before the network is. */
import { createPrivateKey } from 'node:crypto';
import { t } from '@vscode/l10n';
import type { TlsProfile } from '../connections/profile.ts';
import { type FaultCode, FaultError, fault } from '../errors.ts';
import { fileFaultWords } from '../words/fileFaults.ts';

export interface TlsFileAccess {
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Of the key file. Asked only where the file is encrypted, and never kept. */
  readonly passphrase: () => Promise<string | undefined>;
}

/** PEM texts. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  /** Decrypted. */
  readonly key?: string;
}

/** Throws a FaultError for a file that cannot be read or used, and for a pass-phrase that is missing or wrong. */
export async function readTlsFiles(tls: TlsProfile, access: TlsFileAccess): Promise<TlsFiles> {
  const ca = await read(t('CA file'), tls.caFile, access);
  // A file without any is taken without a word, and then no certificate is trusted.
  if (ca !== undefined && !ca.includes('-----BEGIN')) {
    throw new FaultError(
      fault(
        'tls-file-unreadable',
        t('The CA file "{0}" holds no certificate in PEM form.', tls.caFile ?? ''),
      ),
    );
  }
  const cert = await read(t('certificate file'), tls.certFile, access);
  const key = await read(t('key file'), tls.keyFile, access);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key: await decrypted(key, tls.keyFile ?? '', access) }),
  };
}

async function read(
  what: string,
  path: string | undefined,
  { readFile }: TlsFileAccess,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  try {
    return Buffer.from(await readFile(path)).toString('latin1');
  } catch (error) {
    const why = fileFaultWords(error);
    throw new FaultError(
      fault('tls-file-unreadable', t('The {0} "{1}" cannot be read: {2}.', what, path, why)),
      {
        cause: error,
      },
    );
  }
}

/** `ENCRYPTED PRIVATE KEY` of PKCS #8, `Proc-Type: 4,ENCRYPTED` of the older forms. */
function isEncryptedKey(pem: string): boolean {
  return /^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

async function decrypted(pem: string, path: string, access: TlsFileAccess): Promise<string> {
  if (!isEncryptedKey(pem)) return pem;
  const passphrase = await access.passphrase();
  if (passphrase === undefined || passphrase === '') {
    throw refused(
      'passphrase-required',
      t('The key file "{0}" is encrypted, and no pass-phrase was given.', path),
    );
  }
  try {
    return createPrivateKey({ key: pem, passphrase }).export({ type: 'pkcs8', format: 'pem' }).toString();
  } catch (error) {
    // The error tells how far decrypting came, which is of no use to a person.
    throw refused('passphrase-refused', t('The pass-phrase does not open the key file "{0}".', path), error);
  }
}

function refused(code: FaultCode, message: string, cause?: unknown): FaultError {
  return new FaultError(fault(code, message), cause === undefined ? undefined : { cause });
}
