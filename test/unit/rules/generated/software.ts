/** Messages of SoftwareUpdatable by chance. */
import fc from 'fast-check';
import { type Field, field, type Json, list, mostly, numbers, object, text, wrong } from './json.ts';

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
