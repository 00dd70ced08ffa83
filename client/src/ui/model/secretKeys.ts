/** How the keys begin under which secrets are stored, by what they open. */
export const secretKeys = {
  password: 'kanto.password:',
  passphrase: 'kanto.passphrase:',
  registryPassword: 'kanto.registryPassword:',
} as const;

/** True for the key of a secret, of whichever connection. */
export function isSecretKey(key: string): boolean {
  return Object.values(secretKeys).some((beginning) => key.startsWith(beginning));
}
