/** Config values of the domain `containers` by their grammar: what may follow what is typed already. */
import { t } from '@vscode/l10n';
import { parseMount, parseSize, propagationModes } from '../../agents/containerValues.ts';
import type { ConfigEntry } from '../../manifest/model.ts';
import { type Neighbours, usedElsewhere } from './neighbours.ts';
import { portProposals } from './ports.ts';

/** A whole value, or its beginning. */
export interface Proposal {
  readonly text: string;
  readonly detail?: string;
  /** It is only the beginning: the author goes on behind it. */
  readonly open?: boolean;
}

/** Keys whose values have parts: what is proposed depends on what is typed. */
export const composedKeys: readonly string[] = [
  'port',
  'mount',
  'device',
  'host',
  'env',
  'image',
  'memory',
  'memorySwap',
  'memoryReservation',
  'logMaxSize',
  'logMaxBufferSize',
];

/**
 * Values for a key, the likeliest first; empty where the schema knows all there is. `typed`: what stands before the
 * cursor, which every proposal for a composed value begins with, or is unlike altogether.
 */
export function containerValues(key: string, typed: string, around: Neighbours): readonly Proposal[] {
  switch (key) {
    case 'port':
      return portProposals(typed, around);
    case 'mount':
      return mounts(typed, around);
    case 'device':
      return devices(typed, around);
    case 'host':
      return hosts(typed, around);
    case 'env':
      return environment(typed, around);
    case 'image':
      return images(typed, around);
    case 'memory':
    case 'memorySwap':
    case 'memoryReservation':
    case 'logMaxSize':
    case 'logMaxBufferSize':
      return sizes(key, typed, around);
    case 'restartMaxRetries':
      return [
        { text: '3', detail: t('three attempts') },
        { text: '10', detail: t('ten attempts') },
        { text: '0', detail: t('no limit (default)') },
      ];
    case 'restartTimeout':
      return [
        { text: '10', detail: '10 seconds' },
        { text: '30', detail: '30 seconds' },
        { text: '300', detail: '5 minutes' },
        { text: '0', detail: t('one minute (default)') },
      ];
    case 'cmd':
      return elsewhere('cmd', around);
    case 'logPath':
      return [
        ...(around.id === '' ? [] : [{ text: `/var/log/${around.id}`, detail: t('a directory of its own') }]),
        ...elsewhere('logPath', around),
      ];
    default:
      return [];
  }
}

function elsewhere(key: string, around: Neighbours): Proposal[] {
  return usedElsewhere(around, key, ownValues(around.entries, key)).map((text) => ({
    text,
    detail: t('used by another component'),
  }));
}

/** The values that the component has for the key already. */
function ownValues(entries: readonly ConfigEntry[], key: string): ReadonlySet<string> {
  return new Set(entries.filter((entry) => entry.key === key).map(({ value }) => value));
}

const propagationDetails = (): Readonly<Record<string, string>> => ({
  rprivate: t('default: later mounts are not seen on the other side'),
  private: t('later mounts are not seen, those deeper down aside'),
  rshared: t('later mounts are seen on both sides'),
  shared: t('later mounts are seen on both sides, those deeper down aside'),
  rslave: t('later mounts of the device are seen in the container'),
  slave: t('later mounts of the device are seen, those deeper down aside'),
});

function mounts(typed: string, around: Neighbours): Proposal[] {
  const [source = '', destination, propagation] = typed.split(':');
  if (source !== '' && destination !== undefined && (destination !== '' || propagation !== undefined)) {
    if (destination === '') return [];
    const whole = propagation === undefined ? [{ text: `${source}:${destination}`, detail: 'mount' }] : [];
    return [
      ...elsewhere('mount', around).filter(({ text }) => text.startsWith(typed)),
      ...whole,
      ...propagationModes.map((mode) => ({
        text: `${source}:${destination}:${mode}`,
        detail: propagationDetails()[mode] ?? '',
      })),
    ];
  }
  const used = elsewhere('mount', around);
  if (!source.startsWith('/'))
    return [
      ...used,
      ...(around.id === ''
        ? []
        : [{ text: `/var/lib/${around.id}:/data`, detail: t('a directory of the device') }]),
      { text: '/etc/localtime:/etc/localtime', detail: t('the time zone of the device') },
    ];
  const destinations = [...around.others.flatMap(({ component }) => component.config), ...around.entries]
    .filter((entry) => entry.key === 'mount')
    .flatMap(({ value }) => {
      const mount = parseMount(value);
      return 'wrong' in mount || mount.source !== source ? [] : [mount.destination];
    });
  const path = source.length > 1 && !source.endsWith('/') ? [source] : [];
  return [
    ...[...new Set([...path, ...destinations])].slice(0, 10).map((target) => ({
      text: `${source}:${target}`,
      detail: target === source ? t('the same path in the container') : t('used by another component'),
    })),
    ...(destination === undefined ? used : []),
  ];
}

const commonDevices = [
  '/dev/ttyUSB0',
  '/dev/ttyACM0',
  '/dev/ttyS0',
  '/dev/i2c-1',
  '/dev/spidev0.0',
  '/dev/gpiochip0',
  '/dev/video0',
];

const rights = (): readonly (readonly [letters: string, detail: string])[] => [
  ['rw', t('read and write')],
  ['r', t('read only')],
  ['w', t('write only')],
  ['rwm', t('read, write, create nodes (default)')],
];

