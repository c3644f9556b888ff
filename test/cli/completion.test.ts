// The completion scripts, in the shells they are for. What a machine lacks is skipped, unless CI must have it.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { flagsOf } from '../../compiler/cli/arguments.ts';
import { commands } from '../../compiler/cli/commands.ts';
import { bash } from '../../compiler/cli/shells/bash.ts';
import { fish } from '../../compiler/cli/shells/fish.ts';
import { zsh } from '../../compiler/cli/shells/zsh.ts';
import { unlessMissing } from '../programs.ts';

function shell(program: string, argv: readonly string[], input: string): string {
  const { status, stdout, stderr } = spawnSync(program, argv, { input, encoding: 'utf8', cwd: '/' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

const script = { bash: bash(commands), zsh: zsh(commands), fish: fish(commands) };
const names = commands.map(({ name }) => name);

/** What a person may be offered after some words, the last of which is being typed. */
const asked: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [['ch'], ['check']],
  [['co'], ['compile', 'completion']],
  [
    ['check', '--'],
    ['--with', '--target', '--from', '--format', '--deny-warnings', '--help'],
  ],
  [
    ['compile', '--format', ''],
    ['human', 'plain', 'json', 'sarif', 'junit', 'github'],
  ],
  [['recipe', 'ku'], ['kubernetes']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['key', '--f'], ['--format']],
];

describe('bash', () => {
  test.each(asked)('after %j offers %j', (words, offered) => {
    const all = ['mcpgw', ...words].map((word) => `'${word}'`).join(' ');
    const ask = `COMP_WORDS=(${all}); COMP_CWORD=${words.length}; _mcpgw; printf '%s\\n' "\${COMPREPLY[@]}"\n`;
    const out = shell('bash', ['--norc', '-u'], `${script.bash}${ask}`);
    expect(out.trim().split('\n').sort()).toEqual([...offered].sort());
  });

  test('offers files where files go', () => {
    const ask =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: bash has braces of its own.
      'COMP_WORDS=(mcpgw check --with ""); COMP_CWORD=3; _mcpgw; echo "${#COMPREPLY[@]}"; complete -p mcpgw\n';
    expect(shell('bash', ['--norc', '-u'], `${script.bash}${ask}`)).toBe(
      '0\ncomplete -o default -F _mcpgw mcpgw\n',
    );
  });

  unlessMissing('shellcheck')('is as shellcheck wants it', () => {
    expect(shell('shellcheck', ['--shell=bash', '-'], script.bash)).toBe('');
  });
});

describe('zsh', () => {
  const stubs =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: zsh has braces of its own.
    '_describe() { print -l ${(P)2} }\n_arguments() { print -rl -- "$@" }\ncompdef() { print -r -- "compdef $*" }\n';

  unlessMissing('zsh')('registers, and offers the commands', () => {
    const out = shell('zsh', ['-f'], `${stubs}${script.zsh}words=(mcpgw ''); CURRENT=2; _mcpgw\n`);
    const [registered, ...offered] = out.trim().split('\n');
    expect(registered).toBe('compdef _mcpgw mcpgw');
    expect(offered.map((line) => line.split(':')[0])).toEqual(names);
  });

  unlessMissing('zsh')('gives _arguments the flags of the command', () => {
    const out = shell('zsh', ['-f'], `${stubs}${script.zsh}words=(mcpgw check ''); CURRENT=3; _mcpgw\n`);
    expect(out).toContain('\n*--with[A file with what one environment has of its own; may be repeated');
    expect(out).toContain(
      '\n*--format[How findings are printed\\: human (default), plain, json, sarif, junit or github; may be repeated, =FILE writes there.]:FORMAT[=FILE]:(human plain json sarif junit github)\n',
    );
    expect(out).toMatch(/\n\*:file:_files\n$/);
  });

  unlessMissing('zsh')('is syntax that its own completion takes', () => {
    const out = shell(
      'zsh',
      ['-f'],
      `autoload -Uz compinit; compinit -u -D\n${script.zsh}print -r -- $_comps[mcpgw]\n`,
    );
    expect(out).toBe('_mcpgw\n');
  });
});

describe('fish', () => {
  unlessMissing('fish').each(asked)('after %j offers %j', (words, offered) => {
    const line = ['mcpgw', ...words].join(' ');
    const out = shell('fish', ['--no-config', '-c', `${script.fish}complete -C '${line}'\n`], '');
    const found = out.split('\n').flatMap((one) => one.split('\t')[0] || []);
    expect(found.filter((one) => one !== '-h')).toEqual(expect.arrayContaining([...offered]));
    expect(found.filter((one) => names.includes(one))).toEqual(offered.filter((one) => names.includes(one)));
  });
});

test('every command and flag is in each script', () => {
  for (const text of Object.values(script)) {
    for (const command of commands) {
      expect(text).toContain(command.name);
      for (const { name } of flagsOf(command)) expect(text).toMatch(new RegExp(`(--|-l )${name}\\b`));
    }
  }
});
