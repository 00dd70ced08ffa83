// `npm run test:kafka`: the tests against a real Kafka broker, where this machine has one or can get it.
import { findJava, findKafka, installKafka } from './lib/kafkaBroker.mjs';
import { buildAndTest } from './lib/vitest.mjs';

/** The exit code where nothing could be tested: neither good nor a failure. */
const unavailable = 3;

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
  return buildAndTest('kafka', process.argv.slice(2));
}

process.exitCode = await main();
