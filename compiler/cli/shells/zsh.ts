// The completion script for zsh, over its own _arguments.
import { flagsOf } from '../arguments.ts';
import type { Command, Flag } from '../command.ts';

export function zsh(commands: readonly Command[]): string {
  return `#compdef mcpgw
# Completion of mcpgw for zsh: source <(mcpgw completion zsh)
_mcpgw() {
  if ((CURRENT == 2)); then
    local -a commands=(
${commands.map(({ name, summary }) => `      ${quoted(`${name}:${escaped(summary)}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${commands.map(commandCase).join('\n')}
  esac
}
if [[ $funcstack[1] == _mcpgw ]]; then _mcpgw "$@"; else compdef _mcpgw mcpgw; fi
`;
}

function commandCase(command: Command): string {
  const specs = [...flagsOf(command).flatMap(flagSpecs), ...operandSpecs(command)];
  return `    ${command.name}) _arguments ${specs.map(quoted).join(' ')} ;;`;
}

function flagSpecs({ name, short, value, choices, repeats, help }: Flag): readonly string[] {
  const takes = choices === undefined ? '_files' : `(${choices.join(' ')})`;
  const argument = value === undefined ? '' : `:${value}:${takes}`;
  const spellings = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const excludes = repeats === true ? '*' : `(${spellings.join(' ')})`;
  return spellings.map((spelling) => `${excludes}${spelling}[${escaped(help)}]${argument}`);
}

function operandSpecs({ completes }: Command): readonly string[] {
  if (completes === 'nothing') return [];
  if (completes === 'files') return ['*:file:_files'];
  if (completes === 'folders') return ['1:folder:_files -/'];
  return [`1:name:(${completes.join(' ')})`, '*:file:_files'];
}

function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
