/**
 * Manifests by chance, as texts of JSON: what authors write, and everything that can go wrong with it. Made as texts and
 * not as values, since a text can say what no value holds: keys that repeat, numbers in many spellings.
 */
import fc from 'fast-check';

/** A JSON text that is still to be joined. */
export type Json = fc.Arbitrary<string>;

const json = (value: unknown): string => JSON.stringify(value);
const constants = (...values: readonly unknown[]): Json => fc.constantFrom(...values.map(json));

/** Characters that decoders, trimmers and grammars disagree on. */
const odd = fc.constantFrom(
  ...[' ', '\t', '\n', '\r', '\u000b', '\u0085', '\u00a0', '\u2028', '\u3000', '\ufeff', '\u0000', '\ud800'],
  ...['é', 'ä', '\u017f', '\u212a', '\u0130', '😀', '٣', '０'],
  ...[':', '/', '-', '+', '.', '_', '=', ',', '@', '%', '$', '{', '<', '"', "'", '\\', '#', '*', '&', '|'],
  ...['0', '1', '9', 'a', 'A', 'k', 'M', 'e', 'E', 'x', 'n'],
);

/** A written value with something put in, taken out, put around, or in another letter case. */
function spoiled(value: string): fc.Arbitrary<string> {
  const at = fc.nat(value.length);
  return fc.oneof(
    fc.tuple(at, odd).map(([index, it]) => value.slice(0, index) + it + value.slice(index)),
    at.map((index) => value.slice(0, index) + value.slice(index + 1)),
    odd.map((it) => it + value),
    odd.map((it) => value + it),
    fc.constant(value.toUpperCase()),
    fc.constant(value.toLowerCase()),
    fc.constant(`${value}${value}`),
  );
}

const anyText = fc.oneof(
  fc.array(odd, { maxLength: 6 }).map((characters) => characters.join('')),
  fc.string({ maxLength: 8 }),
);

