/**
 * What a device reports of a container, as a manifest has to say it: some values are read in another form than they are
 * reported in (container-management: updateagent/from_containers.go and to_containers.go). Pure.
 */
import { t } from '@vscode/l10n';
import { durationText } from '../agents/goValues.ts';

/** A value for a manifest; `inexact` where none makes the device report the same again, and why, as a sentence. */
export interface WrittenValue {
  readonly value: string;
  readonly inexact?: string;
}

export function writtenValue(key: string, reported: string): WrittenValue {
  if (key === 'restartTimeout') return seconds(reported);
  if (key === 'port') return { value: portValue(reported) };
  return { value: reported };
}

/** `<ip>:<host port>[-<end>]:<container port>/<protocol>`, where a port of 0 is left out with its colon. */
const reportedPort =
  /^(?:(?<ip>\d+(?:\.\d+){3}):)?(?<host>\d+(?:-\d+)?)?(?::(?<container>\d+))?\/(?<protocol>.*)$/s;

/** In a manifest both ports have to stand. */
function portValue(reported: string): string {
  const { ip, host = '0', container = '0', protocol } = reportedPort.exec(reported)?.groups ?? {};
  if (protocol === undefined) return reported;
  return `${ip === undefined ? '' : `${ip}:`}${host}:${container}/${protocol}`;
}

const nanoseconds: Readonly<Record<string, number>> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6, µs: 1e3, ns: 1 };

/** Reported is a duration of Go (`1m30s`), wanted is a whole number of seconds. */
function seconds(reported: string): WrittenValue {
  const digits = reported.replace(/^-/, '');
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|s|µs|ns))+$/.test(digits)) return { value: reported };
  let total = 0;
  for (const [, number, unit = ''] of digits.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|µs|ns)/g))
    total += Number(number) * (nanoseconds[unit] ?? 0);
  const whole = Math.round(total / 1e9) * (reported.startsWith('-') ? -1 : 1);
  if (durationText(whole) === reported) return { value: String(whole) };
  return {
    value: String(whole),
    inexact: t('restartTimeout is {0} on the device, and a manifest can only say whole seconds.', reported),
  };
}
