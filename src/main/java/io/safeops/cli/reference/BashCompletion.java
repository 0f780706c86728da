package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The completion for bash. picocli can make one, too, but there an argument is either one of some
 * words or a file: PLAN is both, and of FORMAT=FILE it completes nothing.
 */
final class BashCompletion {

  private BashCompletion() {}

  private static final String HEAD =
      """
      # bash completion for safeops.
      # Made from the code by `./safeops reference docs`: change the code.
      # shellcheck shell=bash disable=SC2207 # one candidate a line, and no candidate has a blank

      _safeops_files() {
        type compopt >/dev/null 2>&1 && compopt -o filenames
        local IFS=$'\\n'
        COMPREPLY+=($(compgen "$1" -- "$2"))
      }

      # _safeops_value KIND WORDS WORD: completes WORD to what an option or an argument takes.
      _safeops_value() {
        case $1 in
          word) COMPREPLY=($(compgen -W "$2" -- "$3")) ;;
          file) _safeops_files -f "$3" ;;
          folder) _safeops_files -d "$3" ;;
          word-or-file)
            COMPREPLY=($(compgen -W "$2" -- "$3"))
            _safeops_files -f "$3"
            ;;
          word-and-file)
            type compopt >/dev/null 2>&1 && compopt -o nospace
            COMPREPLY=($(compgen -S = -W "$2" -- "$3"))
            ;;
          run)
            local runs=${XDG_STATE_HOME:-$HOME/.local/state}/safeops/runs
            COMPREPLY=($(cd "$runs" 2>/dev/null && compgen -d -- "$3"))
            ;;
        esac
      }
      """;

  private static final String BODY =
      """

      _safeops() {
        COMPREPLY=()
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} joined=
        # bash takes an equals sign for a word of its own: --report markdown=FILE has four.
        if [[ $word == = ]]; then
          word='' joined=$before before=${COMP_WORDS[COMP_CWORD - 2]}
        elif [[ $before == = ]]; then
          joined=${COMP_WORDS[COMP_CWORD - 2]} before=${COMP_WORDS[COMP_CWORD - 3]}
        fi
        if [[ $joined == -* ]]; then
          before=$joined joined=
        fi

        local command='' each i
        for ((i = 1; i < COMP_CWORD; i++)); do
          each=${COMP_WORDS[i]}
          case $each in
            -*) ;;
            *)
              command+=${command:+ }$each
              case $command in
                @GROUPS@) ;;
                *) break ;;
              esac
              ;;
          esac
        done

        local options='' commands='' kind='' words=''
        case $command in
      @COMMANDS@  esac

        case $command,$before in
      @VALUES@  esac
        if [[ -n $kind ]]; then
          if [[ -n $joined && $kind == word-and-file ]]; then
            _safeops_files -f "$word"
          elif [[ -z $joined ]]; then
            _safeops_value "$kind" "$words" "$word"
          fi
          return
        fi
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$word"))
          return
        fi
        if [[ -n $commands ]]; then
          COMPREPLY=($(compgen -W "$commands" -- "$word"))
          return
        fi
        case $command in
      @ARGUMENTS@  esac
        _safeops_value "$kind" "$words" "$word"
      }

      complete -F _safeops safeops
      """;

  static String of(CommandForm safeops) {
    List<CommandForm> all = safeops.all().toList();
    return HEAD
        + BODY.replace("@GROUPS@", groups(all))
            .replace(
                "@COMMANDS@",
                all.stream().map(BashCompletion::command).collect(Collectors.joining()))
            .replace(
                "@VALUES@", all.stream().map(BashCompletion::values).collect(Collectors.joining()))
            .replace(
                "@ARGUMENTS@",
                all.stream().map(BashCompletion::arguments).collect(Collectors.joining()));
  }

  private static String path(CommandForm command) {
    return String.join(" ", command.words().subList(1, command.words().size()));
  }

  /** Commands that have commands: after them one more word names the command. */
  private static String groups(List<CommandForm> all) {
    return all.stream()
        .filter(each -> each.words().size() > 1 && !each.commands().isEmpty())
        .map(each -> quoted(path(each)))
        .collect(Collectors.joining(" | "));
  }

  private static String command(CommandForm command) {
    Stream<String> options = command.options().stream().flatMap(each -> each.names().stream());
    List<String> commands =
        new ArrayList<>(command.commands().stream().map(CommandForm::word).toList());
    if (command.words().size() == 1) {
      LauncherCommand.ALL.forEach(each -> commands.add(each.word()));
    }
    return "    "
        + quoted(path(command))
        + ")\n      options="
        + quoted(options.collect(Collectors.joining(" ")))
        + (commands.isEmpty() ? "" : "\n      commands=" + quoted(String.join(" ", commands)))
        + "\n      ;;\n";
  }

  private static String values(CommandForm command) {
    return command.options().stream()
        .filter(each -> !each.label().isEmpty())
        .map(
            each ->
                "    "
                    + each.names().stream()
                        .map(name -> quoted(path(command) + "," + name))
                        .collect(Collectors.joining(" | "))
                    + ") "
                    + value(each.value())
                    + " ;;\n")
        .collect(Collectors.joining());
  }

  private static String arguments(CommandForm command) {
    return command.arguments().stream()
        .limit(1)
        .map(each -> "    " + quoted(path(command)) + ") " + value(each.value()) + " ;;\n")
        .collect(Collectors.joining());
  }

  private static String value(ValueForm value) {
    String kind = "kind=" + quoted(value.kind().word());
    return value.words().isEmpty()
        ? kind
        : kind + " words=" + quoted(String.join(" ", value.words()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
