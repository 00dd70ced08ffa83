// A process of its own: publishes for a whole fleet, so many messages a second, by one connection.
import { connectAsync } from 'mqtt';
import { messageOf } from './messages.mjs';

/**
 * @typedef {object} Order
 * @property {string} url
 * @property {number} devices
 * @property {number} rate messages a second
 * @property {number} seconds
 */

/** Milliseconds: devices do not all speak at once, and a timer is not more exact than that. */
const beat = 10;

process.once('message', (/** @type {Order} */ order) => void publish(order));

/** @param {Order} order */
async function publish({ url, devices, rate, seconds }) {
  const client = await connectAsync(url, { protocolVersion: 5 });
  const began = performance.now();
  const wanted = rate * seconds;
  let begun = 0;
  let taken = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const due = Math.min(wanted, Math.floor(((performance.now() - began) / 1000) * rate));
      for (; begun < due; begun++) {
        const { topic, payload } = messageOf(begun % devices, Math.floor(begun / devices));
        client.publish(topic, payload, { qos: 1 }, () => {
          taken += 1;
          if (taken === wanted) resolve(undefined);
        });
      }
      if (begun === wanted) clearInterval(timer);
    }, beat);
  });
  process.send?.({ published: taken, seconds: (performance.now() - began) / 1000 });
  await client.endAsync();
  process.disconnect();
}
