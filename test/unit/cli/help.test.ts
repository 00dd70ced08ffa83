import { describe, expect, it } from 'vitest';
import { helpText, usageText } from '../../../client/src/cli/help.ts';

describe('the help of one command', () => {
  it('has its form and its options, and what is for all', () => {
    const help = helpText('convert');
    expect(help).toContain('kanto-manifest convert  [--to json|yaml]');
    expect(help).toContain('--form FORM');
    expect(help).toContain('"-" reads standard input');
    expect(help).toContain('Exit status');
    expect(help).not.toContain('--connection URL');
    expect(help).not.toContain('kanto-manifest apply');
  });

  it.each(
    [...helpText().matchAll(/^ {2}kanto-manifest (\w+)(.*)$/gm)].map(([, command = '', form = '']) => ({
      command,
      form,
    })),
  )('of $command has the options of $form', ({ command, form }) => {
    for (const [option] of form.matchAll(/--[\w-]+/g)) expect(helpText(command)).toContain(option);
    expect(helpText(command).split('\n\n').length).toBeGreaterThan(2);
  });

  it('has no options of other commands', () => {
    expect(helpText('drift')).not.toContain('--wait  ');
    expect(helpText('rollout')).not.toContain('--device ID');
    for (const command of ['validate', 'convert', 'simulate', 'plan', 'apply'])
      expect(helpText(command)).not.toContain('--journal FILE  ');
  });

  it('of one that there is not is the help of all', () => {
    expect(helpText('aply')).toBe(helpText());
  });
});

it('a usage error shows the form of its command, and where the options are', () => {
  expect(usageText('schema')).toBe(
    '  kanto-manifest schema   [--list] [NAME]\n\n"kanto-manifest schema --help" tells the options.',
  );
  expect(usageText('aply')).toContain('kanto-manifest apply');
});
