/**
 * Secrets in what a device reports, which it tells in the clear: none of them may get into a file. More is taken for a
 * secret here than what is warned of in a manifest: a false one costs a word to the user, a missed one the secret.
 */
import { importedSecret } from '../rules/placeholders.ts';
import { hasTellingValue, isSecret, isSecretArgument, masked } from '../rules/secrets.ts';

/** Names with such a word in them, wherever. */
const suspectName =
  /passw|passphrase|pwd|secret|token|credential|(?:api|private|access|auth|encryption|signing)[_-]?key/i;

/** Names that end so tell something about a secret, and not the secret. */
const aboutSecret =
  /(?:ttl|timeout|expir\w*|lifetime|max|min|limit|size|length|count|enabled?|disabled?|header|method|mode|path|file|dir|policy)$/i;

/** The value of an entry of a config, without the secrets in it: the same text where there is none. */
export function withoutSecrets(key: string, value: string): string {
  if (/PRIVATE KEY/.test(value) && isSecret('', value)) return keyless(value);
  if (key === 'env' || key === 'cmd') {
    const [, name, given] = /^([^=\s]+)=(.*)$/s.exec(value) ?? [];
    if (name !== undefined && given !== undefined && isSuspect(name, given))
      return `${name}=${importedSecret}`;
    return masked(value, importedSecret);
  }
  return isSecret(key, value) ? importedSecret : masked(value, importedSecret);
}

/** Arguments of a command: the value of an option can be the argument that follows it. */
export function argumentWithoutSecrets(before: string | undefined, argument: string): string {
  const announced = before !== undefined && /^-{1,2}[\w-]+$/.test(before) && !argument.startsWith('-');
  if (announced && (isSecretArgument(before, argument) || isSuspect(before, argument))) return importedSecret;
  return withoutSecrets('cmd', argument);
}

/** Of a key not even a part is kept. */
function keyless(value: string): string {
  const name = /^\w+=/.exec(value)?.[0] ?? '';
  return `${name}${importedSecret}`;
}

function isSuspect(name: string, value: string): boolean {
  if (isSecret(name, value)) return true;
  return suspectName.test(name) && !aboutSecret.test(name) && hasTellingValue(value);
}
