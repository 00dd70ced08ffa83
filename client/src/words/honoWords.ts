/** How a connection to an Eclipse Hono reads: where its commands go, and what it takes from others. */
import type { ConnectionProfile } from '../connections/profile.ts';
import type { TransportState } from '../transports/transport.ts';

/** A sentence; `code` marks an address. */
export function commandAddressWords(tenant: string, code: (address: string) => string): string {
  return `Commands go to ${code(`command/${tenant}/<device>`)}`;
}

/** What is received, and what that means for others or for what is seen here; `code` marks addresses and Hono's words. */
export function receiveWords(
  { receive = [] }: Pick<ConnectionProfile, 'receive'>,
  state?: TransportState,
  code = (text: string) => text,
): string {
  if (state?.kind === 'connected' && state.unheard !== undefined) {
    const why = state.whyUnheard === undefined ? '' : ` (${code(state.whyUnheard)})`;
    return `Does not receive from ${state.unheard.map(code).join(' and ')}, since Hono does not let it${why}`;
  }
  if (receive.length === 0)
    return 'Receives answers only: how an update goes on and ends, and what a device runs, is not heard';
  const heard = `Receives ${receive.join(' and ')}, which other consumers of the tenant then miss`;
  return receive.includes('events')
    ? heard
    : `${heard}; how an update goes on and ends, and what a device runs, is not heard without events`;
}

/** What a row says beside the state of an open connection, where less is heard than over a broker. Undefined where all is. */
export function deafWords(
  { receive = [] }: Pick<ConnectionProfile, 'receive'>,
  state: TransportState,
): string | undefined {
  if (!receive.includes('events')) return 'answers only';
  const unheard = state.kind === 'connected' ? (state.unheard ?? []) : [];
  return unheard.some((address) => address.startsWith('event/')) ? 'events refused' : undefined;
}
