/** One page asked of the device registry over HTTP (Device Registry Management API: GET /devices/{tenantId}). */

import type { Agent, IncomingMessage } from 'node:http';
import { t } from '@vscode/l10n';
import { FaultError } from '../errors.ts';
import { httpGet } from '../httpGet.ts';
import { parseJson } from '../protocol/json.ts';
import { noDevices, refused, sentOn, unreached } from './faults.ts';
import { type Page, parsePage } from './page.ts';
import type { RegistryProfile, RegistryUrl } from './profile.ts';

export interface PageRequest {
  readonly address: RegistryUrl;
  readonly tenant: string;
  readonly filter: NonNullable<RegistryProfile['filter']>;
  readonly pageSize: number;
  readonly user?: { readonly name: string; readonly password: string };
  readonly agent: Agent;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte. */
  readonly patience: number;
  readonly ca: string | undefined;
}

/** Bytes of one page; with 200 devices, 40 kB for each. */
const mostBytes = 8_000_000;

const none: Page = { total: 0, devices: [] };

/** @throws FaultError `registry-…` */
export async function askPage(request: PageRequest, offset: number): Promise<Page> {
  const { address, user, agent, signal, patience, ca } = request;
  const where = address.base.origin;
  const token = user && Buffer.from(`${user.name}:${user.password}`).toString('base64');
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    ...(token !== undefined && { authorization: `Basic ${token}` }),
  };
  try {
    const answer = await httpGet(urlOf(request, offset), { headers, agent, signal, patience, ca });
    const status = answer.statusCode ?? 0;
    const body = await textOf(answer, where);
    if (status === 200) return pageIn(body, where);
    // Also of a tenant that is not there, or not for this user to see; a web page is of a server that is no registry.
    if (status === 404 && !body.trimStart().startsWith('<')) return none;
    if (status >= 300 && status < 400) throw new FaultError(sentOn(where, answer.headers.location));
    const secrets = [token, user?.password].flatMap((it) => it || []);
    const asking = { username: user?.name, hasPassword: Boolean(user?.password), secrets };
    throw new FaultError(refused(where, status, body, asking));
  } catch (error) {
    throw error instanceof FaultError ? error : new FaultError(unreached(where, error), { cause: error });
  }
}

/** Sorted, so that pages fit together. */
function urlOf({ address, tenant, filter, pageSize }: PageRequest, offset: number): URL {
  const url = new URL(`devices/${encodeURIComponent(tenant)}`, address.base);
  url.searchParams.set('pageSize', String(pageSize));
  url.searchParams.set('pageOffset', String(offset));
  url.searchParams.set('sortJson', JSON.stringify({ field: '/id' }));
  for (const [field, value] of Object.entries(filter))
    url.searchParams.append('filterJson', JSON.stringify({ field, value }));
  return url;
}

async function textOf(answer: IncomingMessage, where: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of answer) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > mostBytes)
        throw new FaultError(noDevices(where, t('one page has more than {0} MB', mostBytes / 1_000_000)));
      chunks.push(bytes);
    }
  } catch (error) {
    answer.destroy(); // else it would go on to be sent
    throw error;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function pageIn(body: string, where: string): Page {
  const page = parsePage(parseJson(body));
  if (page !== undefined) return page;
  throw new FaultError(noDevices(where, t('what it answers is no list of devices')));
}
