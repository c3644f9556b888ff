// The completion script for bash (3.2 and newer, as macOS has it).
import { flagsOf } from '../arguments.ts';
import type { Command } from '../command.ts';

export function bash(commands: readonly Command[]): string {
  const names = [...commands.map(({ name }) => name), '--help', '--version'];
  return `# Completion of mcpgw for bash: source <(mcpgw completion bash)
_mcpgw() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]}
  local flags='' words=''
  if ((COMP_CWORD == 1)); then
    words='${names.join(' ')}'
  else
    case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(valueCases).join('\n')}
      *)
        case \${COMP_WORDS[1]} in
${commands.map(commandCase).join('\n')}
        esac
        ;;
    esac
  fi
  case $current in -*) words="$words $flags" ;; esac
  # Nothing here: the shell offers files.
  # shellcheck disable=SC2207
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _mcpgw mcpgw
`;
}

/** After a flag with a value: its choices, or nothing, which means files. */
function valueCases(command: Command): readonly string[] {
  return flagsOf(command).flatMap(({ name, short, value, choices }) => {
    if (value === undefined) return [];
    const patterns = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
    const all = patterns.map((flag) => `'${command.name} ${flag}'`).join(' | ');
    return [`      ${all}) words='${(choices ?? []).join(' ')}' ;;`];
  });
}

function commandCase(command: Command): string {
  const flags = flagsOf(command).map(({ name }) => `--${name}`);
  const { completes } = command;
  const words = typeof completes === 'string' ? '' : ` words='${completes.join(' ')}'`;
  return `          ${command.name}) flags='${flags.join(' ')}'${words} ;;`;
}
