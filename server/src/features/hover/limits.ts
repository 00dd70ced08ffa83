/** Sizes, restarts and logs of a container in words. Pure. */
import type { ContainerReading } from '../../agents/containers.ts';
import { parseSize } from '../../agents/containerValues.ts';
import { parseInteger } from '../../agents/goValues.ts';
import type { Component } from '../../manifest/model.ts';
import { sizeHint } from '../../rules/sizes.ts';
import { code } from '../markdown.ts';

type Container = ContainerReading['container'];

/** `512M` is `536,870,912 bytes (512 MiB)`; undefined where it is no size. */
function sizeText(text: string): string | undefined {
  const bytes = parseSize(text);
  return bytes === undefined ? undefined : `**${bytes.toLocaleString('en-US')} bytes** (${binary(bytes)})`;
}

function binary(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${Number(value.toFixed(2))} ${units[unit]}`;
}

export function memoryText(key: string, value: string, component: Component): string {
  if (value === '') return 'No limit: an empty text is the same as leaving the key out.';
  if (key === 'memorySwap' && value === '-1') return 'Memory and swap together have no limit.';
  const size = sizeText(value);
  if (size === undefined) return sizeHint(value);
  switch (key) {
    case 'memorySwap': {
      const memory = component.config.findLast((entry) => entry.key === 'memory')?.value ?? '';
      const swap = (parseSize(value) ?? 0) - (parseSize(memory) ?? 0);
      const rest =
        parseSize(memory) !== undefined && swap >= 0
          ? ` With a \`memory\` of ${code(memory)} that leaves ${swap === 0 ? 'no swap' : `${binary(swap)} of swap`}.`
          : '';
      return `Memory and swap together: at most ${size}.${rest}`;
    }
    case 'memoryReservation':
      return `When the device is short of memory, the container is pressed down to ${size}.`;
    default:
      return `At most ${size}; what takes more is killed.`;
  }
}

export function restartText(key: string, value: string, container: Container): string | undefined {
  const { restartPolicy, restartMaxRetries, restartTimeout } = container;
  const onFailure = restartPolicy === 'on-failure';
  if (key !== 'restartPolicy' && !onFailure)
    return `**Not read by the device**: the restart policy is ${code(restartPolicy)}, and only \`on-failure\` counts.`;
  const tries = restartMaxRetries === 0 ? 'as often as it fails' : times(restartMaxRetries);
  const pause = restartTimeout === 0 ? 'one minute' : seconds(restartTimeout);
  if (key === 'restartPolicy')
    return onFailure && restartMaxRetries >= 0 && restartTimeout >= 0
      ? `Started again ${tries}, with pauses of at most ${pause}.`
      : undefined;
  const notWhole =
    parseInteger(value) === undefined ? `${code(value)} is no whole number: **the device takes 0**. ` : '';
  if (key === 'restartMaxRetries')
    return restartMaxRetries < 0 ? undefined : `${notWhole}Started again ${tries}.`;
  return restartTimeout < 0 ? undefined : `${notWhole}The pause between two attempts is at most ${pause}.`;
}

function times(count: number): string {
  return count === 1 ? 'once at most' : `${count} times at most`;
}

/** `90` is `90 seconds (1 min 30 s)`. */
function seconds(count: number): string {
  const plain = count === 1 ? '1 second' : `${count} seconds`;
  if (count < 60) return plain;
  const hours = Math.floor(count / 3600);
  const minutes = Math.floor((count % 3600) / 60);
  const parts = [
    hours > 0 && `${hours} h`,
    minutes > 0 && `${minutes} min`,
    count % 60 > 0 && `${count % 60} s`,
  ];
  return `${plain} (${parts.filter(Boolean).join(' ')})`;
}

export function logFilesText(key: string, value: string, container: Container): string | undefined {
  const { logDriver, logMaxFiles, logMaxSize } = container;
  if (logDriver !== 'json-file')
    return `**Not read by the device**: the log driver is ${code(logDriver)}, and only \`json-file\` writes files.`;
  const size = parseSize(logMaxSize);
  const all =
    size !== undefined && logMaxFiles > 0
      ? ` The logs take at most ${logMaxFiles} × ${binary(size)} = ${binary(size * logMaxFiles)}.`
      : '';
  if (key === 'logMaxFiles') {
    const count = parseInteger(value);
    if (count === undefined)
      return `${code(value)} is no whole number: **the device takes 2**, the default.${all}`;
    if (count === 0) return `**The device takes 0 for 2**, the default.${all}`;
    return count < 0 ? undefined : all.trim();
  }
  if (value === '') return `The same as the default, \`100M\`.${all}`;
  const text = sizeText(value);
  return text === undefined ? sizeHint(value) : `A log file has at most ${text}.${all}`;
}

export function bufferText(value: string, { logMode }: Container): string {
  if (logMode !== 'non-blocking')
    return `**Not read by the device**: the log mode is ${code(logMode)}, and only \`non-blocking\` has a buffer.`;
  if (value === '') return 'The same as the default, `1M`.';
  const text = sizeText(value);
  return text === undefined ? sizeHint(value) : `The buffer has ${text}.`;
}
