/** `kanto-manifest doctor`: which link between here and a device is broken, and how to mend it. */
import { readFile } from 'node:fs/promises';
import type { StepResult } from '../connections/doctor/finding.ts';
import { isSound, stepLines, verdict } from '../connections/doctor/words.ts';
import { examine } from '../connections/doctor.ts';
import { fault, faultOf } from '../errors.ts';
import type { Call } from './call.ts';
import { profileOf } from './connect.ts';
import { inCallWords, inOptions } from './faults.ts';
import type { Output } from './output.ts';
import { readSecrets } from './secrets.ts';

type DoctorCall = Extract<Call, { command: 'doctor' }>;

/** @returns the exit status: 0 where no link is broken, 1 where one is, or the test was cancelled. */
export async function doctor(call: DoctorCall, output: Output, signal: AbortSignal): Promise<number> {
  const isText = call.format === 'text';
  const results: StepResult[] = [];
  try {
    const profile = profileOf(call.connection, []);
    const access = { ...(await readSecrets(call.connection.secrets, signal, output.note)), readFile };
    const steps = examine(profile, access, {
      signal,
      ...(call.device !== undefined && { device: call.device }),
    });
    for await (const result of steps) {
      const told = inCallAdvice(result);
      results.push(told);
      if (isText) for (const line of stepLines(told)) output.line(line);
    }
  } catch (error) {
    const told = inCallWords(faultOf(error, 'unexpected'));
    if (isText) output.note(`${told.message}\n${told.advice}`);
    else output.json({ error: told });
    return 1;
  }
  if (isText) output.lines(`\n${verdict(results)}`);
  else output.json({ sound: isSound(results), verdict: verdict(results), steps: results });
  return isSound(results) ? 0 : 1;
}

function inCallAdvice(result: StepResult): StepResult {
  const { code, message, advice, certificate } = result;
  if (advice === undefined) return result;
  if (code === undefined) return { ...result, advice: inOptions(advice) };
  const told = { ...fault(code, message, advice), ...(certificate && { certificate }) };
  return { ...result, advice: inCallWords(told).advice };
}