function devices(typed: string, around: Neighbours): Proposal[] {
  const [host = '', container, letters] = typed.split(':');
  if (host !== '' && container !== undefined && (container !== '' || letters !== undefined)) {
    if (container === '') return [];
    const whole =
      letters === undefined ? [{ text: `${host}:${container}`, detail: t('read, write, create nodes') }] : [];
    return [
      ...elsewhere('device', around).filter(({ text }) => text.startsWith(typed)),
      ...whole,
      ...rights().map(([mode, detail]) => ({ text: `${host}:${container}:${mode}`, detail })),
    ];
  }
  const used = elsewhere('device', around);
  if (host.length > '/dev/'.length && host.startsWith('/dev/'))
    return [
      { text: `${host}:${host}`, detail: t('the same name in the container') },
      ...(container === undefined ? used : []),
      ...commonDevices
        .filter((device) => device.startsWith(host) && device !== host && container === undefined)
        .map((device) => ({ text: `${device}:${device}` })),
    ];
  return [...used, ...commonDevices.map((device) => ({ text: `${device}:${device}` }))];
}

/** `<name>:<ip>`; for the address stand words that the device replaces (container-management: extra hosts). */
function hosts(typed: string, around: Neighbours): Proposal[] {
  const { id, entries, others } = around;
  const names = others.map(({ component }) => component.id).filter((name) => name !== '' && name !== id);
  const isHostNetwork = entries.some(({ key, value }) => key === 'network' && value === 'host');
  const unfit = (value: string) =>
    (isHostNetwork && value.includes(':host_ip')) || value.endsWith(`:container_${id}-host`);
  const used = elsewhere('host', around).filter(({ text }) => !unfit(text));
  const colon = typed.indexOf(':');
  if (colon > 0) {
    const name = typed.slice(0, colon);
    return [
      ...used.filter(({ text }) => text.startsWith(typed)),
      ...names.slice(0, 50).map((other) => ({
        text: `${name}:container_${other}-host`,
        detail: t('the container {0}', other),
      })),
      ...(isHostNetwork
        ? []
        : [
            { text: `${name}:host_ip`, detail: t('the device, on the default bridge') },
            { text: `${name}:host_ip_`, detail: t('the device, on an interface'), open: true },
          ]),
    ];
  }
  const called = /^[\w.-]+$/.test(typed) ? hosts(`${typed}:`, around) : [];
  return [
    ...called,
    ...used,
    ...names
      .slice(0, 50)
      .map((name) => ({ text: `${name}:container_${name}-host`, detail: t('the container {0}', name) })),
    ...(isHostNetwork ? [] : [{ text: 'device:host_ip', detail: t('the device, on the default bridge') }]),
  ];
}

/** Variables that other components have; of one name there can be only one. */
function environment(typed: string, around: Neighbours): Proposal[] {
  const nameOf = (value: string) => value.split('=')[0] ?? '';
  const own = new Set([...ownValues(around.entries, 'env')].map(nameOf));
  const values = elsewhere('env', around).filter(({ text }) => !own.has(nameOf(text)));
  const names = [...new Set(values.map(({ text }) => nameOf(text)))];
  const open = names
    .filter(() => !typed.includes('='))
    .map((name) => ({ text: `${name}=`, detail: t('with a value of its own'), open: true }));
  return [...values, ...open];
}

function images(typed: string, around: Neighbours): Proposal[] {
  const { version, id } = around;
  const own: Proposal[] = [];
  // A tag in the making: behind the last part of the name.
  const isNamed = /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)+(?::[\w.-]*)?$/.test(typed);
  const name = isNamed ? typed.replace(/:[^/:]*$/, '') : '';
  if (name !== '' && version !== '')
    own.push({ text: `${name}:${version}`, detail: t('version of the component') });
  if (name !== '') own.push({ text: `${name}:latest`, detail: t('moves, and is not fetched again') });
  if (id !== '' && version !== '')
    own.push({ text: `docker.io/library/${id}:${version}`, detail: t('id and version of the component') });
  return [...own, ...elsewhere('image', around)];
}

const commonSizes: Readonly<Record<string, readonly string[]>> = {
  memory: ['64M', '128M', '256M', '512M', '1G', '2G'],
  memorySwap: ['-1', '256M', '512M', '1G', '2G'],
  memoryReservation: ['32M', '64M', '128M', '256M', '512M'],
  logMaxSize: ['10M', '50M', '100M'],
  logMaxBufferSize: ['512k', '1M', '4M'],
};

const unitNames = { M: 'MiB', G: 'GiB', k: 'KiB' } as const;

function sizes(key: string, typed: string, around: Neighbours): Proposal[] {
  const memory = parseSize(around.entries.findLast((entry) => entry.key === 'memory')?.value ?? '');
  const isPossible = ({ text }: Proposal) => {
    const bytes = parseSize(text);
    if (text === '-1') return true;
    if (bytes === undefined) return false;
    if (key === 'memory') return bytes >= 3 * 1024 ** 2;
    if (key === 'memorySwap') return memory !== undefined && bytes >= memory;
    return key !== 'memoryReservation' || memory === undefined || bytes <= memory;
  };
  const number = /^(\d+(?:\.\d+)?) ?[kKmMgG]?$/.exec(typed)?.[1];
  const proposals =
    number === undefined
      ? (commonSizes[key] ?? []).map((text) => ({ text, ...sizeDetail(text, key) }))
      : (['M', 'G', 'k'] as const).map((unit) => ({
          text: `${number}${unit}`,
          detail: `${number} ${unitNames[unit]}`,
        }));
  const used = elsewhere(key, around).filter(({ text }) => text.startsWith(typed));
  return [...proposals, ...used].filter(isPossible);
}

function sizeDetail(text: string, key: string): { detail?: string } {
  if (text === '-1') return { detail: t('no limit') };
  return text === '100M' && key === 'logMaxSize' ? { detail: 'default' } : {};
}
