/** Sizes, restarts and logs of a container in words. Pure. */
import { t } from '@vscode/l10n';
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
  if (value === '') return t('No limit: an empty text is the same as leaving the key out.');
  if (key === 'memorySwap' && value === '-1') return t('Memory and swap together have no limit.');
  const size = sizeText(value);
  if (size === undefined) return sizeHint(value);
  switch (key) {
    case 'memorySwap': {
      const memory = component.config.findLast((entry) => entry.key === 'memory')?.value ?? '';
      const swap = (parseSize(value) ?? 0) - (parseSize(memory) ?? 0);
      const rest =
        parseSize(memory) !== undefined && swap >= 0
          ? t(
              ' With a `memory` of {0} that leaves {1}.',
              code(memory),
              swap === 0 ? t('no swap') : t('{0} of swap', binary(swap)),
            )
          : '';
      return t('Memory and swap together: at most {0}.{1}', size, rest);
    }
    case 'memoryReservation':
      return t('When the device is short of memory, the container is pressed down to {0}.', size);
    default:
      return t('At most {0}; what takes more is killed.', size);
  }
}

export function restartText(key: string, value: string, container: Container): string | undefined {
  const { restartPolicy, restartMaxRetries, restartTimeout } = container;
  const onFailure = restartPolicy === 'on-failure';
  if (key !== 'restartPolicy' && !onFailure)
    return t(
      '**Not read by the device**: the restart policy is {0}, and only `on-failure` counts.',
      code(restartPolicy),
    );
  const tries = restartMaxRetries === 0 ? t('as often as it fails') : times(restartMaxRetries);
  const pause = restartTimeout === 0 ? t('one minute') : seconds(restartTimeout);
  if (key === 'restartPolicy')
    return onFailure && restartMaxRetries >= 0 && restartTimeout >= 0
      ? t('Started again {0}, with pauses of at most {1}.', tries, pause)
      : undefined;
  const notWhole =
    parseInteger(value) === undefined
      ? t('{0} is no whole number: **the device takes 0**. ', code(value))
      : '';
  if (key === 'restartMaxRetries')
    return restartMaxRetries < 0 ? undefined : t('{0}Started again {1}.', notWhole, tries);
  return restartTimeout < 0
    ? undefined
    : t('{0}The pause between two attempts is at most {1}.', notWhole, pause);
}

function times(count: number): string {
  return count === 1 ? t('once at most') : t('{0} times at most', count);
}

/** `90` is `90 seconds (1 min 30 s)`. */
function seconds(count: number): string {
  const plain = count === 1 ? t('1 second') : t('{0} seconds', count);
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
    return t(
      '**Not read by the device**: the log driver is {0}, and only `json-file` writes files.',
      code(logDriver),
    );
  const size = parseSize(logMaxSize);
  const all =
    size !== undefined && logMaxFiles > 0
      ? t(' The logs take at most {0} × {1} = {2}.', logMaxFiles, binary(size), binary(size * logMaxFiles))
      : '';
  if (key === 'logMaxFiles') {
    const count = parseInteger(value);
    if (count === undefined)
      return t('{0} is no whole number: **the device takes 2**, the default.{1}', code(value), all);
    if (count === 0) return t('**The device takes 0 for 2**, the default.{0}', all);
    return count < 0 ? undefined : all.trim();
  }
  if (value === '') return t('The same as the default, `100M`.{0}', all);
  const text = sizeText(value);
  return text === undefined ? sizeHint(value) : t('A log file has at most {0}.{1}', text, all);
}

export function bufferText(value: string, { logMode }: Container): string {
  if (logMode !== 'non-blocking')
    return t(
      '**Not read by the device**: the log mode is {0}, and only `non-blocking` has a buffer.',
      code(logMode),
    );
  if (value === '') return t('The same as the default, `1M`.');
  const text = sizeText(value);
  return text === undefined ? sizeHint(value) : t('The buffer has {0}.', text);
}