const numbers = fc.constantFrom(
  ...['0', '-0', '1', '-1', '1.1', '1.0', '1e2', '1E+2', '-1.5e-3', '1e400', '4294967296', '2147483648'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775809'],
  ...['18446744073709551615', '18446744073709551616', '99999999999999999999'],
);

/** Something else than what is wanted there. */
const wrong: Json = fc.oneof(
  numbers,
  fc.constantFrom(
    'null',
    'true',
    'false',
    '[]',
    '{}',
    '[null]',
    '[1]',
    '["x"]',
    '{"a":1}',
    '""',
    '"x"',
    '[[]]',
  ),
);

/** Mostly this; sometimes something else. */
function mostly(usual: Json, other: Json, often = 19): Json {
  return fc.oneof({ arbitrary: usual, weight: 8 * often }, { arbitrary: other, weight: 1 });
}

/** Mostly the first of these texts, sometimes another, or one that is spoiled; rarely no text at all. */
function text(...values: readonly string[]): Json {
  const known = fc.constantFrom(...values);
  const value = fc.oneof(
    { arbitrary: fc.constantFrom(...values.slice(0, 3)), weight: 60 },
    { arbitrary: known, weight: 16 },
    { arbitrary: known.chain(spoiled), weight: 4 },
    { arbitrary: anyText, weight: 1 },
  );
  return mostly(value.map(json), wrong);
}

/** Digits in many spellings. */
const integerTexts = [
  ...['1', '3', '10', '0', '2', '30', '60', '+3', '-1', '-0', '00', '010', '0x10', '1.5', '1e3', '1_000'],
  ...['9007199254740993', '2147483648', '9223372036', '9223372037', '18446744073', '18446744074'],
  ...['9223372036854775807', '9223372036854775808', '-9223372036854775808', '99999999999999999999'],
  ...['10s', '1m', '', ' 3', 'abc', '-9223372036', '-9223372037', '27670116110'],
];

const sizeTexts = [
  ...[
    '200M',
    '200M',
    '512M',
    '1M',
    '3M',
    '2.9M',
    '3072k',
    '3071k',
    '3145728',
    '100M',
    '200M',
    '200m',
    '201M',
    '1G',
    '1.5G',
  ],
  ...[
    '10 M',
    '10  M',
    '1.2.3M',
    '1.M',
    '.5M',
    '100',
    '512MB',
    '1T',
    '1KiB',
    'M',
    '-1M',
    '-1',
    '-2',
    '0',
    '0M',
  ],
  ...[
    '0.0k',
    '99999999999G',
    '9999999999999999999999999999G',
    '1e3M',
    '',
    'unlimited',
    '+3M',
    '3072K',
    '1.0000001G',
  ],
];

/** Values of each config key. */
const values: Readonly<Record<string, readonly string[]>> = {
  image: [
    'nginx',
    'nginx:latest',
    'localhost:5000/x:1',
    `x@sha256:${'a'.repeat(64)}`,
    '',
    ':1',
    '$image',
    ' ',
  ],
  env: [
    'A',
    'A=b',
    'A=',
    '_=x',
    'FOO_1=x=y',
    '1A=b',
    'A-B=c',
    '=x',
    'A B',
    '',
    'A=b\nc',
    'A=\r',
    'PASSWORD=x',
    'a=😀',
  ],
  cmd: ['echo', '--flag', '', '$HOME', 'a b'],
  port: [
    ...[
      '80:80',
      '443:443/tcp',
      '53:53/udp',
      '127.0.0.1:8080-8090:80/tcp',
      '0.0.0.0:80:80',
      '80',
      '80:',
      ':80',
      '',
    ],
    ...[
      'localhost:80:80',
      '80:80-90',
      '80:70000',
      '70000:80',
      '-1:80',
      '+80:80',
      '080:80',
      '80 : 80',
      ' 80:80 ',
    ],
    ...[
      '80:80/',
      '80:80/tcp/udp',
      '/',
      '80:80/ tcp',
      '[::1]:80:80',
      '::1:80:80',
      '1.2.3:80:80',
      '01.2.3.4:80:80',
    ],
    ...[
      '256.1.1.1:80:80',
      '80-:80',
      '-80:80',
      '1-2-3:80',
      ' 80 - 90 :80',
      '90-80:80',
      '2147483648:80',
      '0:0',
      'a:b',
    ],
    ...[
      '80\u0085:80',
      '\ufeff80:80',
      '80:80\u0085',
      '1.2.3.4 :80:80',
      '80:80 /tcp',
      '2147483647:80',
      '-2147483648:1',
    ],
  ],
  mount: [
    '/a:/b',
    '/a:/b:rprivate',
    '/a:/b:slave',
    '/a:/b:ro',
    '/a:/b:',
    '/a',
    ':/b',
    '/a:',
    ':',
    '::',
    'a:b:c:d',
    '',
    ' /a:/b ',
  ],
  device: [
    '/dev/a:/dev/b',
    '/dev/a:/dev/b:rwm',
    '/dev/a:',
    ':/dev/b',
    ':',
    '/dev/a',
    'a:b:rw m',
    'a:b:rwmr',
    'a:b:',
    '',
    ' a:b ',
    '::r',
  ],
  host: [
    'db:10.0.0.1',
    'db:container_a-host',
    'h:host_ip',
    'h:host_ip_eth0',
    'h:host_ip_',
    'a',
    '',
    'a:b:c',
    ':host_ip',
    'a:b:host_ip',
  ],
  network: ['bridge', 'bridge', '', 'host', 'none', 'Host', ' host', 'overlay'],
  privileged: ['true', 'false', '1', '0', 't', 'F', 'TRUE', 'tRUE', 'yes', '', ' true', 'on'],
  terminal: ['true', 'false', 'T', 'True', 'no', '', 'TrUe', '2'],
  interactive: ['true', 'f', 'FALSE', 'y', '', '01'],
  restartPolicy: [
    'always',
    'on-failure',
    'on-failure',
    'no',
    'unless-stopped',
    'on_failure',
    'Always',
    '',
    ' no',
  ],
  restartMaxRetries: integerTexts,
  restartTimeout: integerTexts,
  logDriver: ['json-file', 'none', '', 'syslog', 'JSON-FILE'],
  logMaxFiles: integerTexts,
  logMaxSize: sizeTexts,
  logPath: ['/var/log', '', ' '],
  logMode: ['blocking', 'non-blocking', '', 'async', 'Blocking'],
  logMaxBufferSize: sizeTexts,
  memory: sizeTexts,
  memorySwap: sizeTexts,
  memoryReservation: sizeTexts,
};

/** Keys that no agent knows, some of them nearly. */
const strangeKeys = [
  'Image',
  'IMAGE',
  'foo',
  'ports',
  'hostName',
  'status',
  'restart',
  'systemContainers',
  '',
  ' env',
  '__proto__',
];

/** Field names in letter cases that the decoder takes, and in some that it does not. */
function field(name: string): fc.Arbitrary<string> {
  const other = fc.constantFrom(
    name.toUpperCase(),
    `${name[0]?.toUpperCase()}${name.slice(1)}`,
    name.replace('s', '\u017f'),
    name.replace('k', '\u212a'),
    name.replace('i', '\u0130'),
    ` ${name}`,
  );
  return fc.oneof({ arbitrary: fc.constant(name), weight: 200 }, { arbitrary: other, weight: 1 });
}

type Field = readonly [name: fc.Arbitrary<string>, value: Json];

/** An object of these fields: each of them mostly there, in any order, rarely one twice or one that nobody knows. */
function object(...fields: readonly Field[]): Json {
  const one = (entry: Field) =>
    fc.tuple(entry[0].map(json), entry[1]).map(([key, value]) => `${key}:${value}`);
  const written = fields.map((entry) => fc.option(one(entry), { freq: 60, nil: undefined }));
  const all = fields.map(one);
  const extra = fc.option(fc.oneof(...all, fc.constantFrom('"extra":1', '"x-note":"y"', '"":null')), {
    freq: 30,
    nil: undefined,
  });
  // `freq` of an option counts how often there is none; here it is wanted the other way.
  return fc
    .tuple(
      fc.tuple(...written),
      fc.oneof({ arbitrary: fc.constant(undefined), weight: 12 }, { arbitrary: extra, weight: 1 }),
      fc.nat(7),
    )
    .map(([entries, more, turn]) => {
      const parts = [...entries, more].filter((it) => it !== undefined);
      const from = turn % 4 === 0 ? turn % Math.max(1, parts.length) : 0;
      return `{${[...parts.slice(from), ...parts.slice(0, from)].join(',')}}`;
    });
}

function list(item: Json, most: number, nulls = 20): Json {
  return fc
    .array(mostly(item, fc.constant('null'), nulls), { maxLength: most })
    .map((items) => `[${items.join(',')}]`);
}

const configEntry: Json = fc
  .oneof(
    { arbitrary: fc.constantFrom(...Object.keys(values)), weight: 24 },
    { arbitrary: fc.constantFrom(...strangeKeys), weight: 1 },
  )
  .chain((key) =>
    object(
      [field('key'), mostly(constants(key), wrong, 80)],
      [field('value'), text(...(Object.hasOwn(values, key) ? (values[key] ?? []) : ['x', '']))],
    ),
  );

const goodIds = ['a', 'b', 'influxdb', 'My-App', 'a.b_c-1', '_x', '0start'];
const badIds = [
  'containers:influxdb',
  'a:b',
  'my app',
  '',
  '.dot',
  '-dash',
  'é',
  'a/b',
  'name@1',
  'a\n',
  ' a',
];

const component: Json = object(
  [field('id'), mostly(constants(...goodIds), text(...badIds), 12)],
  [field('version'), mostly(constants('1', '1.0', '2.7.1', 'latest'), text('', '$version'), 12)],
  [field('config'), mostly(list(configEntry, 6), wrong, 60)],
);

const domainConfigEntry: Json = object(
  [field('key'), mostly(constants('systemContainers'), text('source', 'SystemContainers', ''), 4)],
  [field('value'), text('a, b', '', 'x', ' a ,')],
);

const domain: Json = object(
  [field('id'), mostly(constants('containers'), text('firmware', 'Containers', '', 'containers '), 12)],
  [field('config'), mostly(list(domainConfigEntry, 2), wrong, 20)],
  [field('components'), mostly(list(component, 3), wrong, 60)],
);

const references = [
  ...goodIds.map((id) => `containers:${id}`),
  ...[
    'containers:',
    'containers:missing',
    'containers',
    'a',
    '',
    'domain:component1',
    'Containers:a',
    'firmware:x',
  ],
  ...badIds.map((id) => `containers:${id}`),
];

const baseline: Json = object(
  [field('title'), mostly(constants('b0', 'b1', ''), wrong, 20)],
  [field('components'), mostly(list(text(...references), 3), wrong, 40)],
  [field('preconditions'), mostly(constants('x', ''), wrong, 12)],
);

export const desiredState: Json = object(
  [field('domains'), mostly(list(domain, 2), wrong, 60)],
  [field('baselines'), mostly(list(baseline, 2), wrong, 60)],
);

const timestamp = mostly(fc.constantFrom('0', '1795293760242'), fc.oneof(numbers, wrong), 6);

/** `value` of an apply. */
export const applyValue: Json = object(
  [field('activityId'), text('a', '')],
  [field('timestamp'), timestamp],
  [field('desiredState'), mostly(desiredState, wrong, 30)],
);

export const refreshValue: Json = object(
  [field('activityId'), text('a', '')],
  [field('timestamp'), timestamp],
);

// --- SoftwareUpdatable ---

const protocols = ['HTTP', 'HTTPS', 'FTP', 'SFTP', 'FILE', 'https', ''];
const link: Json = object(
  [field('url'), text('https://example.test/a.json', 'http://x/y', 'not a url', '', 'ftp://x/y')],
  [field('md5url'), text('https://example.test/a.md5')],
);
const hashes = ['8c5a0fa2c01e218262d672bf643652fd', 'zz', '', 'A'.repeat(40), 'b'.repeat(64)];

const artifact: Json = object(
  [field('filename'), text('a.json', '')],
  [
    field('download'),
    mostly(
      object([fc.constantFrom(...protocols), mostly(link, wrong)], [fc.constantFrom(...protocols), link]),
      wrong,
      30,
    ),
  ],
  [
    field('checksums'),
    mostly(object([fc.constantFrom('MD5', 'SHA1', 'SHA256', 'sha256', 'SHA-1'), text(...hashes)]), wrong, 30),
  ],
  [field('size'), mostly(fc.constantFrom('0', '1', '100'), fc.oneof(numbers, wrong), 8)],
);

const common: readonly Field[] = [
  [field('correlationId'), text('c', '')],
  [field('weight'), mostly(fc.constantFrom('0', '1'), fc.oneof(numbers, wrong), 8)],
  [field('metadata'), mostly(object([fc.constantFrom('a', 'A', ''), text('x')]), wrong, 12)],
  [field('forced'), mostly(fc.constantFrom('true', 'false'), wrong, 20)],
];

const softwareModule: Json = object(
  [
    field('softwareModule'),
    mostly(object([field('name'), text('a', '')], [field('version'), text('1', '')]), wrong, 20),
  ],
  [field('artifacts'), mostly(list(artifact, 3), wrong, 30)],
  [field('metadata'), mostly(fc.constant('{}'), wrong, 20)],
);

export const installValue: Json = object(...common, [
  field('softwareModules'),
  mostly(list(softwareModule, 3), wrong, 20),
]);

const software: Json = object(
  [field('group'), text('g', '')],
  [field('name'), text('a26f3506-ac07-449a-a970-32ac0c5de7b1', 'n', '')],
  [field('version'), text('1', '')],
  [field('type'), text('container', '')],
);

export const removeValue: Json = object(...common, [field('software'), mostly(list(software, 3), wrong, 20)]);
