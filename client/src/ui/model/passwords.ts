/** Under which key a connection's password is stored. */
import type { ConnectionProfile } from '../../connections/profile.ts';

/**
 * The key in the secret storage: bound to name, host and user, so that a connection that is aimed at another host
 * does not take a password there. Undefined where the connection names no user: then there is no password.
 */
export function passwordKey(
  profile: Pick<ConnectionProfile, 'name' | 'url' | 'username'>,
): string | undefined {
  if (profile.username === undefined || profile.username === '') return undefined;
  return `kanto.password:${JSON.stringify([profile.name, hostOf(profile.url), profile.username])}`;
}

/** `broker.example.com:8883`; the text itself where it is no URL. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
