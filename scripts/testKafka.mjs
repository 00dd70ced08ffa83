// `npm run test:kafka`: the tests against a real Kafka broker, where this machine has one or can get it.
import { fileURLToPath } from 'node:url';
import { findJava, findKafka, installKafka } from './lib/kafkaBroker.mjs';
import { run } from './lib/run.mjs';

/** The exit code where nothing could be tested: neither good nor a failure. */
const unavailable = 3;

const project = fileURLToPath(new URL('..', import.meta.url));

async function main() {
  if (!(await findJava())) {
    console.error(
      'The tests against a real Kafka cannot run: no Java found; install one (Debian: apt-get install default-jre-headless) or name it in JAVA_HOME.',
    );
    return unavailable;
  }
  if (!(await findKafka())) {
    console.log('Getting Kafka with Maven …');
    const fault = await installKafka();
    if (!(await findKafka())) {
      console.error(`The tests against a real Kafka cannot run: ${fault ?? 'Maven brought no broker'}.`);
      console.error(
        'Name an unpacked Kafka in the environment variable KAFKA_HOME, or install Maven (Debian: apt-get install maven).',
      );
      return unavailable;
    }
  }
  const steps = [
    ['esbuild.mjs'],
    ['node_modules/vitest/vitest.mjs', 'run', '--project', 'kafka', ...process.argv.slice(2)],
  ];
  for (const step of steps) {
    const { code } = await run(process.execPath, step, { cwd: project });
    if (code !== 0) return 1;
  }
  return 0;
}

process.exitCode = await main();
