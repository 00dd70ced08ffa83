/** From the options of a call to a connected engine. */
import { readFile } from 'node:fs/promises';
import type { LanguageService } from '../../../server/src/service.ts';
import type { ConnectionProfile } from '../connections/profile.ts';
import { parseProfile } from '../connections/profiles.ts';
import { createEngine, type Engine } from '../engine.ts';
import { FaultError } from '../errors.ts';
import type { Disposable } from '../events.ts';
import type { WireMessage } from '../transports/transport.ts';
import { differenceFrom } from '../updates/afterApply.ts';
import { differencesOf } from '../updates/confirm.ts';
import { maskedText } from '../updates/maskedText.ts';
import { callConnection } from '../words/words.ts';
import type { ConnectionOptions } from './call.ts';
import { tellLosses } from './lossTelling.ts';
import type { Output } from './output.ts';
import { readSecrets } from './secrets.ts';

/** The one connection that a call has. */
export const connectionName = callConnection;

/**
 * Runs `work` with a connected engine and closes it afterwards, whatever happens. `note` tells meanwhile that the connection
 * is lost.
 * @throws FaultError where the options make no connection, or the broker cannot be reached.
 */
export async function withConnection<T>(
  options: ConnectionOptions,
  devices: readonly string[],
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
  work: (engine: Engine) => Promise<T>,
  note: (text: string) => void = output.note,
): Promise<T> {
  const profile = profileOf(options, devices);
  const engine = createEngine({
    ...(await readSecrets(options.secrets, signal, output.note)),
    readFile,
    describe: async (text, target) => service.describe({ text, format: 'json', target }),
    differences: async (sent, inventory) => {
      const manifest = { text: JSON.stringify(sent), format: 'json' } as const;
      return differencesOf(await differenceFrom({ manifest }, inventory, async (it) => service.plan(it)));
    },
  });
  if (options.verbose) {
    engine.onWire(({ direction, address, raw }) =>
      output.note(`${marks[direction]} ${address} ${maskedText(raw)}`),
    );
  }
  let losses: Disposable | undefined;
  try {
    await engine.configure([profile]);
    await engine.connect(connectionName, signal);
    losses = tellLosses(engine, note);
    return await work(engine);
  } finally {
    losses?.dispose();
    await engine.dispose();
  }
}

const marks: Readonly<Record<WireMessage['direction'], string>> = { out: '→', in: '←', note: '·' };

/** @throws FaultError where the options make no connection. */
export function profileOf(options: ConnectionOptions, devices: readonly string[]): ConnectionProfile {
  const { url, username, tenant, receive, addressing, direct, mqtt, registry } = options;
  const { ca, cert, key, serverName, fingerprint } = options;
  const versions: Readonly<Record<string, number>> = { '5': 5, '3.1.1': 4, '4': 4 };
  const { profile, faults } = parseProfile(
    {
      name: connectionName,
      url,
      devices: direct === undefined ? devices : [],
      username,
      tenant,
      receive,
      addressing,
      ...(direct !== undefined && { mode: 'direct', prefix: direct }),
      protocolVersion: mqtt === undefined ? undefined : (versions[mqtt] ?? mqtt),
      registry,
      tls: { caFile: ca, certFile: cert, keyFile: key, serverName, fingerprint },
    },
    'The call',
  );
  const [first] = faults;
  if (first !== undefined) throw new FaultError(first);
  if (profile === undefined) throw new TypeError('A connection without faults has a profile.');
  return profile;
}
