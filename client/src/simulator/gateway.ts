/**
 * What suite-connector does for a device whose broker is elsewhere: it carries commands for the device to the device's own bus,
 * where they are the gateway's own, and answers and events back under the name of the device (Hono, "MQTT Adapter").
 */
import type { Bus, Link } from './bus.ts';

export interface Gateway {
  stop(): Promise<void>;
}

/** @param tenant in the topics of its events */
export async function startGateway(
  shared: Bus,
  local: Bus,
  deviceId: string,
  tenant: string,
): Promise<Gateway> {
  const [outside, inside] = await Promise.all([
    shared.connect(`gateway-${deviceId.replaceAll(':', '-')}`),
    local.connect('gateway'),
  ]);
  await carryIn(outside, inside, deviceId);
  await carryOut(inside, outside, deviceId, tenant);
  return {
    stop: async () => {
      await Promise.all([outside.close(), inside.close()]);
    },
  };
}

async function carryIn(outside: Link, inside: Link, deviceId: string): Promise<void> {
  const carry = (to: (topic: string) => string) => (message: { topic: string; payload: string }) =>
    void inside.publish(to(message.topic), message.payload);
  await outside.subscribe(
    `command//${deviceId}/req/#`,
    carry((topic) => topic.replace(`//${deviceId}/`, '///')),
  );
  await outside.subscribe(
    `command//${deviceId}:edge:containers/req/#`,
    carry((topic) => topic),
  );
  await outside.subscribe(
    'edge/thing/request',
    carry((topic) => topic),
  );
}

async function carryOut(inside: Link, outside: Link, deviceId: string, tenant: string): Promise<void> {
  const carry = (to: (topic: string) => string) => (message: { topic: string; payload: string }) =>
    void outside.publish(to(message.topic), message.payload);
  await inside.subscribe(
    'command///res/#',
    carry((topic) => topic.replace('///', `//${deviceId}/`)),
  );
  await inside.subscribe(
    `command//${deviceId}:edge:containers/res/#`,
    carry((topic) => topic),
  );
  await inside.subscribe(
    'e/#',
    carry((topic) => (topic === 'e' ? `e/${tenant}/${deviceId}` : topic)),
  );
  await inside.subscribe(
    'edge/thing/response',
    carry((topic) => topic),
  );
}
