/** How a connection to an Eclipse Hono reads: where its commands go, and what it takes from others. */
import { t } from '@vscode/l10n';
import type { ConnectionProfile } from '../connections/profile.ts';
import { protocolOf } from '../connections/url.ts';
import { commandAddress, downstreamAddress, downstreamEndpoints, honoTopic } from '../protocol/hono.ts';
import type { TransportState } from '../transports/transport.ts';

type HonoProfile = Pick<ConnectionProfile, 'url' | 'receive'>;

/** A sentence; `code` marks an address. */
export function commandAddressWords(
  { url, tenant = '' }: Pick<ConnectionProfile, 'url' | 'tenant'>,
  code: (address: string) => string,
): string {
  return protocolOf(url) === 'kafka'
    ? t('Commands go to the topic {0}, with the device as key', code(honoTopic('command', tenant)))
    : t('Commands go to {0}', code(commandAddress(tenant, '<device>')));
}

/** Where that what is received comes from. */
export function receivedAddresses({ url, tenant = '', receive = [] }: ConnectionProfile): readonly string[] {
  const address = protocolOf(url) === 'kafka' ? honoTopic : downstreamAddress;
  return receive.map((it) => address(downstreamEndpoints[it], tenant));
}

/** What is received, and what that means for others or for what is seen here; `code` marks addresses and Hono's words. */
export function receiveWords(
  { url, receive = [] }: HonoProfile,
  state?: TransportState,
  code = (text: string) => text,
): string {
  if (state?.kind === 'connected' && state.unheard !== undefined) {
    const why = state.whyUnheard === undefined ? '' : ` (${code(state.whyUnheard)})`;
    return t(
      'Does not receive from {0}, since Hono does not let it{1}',
      state.unheard.map(code).join(t(' and ')),
      why,
    );
  }
  if (receive.length === 0)
    return t('Receives answers only: how an update goes on and ends, and what a device runs, is not heard');
  const all = receive.join(t(' and '));
  const heard =
    protocolOf(url) === 'kafka'
      ? t('Receives {0}, as every other consumer of the tenant still does', all)
      : t('Receives {0}, which other consumers of the tenant then miss', all);
  return receive.includes('events')
    ? heard
    : t('{0}; how an update goes on and ends, and what a device runs, is not heard without events', heard);
}

/** What a row says beside the state of an open connection, where less is heard than over a broker. Undefined where all is. */
export function deafWords(profile: ConnectionProfile, state: TransportState): string | undefined {
  if (!profile.receive?.includes('events')) return t('answers only');
  const unheard = state.kind === 'connected' ? (state.unheard ?? []) : [];
  const [events] = receivedAddresses({ ...profile, receive: ['events'] });
  return unheard.some((address) => address === events) ? t('events refused') : undefined;
}
