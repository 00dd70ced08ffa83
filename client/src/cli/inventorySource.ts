/** What a device reports that it runs: asked of itself, or out of a file. */
import type { JsonValue } from '../../../server/src/messages.ts';
import type { LanguageService } from '../../../server/src/service.ts';
import { roughly } from '../words/words.ts';
import type { InventorySource } from './call.ts';
import { connectionName, withConnection } from './connect.ts';
import { readTextFile } from './manifestFile.ts';
import type { Output } from './output.ts';

export interface Reported {
  readonly inventory: JsonValue;
  /** Absent where a file told it. */
  readonly device?: string;
  /** Of the device, where it is known. */
  readonly tenant?: string;
  /** When the device reported it, ms since the epoch. */
  readonly time?: number;
}

/** @throws FaultError where the file cannot be read, or the device does not report. */
export async function reportedBy(
  source: InventorySource,
  service: LanguageService,
  output: Output,
  signal: AbortSignal,
): Promise<Reported> {
  if ('inventory' in source) return { inventory: await readTextFile(source.inventory, signal) };
  const { connection, device, timeout } = source;
  return withConnection(connection, [device], service, output, signal, async (engine) => {
    const { inventory, time } = await engine.inventory({
      connection: connectionName,
      device,
      responseTimeout: timeout,
      updateTimeout: timeout,
      signal,
    });
    // In direct mode it is what the broker has kept.
    if (connection.direct !== undefined) output.note(`${device} reported what it runs ${agoWords(time)}.`);
    const known = engine.devices(connectionName).find(({ id }) => id === device);
    const tenant = known?.tenant ?? connection.tenant;
    return { inventory, device, time, ...(tenant !== undefined && { tenant }) };
  });
}

/** `edge:device of the tenant demo`; undefined where a file told it. */
export function whose({ device, tenant }: Pick<Reported, 'device' | 'tenant'>): string | undefined {
  return device !== undefined && tenant !== undefined ? `${device} of the tenant ${tenant}` : device;
}

/** `at 2026-01-02T00:00:00.000Z, 38 min ago` */
function agoWords(time: number): string {
  return `at ${new Date(time).toISOString()}, ${roughly(Date.now() - time)} ago`;
}
