// The real Kafka that `npm run test:kafka` runs: where its programs are, and how they are had.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { findProgram } from './machine.mjs';
import { run } from './run.mjs';

const version = '4.1.0';
const scala = '2.13';

const cache = fileURLToPath(new URL(`../../.cache/kafka/${scala}-${version}`, import.meta.url));

/** A registry that never answers must not hold up everything. */
const patience = 300_000;

/** @returns {Promise<string | undefined>} the Java that runs it: `JAVA_HOME` of the environment first */
export async function findJava() {
  const home = process.env['JAVA_HOME'];
  return home ? join(home, 'bin', process.platform === 'win32' ? 'java.exe' : 'java') : findProgram('java');
}

/**
 * @returns {Promise<string | undefined>} the folder with its archives: of the Kafka that `KAFKA_HOME` of the environment
 *   names, else of the cache
 */
export async function findKafka() {
  const home = process.env['KAFKA_HOME'];
  for (const folder of home ? [join(home, 'libs'), join(cache, 'libs')] : [join(cache, 'libs')]) {
    const files = await readdir(folder).catch(() => []); // not there
    if (files.some((it) => /^kafka_[\d.]+-[\d.]+\.jar$/.test(it))) return folder;
  }
  return undefined;
}

/**
 * Brings it into the cache by Maven, from wherever that is set up to get its artifacts.
 * @returns {Promise<string | undefined>} what went wrong
 */
export async function installKafka() {
  const maven = await findProgram('mvn');
  if (maven === undefined) return 'there is no Maven (mvn) on the PATH';
  const project = join(cache, 'pom.xml');
  await mkdir(cache, { recursive: true });
  await writeFile(project, pom);
  const { code, output } = await run(
    maven,
    [
      '-B',
      '-q',
      '-f',
      project,
      'dependency:copy-dependencies',
      '-DoutputDirectory=libs',
      '-DincludeScope=runtime',
    ],
    { quiet: true, timeout: patience },
  );
  if (code === 0) return undefined;
  const reason = stripVTControlCharacters(output)
    .replace(/\/\/[^/@\s]*@/g, '//')
    .replace(/\s+/g, ' ')
    .slice(0, 400);
  return `mvn could not get org.apache.kafka:kafka_${scala}:${version}: ${reason || `it did not end within ${patience / 1000} s`}`;
}

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>test</groupId>
  <artifactId>kafka-broker</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_${scala}</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`;
